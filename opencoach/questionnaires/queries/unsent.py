"""How much somebody has still to answer before a thing of an app above, as their own mail says it."""

import uuid
from dataclasses import dataclass

from django.db.models import Q

from opencoach.people.models import Engagement, Membership
from opencoach.questionnaires import access
from opencoach.questionnaires.models import OPEN, Questionnaire, Response
from opencoach.questionnaires.queries.sheets import sheet


@dataclass(frozen=True, slots=True)
class Unsent:
    """`responses` are open, in the order in which they were asked; at least one. `questions` of them have no answer
    yet, hidden ones left out."""

    responses: list[Response]
    questions: int

    @property
    def begun(self) -> bool:
        return any(one.revision for one in self.responses)


def unsent(client: Membership, engagement: Engagement, about: tuple[str, uuid.UUID]) -> Unsent | None:
    """What that client has not sent yet of what was asked for that thing, and of their intake; None for nothing."""
    kind, key = about
    intake = Q(about_kind="", version__questionnaire__purpose=Questionnaire.Purpose.INTAKE)
    rows = access.own_responses(client).filter(OPEN, engagement=engagement)
    rows = rows.filter(Q(about_kind=kind, about_id=key) | intake)
    found = list(rows.select_related("version__questionnaire", "engagement", "person", "practice").order_by("pk"))
    progress = [sheet(one, client, linked=False).progress for one in found]
    return Unsent(found, sum(asked - done for done, asked in progress)) if found else None
