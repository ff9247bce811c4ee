"""Lists of what was asked and answered, each in one query."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from opencoach.people.models import Engagement, Membership
from opencoach.questionnaires import access
from opencoach.questionnaires.models import ASKED, OPEN, Questionnaire, Response, Version

MOST = 200
ELSEWHERE = ("booking", "rating")  # what is answered at the thing that it is about, and read there


@dataclass(frozen=True, slots=True)
class Asked:
    """One response in a list. `who` is the client of a group's engagement, empty where there is only one."""

    response: Response
    title: str
    purpose: str
    who: str = ""

    @property
    def is_open(self) -> bool:
        return self.response.is_open

    @property
    def begun(self) -> bool:
        """Whether something stands in it already."""
        return self.response.revision > 0


def mine(reader: Membership) -> tuple[list[Asked], list[Asked]]:
    """What waits for the reader's answer, and what they have answered, the newest first."""
    rows = _rows(access.own_responses(reader).filter(ASKED))
    return [one for one in rows if one.is_open], [one for one in rows if not one.is_open]


def waiting_of(reader: Membership) -> list[Asked]:
    """What waits for the reader's answer."""
    return list(_rows(access.own_responses(reader).filter(OPEN)))


def asked_in(reader: Membership, engagement: Engagement) -> list[Asked]:
    """All that was asked in an engagement, the newest first; what its coach has taken back is left out."""
    rows = access.responses_listed_for(reader, engagement).filter(ASKED).exclude(person=None)
    names = {one.person_id: one.display_name for one in engagement.current_clients}
    several = len(names) > 1
    return _rows(rows, names if several else {})


def asked_about(reader: Membership, engagement: Engagement, kind: str, key: uuid.UUID) -> list[Asked]:
    """What was asked for one thing of an app above: all of it for a coach, else one's own."""
    rows = (
        access.responses_listed_for(reader, engagement) if reader.is_coach else access.own_responses(reader)
    )  # fmt: skip
    names = {one.person_id: one.display_name for one in engagement.current_clients} if engagement.group_id else {}
    return _rows(rows.filter(ASKED, about_kind=kind, about_id=key), names)


def waiting_in(engagement: Engagement, client: Membership) -> Response | None:
    """The intake that a client has still to answer there; only that it waits, not what stands in it."""
    rows = access.own_responses(client).filter(OPEN, engagement=engagement)
    return rows.filter(version__questionnaire__purpose=Questionnaire.Purpose.INTAKE).order_by("-began_at").first()


def asked_since(engagement: Engagement, client: Membership, since: dt.datetime) -> list[Response]:
    """What that client was asked there from that moment on, in order: what is open, and what they have sent."""
    rows = access.own_responses(client).filter(ASKED, engagement=engagement, began_at__gte=since)
    return list(rows.select_related("version__questionnaire", "engagement", "person", "practice").order_by("pk"))


def askable(reader: Membership) -> list[Version]:
    """What the reader may ask a client, by title: the questions of bookings and check-ins have their own places."""
    elsewhere = (Questionnaire.Purpose.BOOKING, Questionnaire.Purpose.CHECK_IN)
    return list(access.askable_for(reader).exclude(questionnaire__purpose__in=elsewhere))


def _rows(responses: QuerySet[Response], names: dict[int, str] | None = None) -> list[Asked]:
    rows: Iterable[Response] = (
        responses.exclude(about_kind__in=ELSEWHERE)
        .select_related("version__questionnaire", "engagement", "asked_by")
        .defer("version__definition", "answers", "scores")
        .order_by("-began_at", "-pk")[:MOST]
    )
    return [
        Asked(
            row,
            row.version.questionnaire.title,
            row.version.questionnaire.get_purpose_display(),
            (names or {}).get(row.person_id or 0, ""),
        )
        for row in rows
    ]
