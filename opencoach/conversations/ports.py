"""What the apps above hand down to the conversations; filled in their `AppConfig.ready()`."""

from collections.abc import Callable

from opencoach.conversations.models import Conversation, Message
from opencoach.people.models import Membership

# Where a coach makes a material of an answer of theirs (its message); "" where they can't.
Keeping = Callable[[Membership, Conversation, Message], str]
_keeping: list[Keeping] = []


def on_keeping_answers(url: Keeping) -> None:
    """An answer becomes a material at that URL. Raises ValueError when two apps claim it."""
    if _keeping:
        raise ValueError("two apps keep answers")
    _keeping.append(url)


def keeping_url(reader: Membership, conversation: Conversation, message: Message) -> str:
    """Where the coach who wrote this message makes a material of it; "" for anybody else, or where nobody keeps any."""
    if not _keeping or not reader.is_coach or message.sender_id != reader.person_id:
        return ""
    return _keeping[0](reader, conversation, message)
