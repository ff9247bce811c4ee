"""How sessions were, as Ana, Jonas and Miriam said it afterwards."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from opencoach.people.models import Engagement, Event, Membership
from opencoach.questionnaires.models import Response
from opencoach.sessions import scale
from opencoach.sessions.actions.rating import rate
from opencoach.sessions.models import CoachingSession, SessionRating

if TYPE_CHECKING:
    from opencoach.demo.build import Demo

Marks = Sequence[int]  # heard, right topics, right way, useful
# The newest session first: the client's marks and words, and the coach's marks where she said something.
RATED: dict[str, Sequence[tuple[Marks, str, Marks]]] = {
    "ana": (
        ((9, 9, 8, 9), "I said the sentence aloud. Twice.", (9, 8, 8, 8)),
        ((8, 9, 8, 8), "", (8, 8, 7, 8)),
        ((9, 8, 9, 8), "", ()),
        ((6, 5, 6, 6), "We talked about the report for half an hour. I wanted to talk about Rui.", (7, 7, 6, 6)),
        ((8, 8, 7, 8), "", (7, 8, 7, 7)),
        ((7, 7, 7, 6), "", ()),
        ((7, 6, 6, 6), "New for me, all of it.", (6, 6, 7, 6)),
    ),
    "jonas": (
        ((8, 4, 7, 6), "Sleep again. I would rather speak about the evenings.", ()),
        ((8, 7, 8, 7), "", (8, 8, 7, 7)),
        ((8, 8, 8, 8), "", ()),
    ),
}


def say(demo: "Demo", talk: str, engagement: Engagement) -> None:
    """Each a while after its session; only the last low mark still waits for Miriam."""
    rated = RATED.get(talk, ())
    if not rated:
        return
    held = CoachingSession.objects.filter(engagement=engagement, status=CoachingSession.Status.HELD)
    rows = held.select_related("practice", "coach__person", "engagement__practice").order_by("-starts_at")
    client, coach = engagement.current_clients[0], demo.people["M"]
    for number, (session, (marks, words, own)) in enumerate(zip(rows[: len(rated)], rated, strict=False)):
        _rate(demo, session, client, marks, words=words, minutes=12)
        if own:
            _rate(demo, session, coach, own, minutes=40)
        if number:
            SessionRating.objects.filter(session=session).update(seen_at=session.ends_at, seen_by=coach.person)


def _rate(
    demo: "Demo", session: CoachingSession, member: Membership, marks: Marks, *, words: str = "", minutes: int
) -> None:
    at = min(session.ends_at + dt.timedelta(minutes=minutes), demo.now)
    given = {one.key: mark for one, mark in zip(scale.QUESTIONS, marks, strict=True)}
    made = rate(session, given, words, by=member)
    SessionRating.objects.filter(pk=made.pk).update(at=at)
    Response.objects.filter(pk=made.response_id).update(began_at=at, saved_at=at, submitted_at=at)
    Event._base_manager.filter(thing=made.response.public_id).update(at=at)
