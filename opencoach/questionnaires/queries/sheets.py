"""A response as a page shows it: where one is, what is shown, what has been answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from opencoach.people.models import Membership
from opencoach.questionnaires import outcomes, private
from opencoach.questionnaires.answers import Upload as Known
from opencoach.questionnaires.definition import Definition, Info, Item, Page, Total
from opencoach.questionnaires.drafting import Draft
from opencoach.questionnaires.models import Response, Upload
from opencoach.questionnaires.outcomes import Standing
from opencoach.questionnaires.queries.definitions import definition_of
from opencoach.questionnaires.rendering.sight import Filed, Sight
from opencoach.questionnaires.rendering.twin import lean
from opencoach.questionnaires.spoken import sayer


@dataclass(frozen=True, slots=True)
class Sheet:
    """`pages` are the visible ones with their numbers, from 1; `answers` None where nobody can read them any more."""

    response: Response
    definition: Definition
    answers: Mapping[str, Any]
    standing: Standing
    sight: Sight

    @property
    def pages(self) -> list[tuple[int, Page]]:
        return [
            (number, page)
            for number, page in enumerate(self.definition.pages, start=1)
            if self.standing.shows_page(page.id)
        ]

    def page(self, wanted: int) -> tuple[int, Page]:
        """The visible page with that number, else the nearest one before it, else the first."""
        visible = self.pages or [(1, self.definition.pages[0])]
        before = [one for one in visible if one[0] <= wanted]
        return before[-1] if before else visible[0]

    def sent(self, wanted: int) -> tuple[int, Page]:
        """The page that was sent from: with that number, even where it is hidden by now. What stands on one page must
        never be read as the answers of another, which would be gone."""
        if 1 <= wanted <= len(self.definition.pages):
            return wanted, self.definition.pages[wanted - 1]
        return self.page(wanted)

    def next_after(self, number: int) -> int | None:
        """The number of the next visible page, None after the last."""
        return next((one for one, _page in self.pages if one > number), None)

    def before(self, number: int) -> int | None:
        """The number of the visible page before, None for the first."""
        return next((one for one, _page in reversed(self.pages) if one < number), None)

    def asked(self, items: Sequence[Item]) -> list[str]:
        """The ids of the questions among these that are shown now."""
        return [item.id for item in items if not isinstance(item, Info | Total) and self.standing.shows(item.id)]

    def lean(self, page: Page) -> dict[str, Any] | None:
        """What a script needs to show, hide and add up on that page; None where nothing depends on an answer."""
        return lean(outcomes.program_of(self.definition), page, self.answers, self.sight.say)

    @property
    def progress(self) -> tuple[int, int]:
        """How many of the questions that are shown have an answer, and how many there are."""
        asked = self.asked(list(self.definition.items))
        return sum(1 for item in asked if self.answers.get(item) is not None), len(asked)


def sheet(response: Response, reader: Membership, *, linked: bool = True) -> Sheet:
    """Everything that a page of it needs, in one query for the files. `linked`: they can be opened from the page.
    Raises Invalid for what can't be read."""
    definition = definition_of(response.version)
    draft = Draft.of(private.unseal(response, "answers"))
    answers = dict(draft.values)
    if response.is_open and response.person_id == reader.person_id:
        answers |= outcomes.today_of(definition, reader, draft.at)
    has_files = any(item.kind in {"file", "audio", "video"} for item in definition.items)
    uploads = list(Upload.objects.filter(response=response)) if has_files else []
    known = {str(row.public_id): Known(row.size, row.media_type) for row in uploads}
    say = sayer(reader.language, definition.language)
    standing = outcomes.standing(definition, answers, known, say)
    sight = Sight(
        language=reader.language,
        fallback=definition.language,
        shows=standing.shows,
        computed=standing.computed,
        files=filed(response, reader, uploads, linked=linked),
        marks=any(getattr(item, "required", False) for item in definition.items),
    )
    return Sheet(response, definition, answers, standing, sight)


def filed(
    response: Response, reader: Membership, uploads: Sequence[Upload], *, linked: bool = True
) -> dict[str, Filed]:
    """The files of a response, by their ids; without addresses where they are not `linked`."""
    slug = reader.practice.slug
    return {
        str(row.public_id): Filed(
            key=str(row.public_id),
            name=row.name,
            size=filesizeformat(row.size),
            media_type=row.media_type,
            url=reverse("questionnaires:upload", args=[slug, response.public_id, row.public_id]) if linked else "",
        )
        for row in uploads
    }
