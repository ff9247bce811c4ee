"""The automatic receipt: a question has come in, by when it is answered, who is away, and whom to call.

It goes a few minutes after, unless it was answered; at most one a day goes for each conversation. What a machine sent
never becomes a message, so it never gets one.
"""

import datetime as dt
import zoneinfo

from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencoach.conversations import access, mail_in
from opencoach.conversations.models import Question
from opencoach.conversations.queries.questions import is_open
from opencoach.lib import moments
from opencoach.outbox import ports
from opencoach.outbox.actions.post import post
from opencoach.outbox.calm.budget import Hold
from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Kind, Rendered
from opencoach.outbox.words import compose
from opencoach.people.models import Engagement, Membership, Person
from opencoach.people.promise import Away, read_away

RECEIPT = "question_receipt"
GROUP = "receipts"
AFTER = dt.timedelta(minutes=5)
WORTH = dt.timedelta(hours=12)
DAY = dt.timedelta(days=1)


def register() -> None:
    """Called once, when the app is ready."""
    ports.register_group(GROUP, str(gettext_lazy("Receipts for your questions")))
    ports.register_kind(
        Kind(
            RECEIPT,
            gettext_lazy("Receipt for a question"),
            render,
            still_due,
            may_preview,
            group=GROUP,
            answers=mail_in.answers,
            hold=Hold.FREE,
        )
    )


def coach_of(engagement: Engagement) -> Membership | None:
    """Who answers: the first of the present coaches."""
    parts = engagement.coach_parts.filter(until=None, membership__ended_at=None).select_related("membership__person")
    part = parts.order_by("since", "pk").first()
    return part.membership if part else None


def away_now(coach: Membership | None, now: dt.datetime | None = None) -> Away | None:
    """Whether that coach is away today, on their own calendar."""
    away = read_away(coach.preferences) if coach else None
    if coach is None or away is None:
        return None
    today = (now or timezone.now()).astimezone(zoneinfo.ZoneInfo(coach.zone)).date()
    return away if away.covers(today) else None


def post_receipt(question: Question) -> None:
    """In the transaction of its question; nothing where one went, or is to go, within the last day."""
    conversation = question.conversation
    lately = Delivery.objects.filter(
        engagement=conversation.engagement_id, kind=RECEIPT, created_at__gt=timezone.now() - DAY,
        state__in=(*Delivery.UNFINISHED, Delivery.State.SENT),
    )  # fmt: skip
    if lately.exists():
        return
    due = timezone.now() + AFTER
    post(
        RECEIPT, address=question.asked_by.email, dedupe_key=f"receipt:{question.public_id}",
        practice=conversation.practice, engagement=conversation.engagement, person=question.asked_by,
        payload={"question": str(question.public_id), "conversation": str(conversation.public_id)},
        due_at=due, expires_at=due + WORTH,
    )  # fmt: skip


def _question(delivery: Delivery) -> Question | None:
    rows = Question.objects.select_related("conversation__practice", "conversation__engagement__practice")
    return rows.filter(public_id=str(delivery.payload.get("question", ""))).first()


def _reader(question: Question) -> Membership | None:
    return access.participants(question.conversation).filter(person=question.asked_by_id).first()


def still_due(delivery: Delivery) -> str:
    """Only while it waits for an answer, and its client takes part."""
    question = _question(delivery)
    if question is None or _reader(question) is None:
        return _("They take no part in this conversation any more.")
    return "" if is_open(question) else _("It was answered meanwhile.")


def may_preview(person: Person, delivery: Delivery) -> bool:
    """Whoever takes part in the conversation."""
    question = _question(delivery)
    return question is not None and access.participants(question.conversation).filter(person=person).exists()


def render(delivery: Delivery) -> Rendered:
    """The receipt in the reader's language and zone. Raises LookupError where the question is gone."""
    question = _question(delivery)
    reader = _reader(question) if question else None
    if question is None or reader is None:
        raise LookupError("the question is gone")
    conversation = question.conversation
    practice, coach = conversation.practice, coach_of(conversation.engagement)
    away = away_now(coach)
    language = reader.language if translation.check_for_language(reader.language) else practice.language
    with translation.override(language), timezone.override(zoneinfo.ZoneInfo(reader.zone)):
        path = reverse("conversations:conversation", args=[practice.slug, conversation.public_id])
        name = coach.display_name if coach else practice.name
        context = {
            "name": name,
            "promise": practice.promise.words,
            "until": _moment(question.due_at) if question.due_at else "",
            "away": away,
            "back": formats.date_format(away.last + DAY, "l j F") if away else "",
            "contacts": [_contact(one) for one in practice.crisis_contacts],
            "url": settings.PUBLIC_URL + path,
        }
        return compose(
            "conversations/mail/receipt.html", context, practice, from_name=name, language=language,
            reply_to=mail_in.address_for(conversation, reader.person) or (coach.person.email if coach else ""),
        )  # fmt: skip


def _moment(at: dt.datetime) -> str:
    local = timezone.localtime(at)
    return f"{formats.date_format(local, 'l j F')}, {moments.clock(local)}"


def _contact(contact: dict[str, str]) -> tuple[str, str]:
    facts = [str(contact.get(key, "")) for key in ("details", "phone", "url")]
    return str(contact.get("name", "")), ", ".join(fact for fact in facts if fact)
