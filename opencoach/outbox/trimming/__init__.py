"""What somebody said in a mail, without what they answered: the words that belong into the conversation. Pure.

Line by line and in linear time. A quote is known by the marks and introductions of mail programs (`marks`), and by the
text that we sent (`parent`): a line that stands there is ours, whatever a program has done to it. In doubt a line
stays: the sender's words are never lost, and the whole text is kept beside what this gives.

Of an answer between the lines, each quoted paragraph stays that the sender wrote something below. A forwarded mail
stays whole, because it is what its sender wants to show.
"""

from opencoach.outbox.trimming.html_text import as_text
from opencoach.outbox.trimming.lines import Line, Mark, read
from opencoach.outbox.trimming.parent import Parent
from opencoach.outbox.trimming.shape import said

__all__ = ["Line", "Mark", "as_text", "read", "trim"]


def trim(text: str, parent: str = "", *, subject: str = "") -> str:
    """The sender's own words in a plain text mail. `parent` is the text that they answered, as we sent it, if known.

    Never empty for a text that isn't: a mail that is nothing but a quote is given whole.
    """
    lines = read(text, Parent(parent), forwarded=is_forward(subject))
    return said(lines) or text.strip()


def is_forward(subject: str) -> bool:
    """Whether a subject begins as programs begin that of a forwarded mail, in the languages that we know."""
    return subject.strip().casefold().startswith(("fwd:", "fw:", "wg:", "tr:", "rv:", "i:", "enc:", "pd:", "doorst:"))
