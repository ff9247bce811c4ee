"""How many parts a text takes on its way. Pure.

GSM 03.38: a text of its 128 letters has seven bits each, 160 in one part; those of the extension table take two. Any
other letter makes all of it UCS-2 (UTF-16), 70 units in one part. A longer text goes in parts of 153 or 67, because
each says which it is; no pair of units (an escape, a surrogate pair) is torn between two parts.
"""

from dataclasses import dataclass

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")
ONE_GSM, EACH_GSM = 160, 153
ONE_UCS2, EACH_UCS2 = 70, 67
# What word processors and phones put in place of plain marks, and what says the same in GSM's letters.
PLAIN = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": ",", "‛": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‹": "'", "›": "'",
        "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "…": "...", "•": "-", "·": "-", "×": "x", "\u00a0": " ",
        "\u2009": " ", "\u202f": " ", "\u200b": "", "\u2060": "", "\ufeff": "", "\t": " ",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Count:
    """`units`: septets or UTF-16 units. `left`: so many more fit into the last part."""

    unicode: bool
    units: int
    parts: int
    left: int


def economical(text: str) -> str:
    """The same with plain marks, where that saves it from being sent as UCS-2; else as it was."""
    if is_gsm(text):
        return text
    plain = text.translate(PLAIN)
    return plain if is_gsm(plain) else text


def is_gsm(text: str) -> bool:
    """Whether every letter is one of GSM's."""
    return all(letter in BASIC or letter in EXTENDED for letter in text)


def count(text: str) -> Count:
    """The parts of a text as it stands. Nothing is one part, too: a gateway sends an empty text."""
    unicode = not is_gsm(text)
    widths = [_width(letter, unicode=unicode) for letter in text]
    one, each = (ONE_UCS2, EACH_UCS2) if unicode else (ONE_GSM, EACH_GSM)
    units = sum(widths)
    if units <= one:
        return Count(unicode, units, 1, one - units)
    parts, used = 1, 0
    for width in widths:
        if used + width > each:
            parts, used = parts + 1, 0
        used += width
    return Count(unicode, units, parts, each - used)


def _width(letter: str, *, unicode: bool) -> int:
    if unicode:
        return 2 if ord(letter) > 0xFFFF else 1
    return 2 if letter in EXTENDED else 1


def clipped(text: str, parts: int) -> str:
    """As much of it as goes into so many parts, with an ending that says that more was there."""
    if count(text).parts <= parts:
        return text
    low, high = 0, len(text)
    while low < high:  # more letters never take fewer parts
        middle = (low + high + 1) // 2
        if count(f"{text[:middle].rstrip()}...").parts <= parts:
            low = middle
        else:
            high = middle - 1
    return f"{text[:low].rstrip()}..."
