"""How sessions were for those who were there, opened for whoever may read it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from opencoach.people.models import Engagement, Membership
from opencoach.plan import chart
from opencoach.plan.trends import Band, Point
from opencoach.questionnaires import private
from opencoach.sessions import access, scale
from opencoach.sessions.models import CoachingSession, SessionRating

MOST = 60  # ratings of one engagement in a trend


@dataclass(frozen=True, slots=True)
class Rating:
    """One side's. `marks` by question, `words` beside them; both empty where their key has been destroyed."""

    row: SessionRating
    session: CoachingSession
    name: str
    own: bool
    is_coach: bool
    marks: Mapping[str, int]
    words: str

    @property
    def cells(self) -> list[tuple[Any, int | None]]:
        """Each question's name with its mark, None for none."""
        return [(one.name, self.marks.get(one.key)) for one in scale.QUESTIONS]

    @property
    def mean(self) -> float | None:
        return scale.mean(self.marks)


def ratings_of(reader: Membership, session: CoachingSession) -> list[Rating]:
    """What a reader may read of one session: a coach all of it, a client their own. Clients first."""
    return _opened(reader, access.ratings_for(reader).filter(session=session))


def own_rating(reader: Membership, session: CoachingSession) -> Rating | None:
    """The reader's own."""
    return next(iter(_opened(reader, SessionRating.objects.filter(session=session, membership=reader))), None)


def has_rated(member: Membership, session: CoachingSession) -> bool:
    return SessionRating.objects.filter(session=session, membership=member).exists()


@dataclass(frozen=True, slots=True)
class Trend:
    """The ratings of an engagement, the latest session first, and a drawing from two rated sessions on: series 0 what
    clients say (the mean over them), series 1 what coaches say."""

    ratings: Sequence[Rating]
    drawn: chart.Drawn | None
    both: bool


def trend_of(reader: Membership, engagement: Engagement) -> Trend | None:
    """None where nobody has rated anything. One query."""
    rows = access.ratings_for(reader).filter(session__engagement=engagement).order_by("-session__starts_at", "-pk")
    ratings = _opened(reader, rows[:MOST])
    if not ratings:
        return None
    ratings.sort(key=lambda one: (one.session.starts_at, not one.is_coach, one.row.pk), reverse=True)
    clients, coaches = _points(ratings, is_coach=False), _points(ratings, is_coach=True)
    drawn = None
    if max(len(clients), len(coaches)) > 1:
        low = Band(scale.LEAST, scale.LOW)
        drawn = chart.draw([chart.Series(clients, band=low), chart.Series(coaches)])
    return Trend(ratings, drawn, bool(clients and coaches))


def _points(ratings: Sequence[Rating], *, is_coach: bool) -> list[Point]:
    means: defaultdict[dt.datetime, list[float]] = defaultdict(list)
    for one in ratings:
        if one.is_coach == is_coach and (mean := one.mean) is not None:
            means[one.session.starts_at].append(mean)
    return [(at, round(sum(found) / len(found), 1)) for at, found in sorted(means.items())]


RELATED = ("session__practice", "session__engagement__group", "membership", "response__engagement", "response__person")


def _opened(reader: Membership, rows: QuerySet[SessionRating]) -> list[Rating]:
    return [_open(reader, row) for row in rows.select_related(*RELATED)]


def _open(reader: Membership, row: SessionRating) -> Rating:
    values = (private.unseal(row.response, "answers") or {}).get("values", {})
    marks = {one.key: values[one.key] for one in scale.QUESTIONS if one.key in values}
    member = row.membership
    return Rating(
        row, row.session, member.display_name, member.pk == reader.pk, member.is_coach, marks,
        str(values.get(scale.WORDS, "")),
    )  # fmt: skip
