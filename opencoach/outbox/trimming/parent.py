"""The text that was answered, so that its lines are known again."""

import re

WORD = re.compile(r"\w+")
SHINGLE = 3  # words
MOST = 200_000  # characters that are looked at


class Parent:
    """What we sent, by its lines and by every three words in a row (programs break lines elsewhere)."""

    def __init__(self, text: str) -> None:
        lines = [words(line) for line in text[:MOST].split("\n")]
        self.lines = {tuple(line) for line in lines if line}
        flow = [word for line in lines for word in line]
        self.shingles = {tuple(flow[at : at + SHINGLE]) for at in range(len(flow) - SHINGLE + 1)}

    @property
    def is_known(self) -> bool:
        return bool(self.lines)

    def has(self, line: str) -> bool:
        """Whether the whole line stands in what we sent. A line of one or two words must be a line there."""
        found = words(line)
        if not found:
            return False
        if tuple(found) in self.lines:
            return True
        shingles = range(len(found) - SHINGLE + 1)
        return len(found) >= SHINGLE and all(tuple(found[at : at + SHINGLE]) in self.shingles for at in shingles)


def words(line: str) -> list[str]:
    return WORD.findall(line.casefold())
