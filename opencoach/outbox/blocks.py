"""What a mail is made of. One list of blocks becomes both its HTML and its plain text, so that the two never differ.

All words are plain text and escaped where they become HTML; only `Rich` brings its own, already sanitised.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Block:
    """One thing in a mail. `shape` names how `mail/base.html` draws it."""

    shape: ClassVar[str] = ""

    def as_text(self) -> str:
        """The same in plain text; lines are wrapped later."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Words(Block):
    """A block that is nothing but its words."""

    text: str

    def as_text(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Heading(Words):
    shape: ClassVar[str] = "heading"


@dataclass(frozen=True, slots=True)
class Para(Words):
    shape: ClassVar[str] = "para"


@dataclass(frozen=True, slots=True)
class Small(Words):
    """A remark: what happens if one does nothing, until when a link holds."""

    shape: ClassVar[str] = "small"


@dataclass(frozen=True, slots=True)
class Button(Block):
    """The one step. Its address stands below it in the text twin, and in the HTML for those who cannot press."""

    shape: ClassVar[str] = "button"
    text: str
    url: str

    def as_text(self) -> str:
        return f"{self.text}:\n{self.url}"


@dataclass(frozen=True, slots=True)
class Link(Block):
    """A second, quiet step."""

    shape: ClassVar[str] = "link"
    text: str
    url: str

    def as_text(self) -> str:
        return f"{self.text}:\n{self.url}"


@dataclass(frozen=True, slots=True)
class Code(Words):
    """A sign-in code: large, in groups, easy to copy."""

    shape: ClassVar[str] = "code"

    def as_text(self) -> str:
        return f"    {self.text}"


@dataclass(frozen=True, slots=True)
class Quote(Block):
    """Somebody's own words, with who and when in small."""

    shape: ClassVar[str] = "quote"
    text: str
    who: str = ""

    def as_text(self) -> str:
        said = "\n".join(f"> {line}" for line in self.text.splitlines())
        return f"{self.who}:\n{said}" if self.who else said


@dataclass(frozen=True, slots=True)
class Encouragement(Quote):
    """The same in apricot, which stands for encouragement and nothing else."""

    shape: ClassVar[str] = "encouragement"


@dataclass(frozen=True, slots=True)
class Fact(Block):
    """A line with a name: when, where, with whom."""

    shape: ClassVar[str] = "fact"
    name: str
    text: str

    def as_text(self) -> str:
        return f"{self.name}: {self.text}"


@dataclass(frozen=True, slots=True)
class Divider(Block):
    shape: ClassVar[str] = "divider"

    def as_text(self) -> str:
        return "* * *"


@dataclass(frozen=True, slots=True)
class Rich(Block):
    """Formatted text: HTML that `nh3` has sanitised, and the same as plain text (its Markdown)."""

    shape: ClassVar[str] = "rich"
    html: str
    text: str

    def as_text(self) -> str:
        return self.text
