"""What people type into one line, made harmless without changing what it says."""

import unicodedata

# Marks that turn the direction of what follows, and so of the page around a name.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def one_line(value: str) -> str:
    """`value` in NFC on one line: control characters and direction overrides gone, white space single."""
    kept = (
        " " if char.isspace() else char
        for char in unicodedata.normalize("NFC", value)
        if char.isspace() or (char not in _TURNING and unicodedata.category(char) not in {"Cc", "Cs", "Co"})
    )
    return " ".join("".join(kept).split())
