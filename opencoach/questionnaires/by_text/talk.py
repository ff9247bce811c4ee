"""Asking a questionnaire by text: begun with GO, one question after the other, back, skipped, left and taken up again.

Every answer is checked and kept as on the page (`responding.save`), so the page and the phone go on from each other.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from opencoach.lib.segments import clipped, economical
from opencoach.outbox import ports, roads
from opencoach.outbox.actions.post import post
from opencoach.outbox.models import Ask, Delivery
from opencoach.outbox.ports import Answering, Fit, Kind, Rendered
from opencoach.outbox.shortening import shortened
from opencoach.outbox.text_in import asks
from opencoach.outbox.text_in.asks import Asking, ask_now
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

ASKED = "questionnaire_asked"  # the kind of delivery
GO, QUESTION = "questionnaires.go", "questionnaires.question"
PAGE = "questionnaires.response"
GROUP = "reminders"
HOLDS = dt.timedelta(days=14)
LEAVES = frozenset({"pause", "later", "not now", "spater", "pausa", "plus tard"})
GOES = frozenset({"go", "ok go", "los", "weiter", "continue", "vamos", "allons-y"})
BACK, SKIP = frozenset({"back", "zuruck", "retour", "atras", "indietro", "terug"}), frozenset({"skip", "next", "-"})


def register() -> None:
    """Called once, when the app is ready."""
    ports.register_kind(
        Kind(
            ASKED, gettext_lazy("Questions to answer"), lambda delivery: Rendered("", invitation(delivery)), still_due,
            lambda person, delivery: delivery.person_id == person.pk, group=GROUP, text=invitation, asks=invites,
        )
    )  # fmt: skip
    ports.register_answering(Answering(GO, _label, _goes, _go))
    ports.register_answering(Answering(QUESTION, _label, _answers, _answer, leads=True, stays=True))
    ports.register_link(PAGE, _page)


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

    def asked(self, step: Step) -> str:
        place = f"{list(self.steps).index(step) + 1}/{len(self.steps)}"
        return reading.asked(step, self.standing, self.say, place=place)

    def keep(self, step: Step, value: object) -> None:
        """Raises `reading.Wrong` for what the question does not take, and keeps nothing."""
        key = step.item.id
        whole = step.with_answer(self.answers, value)
        would = standing(self.definition, {**self.answers, key: whole}, known(self.response), self.say)
        if step.row is None and value is not None and key in would.problems:
            raise reading.Wrong(would.problems[key][0])
        responding.save(self.response, {key: whole}, [key], base=self.response.revision)
        self.reload()


def invite(response: Response) -> None:
    """Tell whoever is asked that there is something to answer, where they get reminders by text."""
    if response.engagement is None or response.person is None:
        return
    member = Membership.objects.filter(practice=response.practice, person=response.person, ended_at=None).first()
    if member is None or GROUP not in roads.TEXTS.chosen_by(member) or not (number := roads.number_of(member)):
        return
    post(
        ASKED, channel="sms", address=number, dedupe_key=f"asked:{response.public_id}:sms", person=response.person,
        practice=response.practice, engagement=response.engagement, payload={"response": str(response.public_id)},
        expires_at=timezone.now() + HOLDS,
    )  # fmt: skip


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


def still_due(delivery: Delivery) -> str:
    """Only while it is asked and nothing was sent."""
    return "" if talk_of(delivery.payload, delivery.person) else _("It is answered already, or not asked any more.")


def invitation(delivery: Delivery) -> str:
    """How many questions there are, GO to answer them here, and the page. Raises LookupError once it is not asked."""
    found = talk_of(delivery.payload, delivery.person)
    if found is None:
        raise LookupError("not asked any more")
    count = len(found.steps)
    link = shortened(delivery, PAGE, {"response": str(found.response.public_id)}, timezone.now() + HOLDS)
    words = ngettext("%(count)d question for you: %(title)s.", "%(count)d questions for you: %(title)s.", count)
    said = words % {"count": count, "title": found.say(found.definition.title)[:60]}
    more = _("Answer GO to take them here, one at a time, or open %(link)s") % {"link": link}
    return economical(f"{found.member.practice.name[:40]}: {said} {more}")


def invites(delivery: Delivery) -> Sequence[Asking]:
    return [Asking(GO, "go", timezone.now() + HOLDS, {"response": delivery.payload["response"]})]


def _label(ask: Ask) -> str:
    found = talk_of(ask.payload, ask.person)
    return found.say(found.definition.title)[:60] if found else ""


def _goes(ask: Ask, text: str) -> Fit:
    return Fit.YES if plain(text) in GOES and talk_of(ask.payload, ask.person) is not None else Fit.NO


def _go(ask: Ask, text: str) -> str:
    found = _open(ask)
    step = steps.first_open(found.steps, found.answers) or next(iter(found.steps), None)
    if step is None:
        return _finish(ask, found)
    hint = _("BACK, SKIP and PAUSE are understood.")
    return f"{_ask(ask, found, step)}\n{hint}"


def _answers(ask: Ask, text: str) -> Fit:
    found = talk_of(ask.payload, ask.person)
    return Fit.YES if found is not None and found.step(str(ask.payload["at"])) is not None else Fit.NO


@transaction.atomic
def _answer(ask: Ask, text: str) -> str:
    found, word = _open(ask), plain(text)
    at = str(ask.payload["at"])
    step = found.step(at)
    if word in LEAVES:
        return _leave(ask, found)
    if step is None:
        return _next(ask, found, at)
    if word in BACK:
        return _ask(ask, found, steps.before(found.steps, at, found.order) or step)
    if word in SKIP:
        if step.required:
            raise Refused(_("This one is needed. PAUSE leaves the rest for later."))
        return _next(ask, found, at)
    try:
        found.keep(step, reading.read(step, text, found.standing, found.say))
    except reading.Wrong as error:
        raise Refused(str(error)) from error
    return _next(ask, found, at)


def _next(ask: Ask, found: Talk, at: str) -> str:
    step = steps.after(found.steps, at, found.order)
    return _ask(ask, found, step) if step is not None else _finish(ask, found)


def _ask(ask: Ask, found: Talk, step: Step) -> str:
    """That question is open now."""
    payload = {"response": str(found.response.public_id), "at": step.path}
    key = f"{QUESTION}:{found.response.public_id}"
    ask_now(found.member, ask.number, Asking(QUESTION, key, timezone.now() + HOLDS, payload))
    return clipped(economical(found.asked(step)), 4)


def _leave(ask: Ask, found: Talk) -> str:
    """Everything is kept; GO takes it up again."""
    asks.answered(ask)
    payload = {"response": str(found.response.public_id)}
    key = f"{GO}:{found.response.public_id}"
    ask_now(found.member, ask.number, Asking(GO, key, timezone.now() + HOLDS, payload))
    return _("Kept. GO takes it up again where you are.")


def _finish(ask: Ask, found: Talk) -> str:
    """Send it off, or say what still needs a look."""
    if ask.handler == QUESTION:
        asks.answered(ask)
    try:
        responding.submit(found.response)
    except Incomplete as error:
        step = next((one for one in found.steps if one.item.id in error.problems), None)
        if step is None:
            return _("The rest needs the page: %(url)s") % {"url": _url(found.response)}
        why = next(iter(error.problems[step.item.id]))
        return f"{why}\n{_ask(ask, found, step)}"
    thanks = found.say(found.definition.thanks) if found.definition.thanks else ""
    return clipped(thanks, 2) or _("That was all. Thank you: your coach can read it.")


def _open(ask: Ask) -> Talk:
    """Raises Refused once it is not open."""
    found = talk_of(ask.payload, ask.person)
    if found is None:
        raise Refused(_("That is not asked any more."))
    return found


def _url(response: Response) -> str:
    return str(settings.PUBLIC_URL) + _page({"response": str(response.public_id)})


def _page(payload: Mapping[str, object]) -> str:
    response = Response.objects.select_related("practice").filter(public_id=uuid.UUID(str(payload["response"]))).first()
    if response is None:
        raise LookupError("gone")
    return reverse("questionnaires:response", args=[response.practice.slug, response.public_id])
