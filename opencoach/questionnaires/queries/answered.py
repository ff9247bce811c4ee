"""A submitted response as people read it: questions with answers in words, totals and scores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from opencoach.people.models import Engagement, Membership
from opencoach.questionnaires import access, numbers, private, spoken
from opencoach.questionnaires.definition import Info, Invalid, Page, Total
from opencoach.questionnaires.explain import explained
from opencoach.questionnaires.models import Questionnaire, Response
from opencoach.questionnaires.queries.sheets import Sheet, sheet
from opencoach.questionnaires.rendering.sight import Filed
from opencoach.questionnaires.scoring.steps import band_of
from opencoach.questionnaires.spoken import Line

FIRST = 6  # lines of an intake on the client's page


@dataclass(frozen=True, slots=True)
class Part:
    """A page of it."""

    title: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Result:
    """A score in words: what it is called, the number, its band, from how many answers it came, and how."""

    label: str
    value: str
    band: str
    words: str
    there: int
    wanted: int
    how: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """`readable` is False where the key of the answers has been destroyed."""

    title: str
    parts: Sequence[Part]
    files: dict[str, Filed]
    readable: bool = True
    results: Sequence[Result] = ()
    response: Response | None = None

    @property
    def first_lines(self) -> Sequence[Line]:
        """Enough to know whom one talks to."""
        return [line for part in self.parts for line in part.lines][:FIRST]

    @property
    def is_empty(self) -> bool:
        return not any(part.lines for part in self.parts)


def answered(response: Response, reader: Membership) -> Answered:
    """All that was answered, what was hidden left out, and what was not answered too."""
    try:
        shown = sheet(response, reader)
    except Invalid:
        return Answered(response.version.questionnaire.title, [], {}, readable=False)
    readable = private.unseal(response, "answers") is not None
    say = shown.sight.say
    parts = [Part(say(page.title), lines) for _number, page in shown.pages if (lines := _lines(shown, page))]
    return Answered(
        title=say(shown.definition.title),
        parts=parts,
        files=dict(shown.sight.files),
        readable=readable,
        results=_results(shown, private.unseal(response, "scores") or {}, own=response.person_id == reader.person_id),
        response=response,
    )


def _lines(shown: Sheet, page: Page) -> list[Line]:
    found = []
    say = shown.sight.say
    places = {item.id: number for number, item in enumerate(shown.definition.questions, start=1)}
    for item in page.items:
        if isinstance(item, Info) or not shown.standing.shows(item.id):
            continue
        if isinstance(item, Total):
            value = spoken.Spoken(text=shown.standing.computed.get(item.of, ""))
        else:
            value = spoken.answer(item, shown.answers.get(item.id), say)
        if not value.is_empty:
            found.append(Line(item.id, say(item.label) or item.id, value, places.get(item.id, 0)))
    return found


def name_of(response: Response) -> str:
    """What whoever answered is called in the practice; "" where nobody is known."""
    rows = Membership.objects.filter(practice=response.practice_id, person=response.person_id)
    return rows.values_list("display_name", flat=True).first() or ""


def intake_of(reader: Membership, engagement: Engagement) -> Answered | None:
    """The newest intake that was answered in an engagement with one client."""
    if engagement.group_id is not None:
        return None
    submitted = access.responses_for(reader).filter(engagement=engagement, state=Response.State.SUBMITTED)
    intakes = submitted.filter(version__questionnaire__purpose=Questionnaire.Purpose.INTAKE)
    found = intakes.select_related("version__questionnaire", "engagement", "person").order_by("-submitted_at").first()
    return answered(found, reader) if found is not None else None


def _results(shown: Sheet, kept: Mapping[str, Any], *, own: bool) -> list[Result]:
    """The scores as they were when it was sent, never worked out again; those that could not be told are left out."""
    say, found = shown.sight.say, []
    for score in shown.definition.scores:
        one = kept.get(score.id, {})
        if (value := one.get("value")) is None:
            continue
        band = band_of(value, score.bands)
        words = (say(band.label), say(band.words)) if band else ("", "")
        how = explained(score, shown.definition, shown.sight.language, own=own)
        shown_value = numbers.shown(value, score.decimals)
        found.append(Result(say(score.label), shown_value, *words, one["there"], one["wanted"], how))
    return found
