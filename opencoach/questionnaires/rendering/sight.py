"""What a page of questions knows while it is drawn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from opencoach.questionnaires.definition import Text, said


def everything(path: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Filed:
    """An uploaded file as a page shows it."""

    key: str
    name: str
    size: str
    media_type: str
    url: str


@dataclass(frozen=True, slots=True)
class Sight:
    """In which language, what is shown, and what is known besides the answers.

    `shows(path)` says whether an item (`"sleep"`), a row (`"matrix.row"`) or an option (`"tried=yes"`) is visible.
    `computed` has the totals in words; `marks` whether it says which questions are optional; `live` whether a person
    fills it in (and not an editor showing it).
    """

    language: str = "en"
    fallback: str = "en"
    shows: Callable[[str], bool] = everything
    computed: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Filed] = field(default_factory=dict)
    marks: bool = True
    live: bool = True

    def say(self, text: Text | None) -> str:
        return said(text, self.language, self.fallback)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One question to draw: the answer as it is stored (or as it was typed), and what is wrong with it."""

    item: Any
    value: Any
    errors: Sequence[str] = ()
    asked: bool = True  # still waits: only then "required" is said to a screen reader
