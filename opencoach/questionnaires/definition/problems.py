"""What is wrong with a definition, in its author's words, and where."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Problem:
    """`where` reads like a way through the questionnaire: “page “one”, question “sleep”, options 2”. `item` is the id
    that an editor can jump to. An error keeps a version from being published; a warning doesn't."""

    text: str
    where: str = ""
    item: str = ""
    level: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        return f"{self.where}: {self.text}" if self.where else self.text


class Invalid(ValueError):
    """Not a questionnaire. `problems` says why, one by one, the first fifty."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems[:50]
        super().__init__("\n".join(map(str, self.problems)))
