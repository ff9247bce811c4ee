"""A Monday, and a coach whose booking page is open."""

from collections.abc import Iterator

import pytest
import time_machine

from opencoach.scheduling.actions.booking_page import change_coach_page
from opencoach.scheduling.actions.hours import set_week
from opencoach.scheduling.doors import page_of
from opencoach.sessions.models import SessionType
from tests.cast import Cast
from tests.scheduling.strangers import MONDAY
from tests.sessions.making import offer


@pytest.fixture
def monday() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def talk(cast: Cast) -> SessionType:
    """Miriam's first talk, on an open page; free from 9 to 12 on weekdays in Berlin."""
    set_week(cast.miriam, {day: [(540, 720)] for day in range(5)})
    kind = offer(
        cast.miriam, slug="first-talk", name="First talk", minutes=30, audience="anybody", notice=120, ahead_days=60,
        questions=["What brings you here?"],
    )  # fmt: skip
    change_coach_page(page_of(cast.miriam), is_open=True, slug="miriam-okafor", about="I listen first.")
    return kind
