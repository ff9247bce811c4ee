"""A prospect's talks, as the coach reads them."""

from dataclasses import dataclass

from opencoach.people.models import Engagement
from opencoach.sessions import private
from opencoach.sessions.models import CoachingSession


@dataclass(frozen=True, slots=True)
class Talk:
    """One session with what was answered when it was booked."""

    session: CoachingSession
    answers: list[tuple[str, str]]
    agenda: str


def talks_of(engagement: Engagement) -> list[Talk]:
    """All of them, the latest first."""
    rows = CoachingSession.objects.filter(engagement=engagement).select_related("session_type", "engagement")
    return [
        Talk(one, list(private.answers(one).items()), private.unseal(one, "agenda") or "")
        for one in rows.order_by("-starts_at", "-pk")[:10]
    ]
