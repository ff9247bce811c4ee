"""What a note can begin with."""

from dataclasses import dataclass

from opencoach.notes import access
from opencoach.notes.usual import USUAL
from opencoach.people.models import Membership


@dataclass(frozen=True, slots=True)
class Choice:
    key: str
    title: str
    body: str


def choices(membership: Membership) -> list[Choice]:
    """The usual ones, then the coach's own by title."""
    own = access.templates_for(membership).filter(archived_at=None).order_by("title", "pk")
    return [
        *(Choice(one.key, str(one.title), str(one.body)) for one in USUAL),
        *(Choice(str(one.public_id), one.title, one.body) for one in own),
    ]


def begun_with(membership: Membership, text: str, key: str) -> str:
    """The text with that template below it; the text alone where there is no such template."""
    body = next((one.body for one in choices(membership) if one.key == key), "")
    above = text.rstrip()
    return f"{above}\n\n{body}" if above and body else body or text
