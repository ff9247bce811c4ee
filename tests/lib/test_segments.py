"""Parts of texts: a table worked out by hand from GSM 03.38 and 03.40, and a second way to count everything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencoach.lib import segments
from opencoach.lib.segments import clipped, count, economical, is_gsm

# GSM 03.38's default table, row by row as the specification prints it; ESC is no letter
TABLE = (
    "@£$¥èéùìòÇ\nØø\rÅå"
    "Δ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ"
    " !\"#¤%&'()*+,-./"
    "0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNO"
    "PQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmno"
    "pqrstuvwxyzäöñüà"
)
EXTENSION = {
    "\f": 0x0A,
    "^": 0x14,
    "{": 0x28,
    "}": 0x29,
    "\\": 0x2F,
    "[": 0x3C,
    "~": 0x3D,
    "]": 0x3E,
    "|": 0x40,
    "€": 0x65,
}

# (text, unicode, units, parts)
VECTORS = [
    ("", False, 0, 1),
    ("a", False, 1, 1),
    ("DONE", False, 4, 1),
    ("a" * 159, False, 159, 1),
    ("a" * 160, False, 160, 1),
    ("a" * 161, False, 161, 2),
    ("a" * 306, False, 306, 2),
    ("a" * 307, False, 307, 3),
    ("a" * 459, False, 459, 3),
    ("a" * 460, False, 460, 4),
    ("a" * 1530, False, 1530, 10),
    ("€", False, 2, 1),
    ("€" * 80, False, 160, 1),
    ("€" * 81, False, 162, 2),
    ("€" * 76, False, 152, 1),
    ("€" * 152, False, 304, 2),  # 76 in each part: the 153rd septet stays empty
    ("€" * 153, False, 306, 3),
    ("a" * 158 + "€", False, 160, 1),
    ("a" * 159 + "€", False, 161, 2),
    ("a" * 152 + "€" + "a" * 7, False, 161, 2),  # the escape at the edge goes over as a whole
    ("a" * 152 + "€" + "a" * 151, False, 305, 2),
    ("a" * 152 + "€" + "a" * 152, False, 306, 3),
    ("[" * 10, False, 20, 1),
    ("{}[]~^|\\€", False, 18, 1),
    ("\f", False, 2, 1),
    ("one\ntwo\r\nthree", False, 14, 1),
    ("äöüÄÖÜßñÑ¿¡§", False, 12, 1),
    ("àèéìòùÇØøÅåÆæÉ", False, 14, 1),
    ("ΔΦΓΛΩΠΨΣΘΞ", False, 10, 1),
    ("@£$¥¤_", False, 6, 1),
    ("ç", True, 1, 1),
    ("á", True, 1, 1),
    ("`", True, 1, 1),
    ("‘", True, 1, 1),
    ("ł" * 70, True, 70, 1),
    ("ł" * 71, True, 71, 2),
    ("ł" * 134, True, 134, 2),
    ("ł" * 135, True, 135, 3),
    ("ł" * 201, True, 201, 3),
    ("ł" * 202, True, 202, 4),
    ("a" * 69 + "ł", True, 70, 1),
    ("a" * 70 + "ł", True, 71, 2),
    ("😀", True, 2, 1),
    ("😀" * 35, True, 70, 1),
    ("😀" * 36, True, 72, 2),
    ("😀" * 66, True, 132, 2),  # 33 in each part: no pair is torn
    ("😀" * 67, True, 134, 3),
    ("a" * 66 + "😀" + "a" * 3, True, 71, 2),
    ("a" * 66 + "😀" + "a" * 65, True, 133, 2),
    ("a" * 66 + "😀" + "a" * 66, True, 134, 3),
    ("Привет", True, 6, 1),
    ("你好，明天见", True, 6, 1),
    ("👩‍👩‍👧", True, 8, 1),
    ("€" + "😀", True, 3, 1),
]  # fmt: skip


@pytest.mark.parametrize(("text", "unicode", "units", "parts"), VECTORS)
def test_a_text_takes_so_many_parts(text: str, unicode: bool, units: int, parts: int) -> None:
    found = count(text)
    assert (found.unicode, found.units, found.parts) == (unicode, units, parts)


def test_the_letters_are_those_of_the_specification() -> None:
    assert set(TABLE) - {"\x1b"} == segments.BASIC
    assert len(TABLE) == 128
    assert set(EXTENSION) == segments.EXTENDED


def octets(text: str) -> list[bytes]:
    """The text as its parts travel, encoded letter by letter."""
    gsm = all((letter in TABLE and letter != "\x1b") or letter in EXTENSION for letter in text)
    if gsm:
        letters = [bytes([0x1B, EXTENSION[one]]) if one in EXTENSION else bytes([TABLE.index(one)]) for one in text]
        one, each = 160, 153
    else:
        letters, one, each = [letter.encode("utf-16-be") for letter in text], 140, 134
    if sum(map(len, letters)) <= one:
        return [b"".join(letters)]
    made = [b""]
    for letter in letters:
        if len(made[-1]) + len(letter) > each:
            made.append(b"")
        made[-1] += letter
    return made


LETTERS = st.text(st.sampled_from("aé€[]{}\nłß😀Ω ç"), max_size=500) | st.text(
    st.characters(codec="utf-16"), max_size=200
)


@given(LETTERS)
def test_counted_as_it_travels(text: str) -> None:
    parts = octets(text)
    found = count(text)
    assert found.parts == len(parts)
    size = 2 if found.unicode else 1
    assert found.units == sum(map(len, parts)) // size
    room = (70 if found.unicode else 160) if len(parts) == 1 else (67 if found.unicode else 153)
    assert found.left == room - len(parts[-1]) // size


@given(LETTERS)
def test_plain_marks_never_cost_more(text: str) -> None:
    plain = economical(text)
    assert count(plain).parts <= count(text).parts or count(plain).unicode < count(text).unicode
    assert plain == text or is_gsm(plain)


def test_typographic_marks_do_not_make_it_dear() -> None:
    assert economical("“Now” – it’s time…") == '"Now" - it\'s time...'
    assert economical("“Łódź”") == "“Łódź”"  # it is dear anyhow, so it keeps its marks


@given(LETTERS, st.integers(1, 4))
def test_what_is_clipped_fits_and_says_so(text: str, parts: int) -> None:
    short = clipped(text, parts)
    assert count(short).parts <= parts
    assert short == text or short.endswith("...")
    assert short == text or text.startswith(short.removesuffix("...").rstrip())
