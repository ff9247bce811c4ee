"""An e-mail becomes a message: what somebody answers from their mailbox, or writes to their conversation's address.

The address says which conversation and whose it is (`address_for`); that the mail is theirs must be proven. What is not
proven, or cannot be said as it is, waits for the coach (`held`).
"""

from dataclasses import dataclass, replace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import override

from opencoach.conversations import access, bodies
from opencoach.conversations.actions.files import LARGEST, take_in
from opencoach.conversations.actions.saying import LONGEST, MOST_FILES, say
from opencoach.conversations.models import Conversation, Message
from opencoach.lib import limits
from opencoach.outbox import ports
from opencoach.outbox.mail_in import addresses
from opencoach.outbox.mail_in.parsed import File, Parsed
from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Arrived, Held, Ignored, Outcome, Taken
from opencoach.outbox.trimming import trim
from opencoach.people.models import Engagement, Membership, Person
from opencoach.people.refusal import Refused

KIND = "conversation"
HALF = 6  # bytes of each of the two ids in an address
AN_HOUR = 30  # mails from one person into one conversation
PARENT = 60  # messages whose words an answer may quote
ANSWERS = ("re:", "aw:", "sv:", "antw:", "odp:", "ref:", "rép:")


@dataclass(frozen=True, slots=True)
class Place:
    """Whose address it was, in which conversation."""

    conversation: Conversation
    member: Membership


def register() -> None:
    """Called once, when the app is ready."""
    ports.register_inbound(KIND, arrive)
    ports.register_words(ports.Words(say_for, address_in, KIND))


def say_for(engagement: Engagement, person: Person, arrived: Arrived) -> Outcome:
    """Another app's mail was answered with words: they are said in the engagement's conversation."""
    conversation = Conversation.objects.filter(engagement=engagement).first()
    if conversation is None:
        return Held(engagement, _("There is no conversation yet."), person)
    return arrive(replace(arrived, place=_subject(conversation.pk, person.pk)))


def address_in(engagement: Engagement, person: Person) -> str:
    """Where that person's answers to any mail about this work come in; "" where no mail does, or nobody talks yet."""
    conversation = Conversation.objects.filter(engagement=engagement).first() if addresses.are_on() else None
    return address_for(conversation, person) if conversation is not None else ""


def address_for(conversation: Conversation, person: Person) -> str:
    """Where that person's answers come in; "" where no mail does."""
    return addresses.address(KIND, _subject(conversation.pk, person.pk))


def answers(delivery: Delivery) -> tuple[str, bytes] | None:
    """Where an answer to a mail about a conversation belongs."""
    found = Conversation.objects.filter(public_id=str(delivery.payload.get("conversation", ""))).first()
    return (KIND, _subject(found.pk, delivery.person_id)) if found and delivery.person_id else None


def arrive(arrived: Arrived) -> Outcome:
    """The handler of `outbox.ports.inbound`."""
    place = _place(arrived.place)
    if place is None:
        return Ignored("takes no part")
    engagement = place.conversation.engagement
    with override(engagement.practice.language):
        why = _why_held(place, arrived)
        if why:
            return Held(engagement, why, place.member.person)
        writer = _writer(place, arrived.mail)
        if writer is None:
            return Held(engagement, _("It comes from %s.") % arrived.mail.sender, place.member.person)
        try:
            put(place.conversation, writer.person, arrived.mail, client_id=str(arrived.inbound))
        except Refused as error:
            return Held(engagement, str(error), writer.person)
    return Taken()


def put(conversation: Conversation, person: Person, mail: Parsed, *, client_id: str) -> None:
    """Say in the conversation what a mail says, with its files; the whole mail is one of them where something was cut.

    Putting the same `client_id` twice is putting it once. Raises Refused.
    """
    if Message.objects.filter(conversation=conversation, sender=person, client_id=client_id).exists():
        return
    text = trim(mail.text, _parent(conversation), subject=mail.subject)
    whole = mail.text.strip() if text != mail.text.strip() else ""
    if mail.subject and not mail.answers and not mail.subject.casefold().startswith(ANSWERS):
        text = f"**{mail.subject.replace('*', '')}**\n\n{text}"
    if len(text) > LONGEST:
        text, whole = text[: LONGEST - 1] + "…", mail.text
    files = list(mail.files)
    if whole:
        files = [*files[: MOST_FILES - 1], File(_("Whole e-mail.txt"), "text/plain", whole.encode("utf-8", "replace"))]
    kept = [one for one in files[:MOST_FILES] if 0 < len(one.content) <= LARGEST]
    rows = [take_in(conversation, person, SimpleUploadedFile(one.name, one.content)) for one in kept]
    attachments = [str(row.public_id) for row in rows]
    say(conversation, person, text, client_id=client_id, channel=Message.Channel.EMAIL, attachments=attachments)


def _subject(conversation: int, person: int) -> bytes:
    return conversation.to_bytes(HALF, "big") + person.to_bytes(HALF, "big")


def _place(subject: bytes) -> Place | None:
    """None for who takes no part any more."""
    pk, person = int.from_bytes(subject[:HALF], "big"), int.from_bytes(subject[HALF:], "big")
    related = ("engagement__practice", "engagement__group", "practice")
    conversation = Conversation.objects.select_related(*related).filter(pk=pk).first()
    if conversation is None:
        return None
    member = access.participants(conversation).filter(person=person).first()
    return Place(conversation, member) if member else None


def _why_held(place: Place, arrived: Arrived) -> str:
    if place.conversation.engagement.status == Engagement.Status.ENDED:
        return _("The work together has ended.")
    if not arrived.proven:
        return _("Nothing proves that it comes from %s.") % (arrived.mail.sender or _("anybody"))
    if not limits.allowed("mail-in", f"{place.conversation.pk}:{place.member.person_id}", AN_HOUR, 3600):
        return _("More than %d e-mails came within an hour.") % AN_HOUR
    return ""


def _writer(place: Place, mail: Parsed) -> Membership | None:
    """Whoever of the conversation's people has the address that the mail comes from."""
    if place.member.person.email == mail.sender:
        return place.member
    return access.participants(place.conversation).filter(person__email=mail.sender).first()


def _parent(conversation: Conversation) -> str:
    """The words that an answer may quote: the latest of the conversation, as our mails have told them."""
    said = Message.objects.filter(conversation=conversation, kind=Message.Kind.TEXT).select_related("sender")
    texts = [
        bodies.unseal(
            conversation.engagement,
            conversation.public_id,
            row.sender.public_id if row.sender else None,
            row.client_id,
            bytes(row.body),
        )
        for row in said.order_by("-seq")[:PARENT]
    ]
    names = [member.display_name for member in access.participants(conversation)]
    return "\n".join([*filter(None, texts), *names, conversation.practice.name, *FRAME])


# what stands around the words in our mails, in the languages that they are written in
FRAME = (
    "Answer above this line", "Open the conversation", "Open the conversation:", "Unsubscribe",
    "wrote to you", "Sent for", "with OpenCoach.",
    "You get this because you take part in a conversation at and had not seen it for five minutes.",
)  # fmt: skip
