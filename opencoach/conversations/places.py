"""Where the conversations stand in the shell, and what they hear from people."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from opencoach.conversations.actions.saying import note_system
from opencoach.conversations.models import Conversation, Message
from opencoach.conversations.ports import on_keeping_answers
from opencoach.conversations.queries.standing import unread_count
from opencoach.people import navigation, ports
from opencoach.people.models import Engagement, Membership

Role = Membership.Role
TALKING = frozenset({Role.OWNER, Role.COACH, Role.CLIENT})
LINES = {
    Engagement.Status.PAUSED: "paused",
    Engagement.Status.ENDED: "ended",
}


def fill(label: str | Promise) -> None:
    """Called once, when the app is ready."""
    navigation.add_main(
        navigation.Entry(
            "messages",
            label,
            "message-square",
            "conversations:messages",
            40,
            TALKING,
            under=tuple(f"conversations:{name}" for name in ("conversation", "held", "find", "said")),
            count=unread_count,
            words="chat conversation",
        )
    )
    navigation.add_settings(
        navigation.Entry(
            "questions", _("Questions"), "circle-help", "conversations:away", 47, navigation.COACHES,
            words="holiday away vacation answer receipt promise",
        )
    )  # fmt: skip
    navigation.add_tab(navigation.Tab("conversation", _("Conversation"), 30, _tab))
    ports.on_status_changed(tell_status)
    on_keeping_answers(_kept_at)


def _kept_at(reader: Membership, conversation: Conversation, message: Message) -> str:
    """Where an answer becomes a material of the library."""
    return reverse("conversations:keep", args=[reader.practice.slug, conversation.public_id, message.seq])


def _tab(member: Membership, engagement: Engagement) -> str | None:
    conversation: Conversation | None = getattr(engagement, "conversation", None)  # no query where it was selected
    if conversation is None:
        return None
    return reverse("conversations:conversation", args=[member.practice.slug, conversation.public_id])


def tell_status(engagement: Engagement) -> None:
    """Say in the conversation that the work pauses, goes on or has ended: one line for each change."""
    what = LINES.get(Engagement.Status(engagement.status))
    if what is None and engagement.status == Engagement.Status.ACTIVE:
        what = "resumed" if _was_still(engagement) else None
    if what is not None:
        note_system(engagement, what, {"once": f"{what}-{int(engagement.status_at.timestamp())}"})


def _was_still(engagement: Engagement) -> bool:
    """Whether the last line of that kind said that the work stood still."""
    last = (
        Message.objects.filter(
            conversation__engagement=engagement, kind=Message.Kind.SYSTEM, data__what__in=["paused", "ended", "resumed"]
        )
        .order_by("-seq")
        .first()
    )
    return last is not None and last.data.get("what") in {"paused", "ended"}
