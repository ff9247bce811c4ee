"""The mails: that something is asked, and each question of who takes them one at a time."""

import datetime as dt
import uuid

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from opencoach.outbox import ports
from opencoach.outbox.actions.post import post
from opencoach.outbox.mail_in import addresses
from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Kind, Rendered
from opencoach.outbox.words import compose
from opencoach.people.models import Membership
from opencoach.questionnaires import linked
from opencoach.questionnaires.dialogue import Talk, Turn, page_of, talk_of
from opencoach.questionnaires.models import Response

ASKED, STEP = "questionnaire_asked", "questionnaire_step"  # kinds of delivery
PLACE = "worksheet"  # of address: which response, and which of its steps
PK, AT = 6, 2  # bytes
BEGIN = (1 << 8 * AT) - 1  # in place of a step: GO
WAITS = dt.timedelta(minutes=10)  # whoever answers at once gets no mail about it
HOLDS = dt.timedelta(days=14)


def register() -> None:
    """Called once, when the app is ready."""
    ports.register_kind(
        Kind(
            STEP, gettext_lazy("The next question"), step, step_due,
            lambda person, delivery: delivery.person_id == person.pk, urgent=True, answers=answers,
        )
    )  # fmt: skip


def subject(response: Response, at: int = BEGIN) -> bytes:
    return response.pk.to_bytes(PK, "big") + at.to_bytes(AT, "big")


def invite(response: Response) -> None:
    """Tell whoever is asked, unless the mail of a session does, or they answer at once."""
    if response.about_kind or response.engagement is None or response.person is None:
        return
    post(
        ASKED, address=response.person.email, dedupe_key=f"asked:{response.public_id}", person=response.person,
        practice=response.practice, engagement=response.engagement, payload={"response": str(response.public_id)},
        due_at=timezone.now() + WAITS, expires_at=timezone.now() + HOLDS,
    )  # fmt: skip


def asked(delivery: Delivery) -> Rendered:
    """How many questions there are, where they are answered, and that they can be taken by mail. Raises LookupError
    once it is not asked any more."""
    found = _talk(delivery)
    token = delivery.hidden(lambda: linked.token_of(found.response, found.member, sent=timezone.now()), linked.HIDDEN)
    reply_to = addresses.address(PLACE, subject(found.response))
    with override(found.member.language):
        context = {
            "title": found.say(found.definition.title), "link": linked.url(token), "coach": found.response.asked_by,
            "by_mail": bool(reply_to and found.steps), "summary": _summary(found), "takes": _takes(found),
        }  # fmt: skip
        return compose("questionnaires/mail/asked.html", context, delivery.practice, reply_to=reply_to)


def ask(found: Talk, turn: Turn, *, key: str) -> None:
    """Answer somebody's mail: with the next question, or with words alone. `key`: the same answer goes once."""
    at = list(found.order).index(turn.step.path) if turn.step is not None else BEGIN
    response = found.response
    post(
        STEP, address=found.member.person.email, dedupe_key=f"{STEP}:{key}", person=found.member.person,
        practice=response.practice, engagement=response.engagement, secret={"words": turn.words},
        payload={"response": str(response.public_id), "at": at, "left": turn.left},
    )  # fmt: skip


def step(delivery: Delivery) -> Rendered:
    """A question as a mail, under what was said to the answer before."""
    rows = Response.objects.select_related("version__questionnaire", "engagement__practice", "practice", "person")
    response = rows.get(public_id=uuid.UUID(str(delivery.payload["response"])))
    members = Membership.objects.select_related("person", "practice")
    member = members.get(practice=response.practice, person=delivery.person, ended_at=None)
    found = Talk(response, member)
    at = int(delivery.payload["at"])
    path = found.order[at] if at < len(found.order) else ""
    there = found.step(path)
    with override(member.language):
        context = {
            "title": found.say(found.definition.title), "words": delivery.secrets.get("words", "").splitlines(),
            "lines": found.asked(there, placed=False).splitlines() if there else [],
            "place": found.place_of(there) if there else "",
            "page": page_of(found),
        }  # fmt: skip
        goes_on = there is not None or delivery.payload.get("left")
        reply_to = addresses.address(PLACE, subject(response, at)) if goes_on else ""
        return compose("questionnaires/mail/step.html", context, delivery.practice, reply_to=reply_to)


def step_due(delivery: Delivery) -> str:
    """Only to who takes part still."""
    here = Membership.objects.filter(practice=delivery.practice_id, person=delivery.person_id, ended_at=None)
    over = delivery.engagement is None or delivery.engagement.is_over
    return _("They take no part in this work any more.") if over or not here.exists() else ""


def answers(delivery: Delivery) -> tuple[str, bytes] | None:
    """Where an answer to such a mail belongs that lost its address."""
    response = Response.objects.filter(public_id=uuid.UUID(str(delivery.payload["response"]))).first()
    return (PLACE, subject(response, int(delivery.payload.get("at", BEGIN)))) if response else None


def _talk(delivery: Delivery) -> Talk:
    found = talk_of(delivery.payload, delivery.person)
    if found is None:
        raise LookupError("not asked any more")
    return found


def _summary(found: Talk) -> str:
    count = len(found.steps)
    return ngettext("A question for you", "%(count)d questions for you", count) % {"count": count}


def _takes(found: Talk) -> str:
    minutes = max(1, round(len(found.steps) / 4))
    return ngettext("It takes about a minute.", "It takes about %(count)d minutes.", minutes) % {"count": minutes}
