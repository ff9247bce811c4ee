import pytest

from opencoach.lib.words import one_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ana   Kovačević ", "Ana Kovačević"),
        ("Ana\nKovačević\t\x00", "Ana Kovačević"),
        ("Ana\u202eevil", "Anaevil"),
        ("\u2066Ana\u2069", "Ana"),
        ("A\u030a", "Å"),
        ("क्‍ष", "क्‍ष"),  # a joiner belongs to the word
        ("\ud800", ""),
        ("👩‍👩‍👧", "👩‍👩‍👧"),
    ],
)
def test_one_line_keeps_what_it_says(typed: str, kept: str) -> None:
    assert one_line(typed) == kept
