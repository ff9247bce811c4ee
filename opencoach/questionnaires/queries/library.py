"""What coaches have made, in one query a list."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q

from opencoach.people.models import Membership
from opencoach.questionnaires import access
from opencoach.questionnaires.models import Questionnaire, Version


@dataclass(frozen=True, slots=True)
class Listed:
    """A questionnaire in the library. `published` is the number of its newest published version, 0 for none."""

    row: Questionnaire
    published: int
    mine: bool
    maker: str


def listed(reader: Membership) -> tuple[list[Listed], list[Listed]]:
    """Those in use and those put away, by title."""
    rows = (
        access.questionnaires_for(reader)
        .select_related("created_by")
        .annotate(published=Max("versions__number", filter=Q(versions__published_at__isnull=False)))
        .order_by("title", "pk")
    )
    found = [
        Listed(row, row.published or 0, access.may_change(reader, row), row.created_by.display_name) for row in rows
    ]
    return (
        [one for one in found if one.row.archived_at is None],
        [one for one in found if one.row.archived_at is not None and one.mine],
    )


def usable(reader: Membership) -> list[Questionnaire]:
    """Those that are published and in use, by title, without the questions of check-ins."""
    rows = access.askable_for(reader).exclude(questionnaire__purpose=Questionnaire.Purpose.CHECK_IN)
    return [version.questionnaire for version in rows.defer("definition")]


def newest_definition(questionnaire: Questionnaire) -> dict[str, Any]:
    """The draft's, or the last published one."""
    version = Version.objects.filter(questionnaire=questionnaire).order_by("-number").first()
    return dict(version.definition) if version is not None else {}
