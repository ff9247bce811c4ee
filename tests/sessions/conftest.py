import datetime as dt
from collections.abc import Callable

import pytest

from opencoach.sessions.models import CoachingSession, SessionType
from tests.cast import Cast
from tests.sessions.making import NOW, booked, offer
from tests.texting import reachable, replies, text_in


@pytest.fixture
def coaching(cast: Cast) -> SessionType:
    """Miriam's usual hour: free to cancel until a day before."""
    return offer(cast.miriam)


@pytest.fixture
def book_ana(cast: Cast, coaching: SessionType) -> Callable[..., CoachingSession]:
    """Ana books it, so many days from `NOW`, at 10:00 UTC."""

    def book(days: float = 7, **fields: object) -> CoachingSession:
        return booked(cast, coaching, NOW + dt.timedelta(days=days), **fields)  # type: ignore[arg-type]

    return book


__all__ = ["book_ana", "coaching", "reachable", "replies", "text_in"]
