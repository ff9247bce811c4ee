"""Asking a questionnaire one question after the other, whatever carries the words: answered, skipped, gone back, left,
taken up again, sent off.

Every answer is checked and kept as on the page (`responding.save`), so the page, the phone and the mailbox go on from
each other.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from opencoach.outbox.text_in.words import plain
from opencoach.people.models import Membership, Person
from opencoach.people.refusal import Refused
from opencoach.questionnaires import private
from opencoach.questionnaires.actions import responding
from opencoach.questionnaires.actions.responding import Incomplete
from opencoach.questionnaires.actions.uploads import known
from opencoach.questionnaires.by_text import reading, steps
from opencoach.questionnaires.by_text.steps import Step
from opencoach.questionnaires.definition import Definition
from opencoach.questionnaires.drafting import Draft
from opencoach.questionnaires.models import Response
from opencoach.questionnaires.outcomes import Standing, standing
from opencoach.questionnaires.queries.definitions import definition_of
from opencoach.questionnaires.spoken import Say, sayer

LEAVES = frozenset({"pause", "stop", "later", "not now", "spater", "pausa", "plus tard"})
GOES = frozenset({"go", "ok go", "los", "weiter", "continue", "vamos", "allons-y"})
BACK, SKIP = frozenset({"back", "zuruck", "retour", "atras", "indietro", "terug"}), frozenset({"skip", "next", "-"})


@dataclass(frozen=True, slots=True)
class Turn:
    """What comes next: a question (`step`), with words before it or not; or, without one, words alone. `left`: it rests
    and can be taken up again; else, without a question, it is over."""

    step: Step | None = None
    words: str = ""
    left: bool = False


class Talk:
    """A response as it stands, for its texts."""

    def __init__(self, response: Response, member: Membership) -> None:
        self.response, self.member = response, member
        self.definition: Definition = definition_of(response.version)
        self.say: Say = sayer(member.language, self.definition.language)
        self.order = steps.order_of(self.definition)
        self.reload()

    def reload(self) -> None:
        self.response.refresh_from_db()
        self.answers = dict(Draft.of(private.unseal(self.response, "answers")).values)
        self.standing: Standing = standing(self.definition, self.answers, known(self.response), self.say)
        self.steps: Sequence[Step] = steps.steps(self.definition, self.standing)

    def step(self, path: str) -> Step | None:
        return next((step for step in self.steps if step.path == path), None)

    def place_of(self, step: Step) -> str:
        """ "3/8" """
        return f"{list(self.steps).index(step) + 1}/{len(self.steps)}"

    def asked(self, step: Step, *, placed: bool = True) -> str:
        """The question with what one can answer; `placed`: with its place before it."""
        return reading.asked(step, self.standing, self.say, place=self.place_of(step) if placed else "")

    def keep(self, step: Step, value: object) -> None:
        """Raises `reading.Wrong` for what the question does not take, and keeps nothing."""
        key = step.item.id
        whole = step.with_answer(self.answers, value)
        would = standing(self.definition, {**self.answers, key: whole}, known(self.response), self.say)
        if step.row is None and value is not None and key in would.problems:
            raise reading.Wrong(would.problems[key][0])
        responding.save(self.response, {key: whole}, [key], base=self.response.revision)
        self.reload()


def talk_of(payload: Mapping[str, object], person: Person | None) -> Talk | None:
    """The response that is asked of this person; None once it is not open any more."""
    key = uuid.UUID(str(payload["response"]))
    rows = Response.objects.select_related("version__questionnaire", "engagement__practice", "practice", "person")
    found = rows.filter(public_id=key, person=person).first()
    if found is None or not found.is_open or (found.engagement is not None and found.engagement.is_over):
        return None
    member = Membership.objects.select_related("person", "practice").filter(
        practice=found.practice, person=person, ended_at=None
    ).first()  # fmt: skip
    return Talk(found, member) if member is not None else None


def page_of(found: Talk) -> str:
    """The address of the page that takes the same answers."""
    slug = found.member.practice.slug
    return str(settings.PUBLIC_URL) + reverse("questionnaires:response", args=[slug, found.response.public_id])


def begin(found: Talk) -> Turn:
    """The first question that nobody has answered."""
    step = steps.first_open(found.steps, found.answers) or next(iter(found.steps), None)
    return Turn(step) if step is not None else finish(found)


def answer(found: Talk, at: str, text: str) -> Turn:
    """`text` said to the question `at` (a step's path). Raises Refused for what is no answer to it, and keeps nothing
    then."""
    word, step = plain(text), found.step(at)
    if word in LEAVES:
        return Turn(left=True, words=_("Kept. GO takes it up again where you are."))
    if step is None:
        return _after(found, at)
    if word in BACK:
        return Turn(steps.before(found.steps, at, found.order) or step)
    if word in SKIP:
        if step.required:
            raise Refused(_("This one is needed. PAUSE leaves the rest for later."))
        return _after(found, at)
    try:
        found.keep(step, reading.read(step, text, found.standing, found.say))
    except reading.Wrong as error:
        raise Refused(str(error)) from error
    return _after(found, at)


def _after(found: Talk, at: str) -> Turn:
    step = steps.after(found.steps, at, found.order)
    return Turn(step) if step is not None else finish(found)


def finish(found: Talk) -> Turn:
    """Send it off, or say what still needs a look."""
    try:
        responding.submit(found.response)
    except Incomplete as error:
        step = next((one for one in found.steps if one.item.id in error.problems), None)
        if step is None:
            return Turn(words=_("The rest needs the page: %(url)s") % {"url": page_of(found)})
        return Turn(step, str(next(iter(error.problems[step.item.id]))))
    thanks = found.say(found.definition.thanks) if found.definition.thanks else ""
    return Turn(words=thanks or _("That was all. Thank you: your coach can read it."))
