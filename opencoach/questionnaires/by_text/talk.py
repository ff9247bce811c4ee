"""Asking a questionnaire by text: begun with GO, then one question after the other (`dialogue`)."""

import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from opencoach.lib.segments import clipped, economical
from opencoach.outbox import ports, roads
from opencoach.outbox.actions.post import post
from opencoach.outbox.models import Ask, Delivery
from opencoach.outbox.ports import Answering, Fit, Kind
from opencoach.outbox.shortening import shortened
from opencoach.outbox.text_in import asks
from opencoach.outbox.text_in.asks import Asking, ask_now
from opencoach.outbox.text_in.words import plain
from opencoach.people.models import Membership
from opencoach.people.refusal import Refused
from opencoach.questionnaires import dialogue
from opencoach.questionnaires.by_mail import letters
from opencoach.questionnaires.by_mail.letters import ASKED, HOLDS
from opencoach.questionnaires.dialogue import GOES, Talk, Turn, talk_of
from opencoach.questionnaires.models import Response

GO, QUESTION = "questionnaires.go", "questionnaires.question"
PAGE = "questionnaires.response"
GROUP = "reminders"


def register() -> None:
    """Called once, when the app is ready."""
    ports.register_kind(
        Kind(
            ASKED, gettext_lazy("Questions to answer"), letters.asked, still_due,
            lambda person, delivery: delivery.person_id == person.pk, group=GROUP, text=invitation, asks=invites,
            answers=letters.answers,
        )
    )  # fmt: skip
    ports.register_answering(Answering(GO, _label, _goes, _go))
    ports.register_answering(Answering(QUESTION, _label, _answers, _answer, leads=True, stays=True))
    ports.register_link(PAGE, _page)


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
    turn = dialogue.begin(found)
    hint = _("BACK, SKIP and PAUSE are understood.")
    return f"{_said(ask, found, turn)}\n{hint}" if turn.step is not None else _said(ask, found, turn)


def _answers(ask: Ask, text: str) -> Fit:
    found = talk_of(ask.payload, ask.person)
    return Fit.YES if found is not None and found.step(str(ask.payload["at"])) is not None else Fit.NO


@transaction.atomic
def _answer(ask: Ask, text: str) -> str:
    found = _open(ask)
    return _said(ask, found, dialogue.answer(found, str(ask.payload["at"]), text))


def _said(ask: Ask, found: Talk, turn: Turn) -> str:
    """In a text; what is open is that question now, or GO, which takes it up again, or nothing any more."""
    payload: dict[str, object] = {"response": str(found.response.public_id)}
    until = timezone.now() + HOLDS
    if turn.step is not None:
        key = f"{QUESTION}:{found.response.public_id}"
        ask_now(found.member, ask.number, Asking(QUESTION, key, until, payload | {"at": turn.step.path}))
        question = clipped(economical(found.asked(turn.step)), 4)
        return f"{turn.words}\n{question}" if turn.words else question
    if ask.handler == QUESTION:
        asks.answered(ask)
    if turn.left:
        ask_now(found.member, ask.number, Asking(GO, f"{GO}:{found.response.public_id}", until, payload))
        return turn.words
    return clipped(turn.words, 2)


def _open(ask: Ask) -> Talk:
    """Raises Refused once it is not open."""
    found = talk_of(ask.payload, ask.person)
    if found is None:
        raise Refused(_("That is not asked any more."))
    return found


def _page(payload: Mapping[str, object]) -> str:
    response = Response.objects.select_related("practice").filter(public_id=uuid.UUID(str(payload["response"]))).first()
    if response is None:
        raise LookupError("gone")
    return reverse("questionnaires:response", args=[response.practice.slug, response.public_id])
