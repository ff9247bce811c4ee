"""Numbers as people write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencoach.lib import figures


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", "7"), ("7.5", "7.5"), ("7,5", "7.5"), ("1.234,5", "1234.5"), ("1,234.5", "1234.5"), ("0,125", "0.125"),
        ("1'234.50", "1234.5"), ("1 234,5", "1234.5"), ("1.234.567", "1234567"), ("−3", "-3"), ("-0.25", "-0.25"),
        ("+4", "4"), ("45 %", "45"), ("68.2 kg", "68.2"), ("1.234", "1.234"), ("0.30000000000000004", "0.3"),
        (" 12 ", "12"),
    ],
)  # fmt: skip
def test_a_number_is_read(text: str, value: str) -> None:
    assert figures.number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "lots", "1e5", "NaN", "Infinity", "7-8", "3/4", "1.2,3.4,5", "--3", "12345678901", "٣", "1.2.3,4,5"]
)
def test_what_is_none_is_none(text: str) -> None:
    assert figures.number(text) is None


def test_a_thousand_or_one_is_for_the_column_to_say() -> None:
    with pytest.raises(figures.Unclear):
        figures.number("1,234")
    assert figures.decimal_mark(["", "1,234", "5,5"]) == ","
    assert figures.number("1,234", mark=",") == Decimal("1.234")
    assert figures.number("1,234", mark=".") == 1234
    assert figures.number("1.234", mark=",") == 1234
    assert figures.decimal_mark(["7", "1,234", "words"]) is None


@given(st.decimals(-(10**8), 10**8, places=2))
def test_however_it_is_written_it_is_the_same(value: Decimal) -> None:
    plain = f"{value:.2f}"
    german = f"{value:,.2f}".translate(str.maketrans(",.", ".,"))
    for text in (plain, plain.replace(".", ","), f"{value:,.2f}", german, f"{value:,.2f}".replace(",", "’")):
        assert figures.number(text) == value


@given(st.text(max_size=30))
def test_whatever_is_written_it_is_a_number_or_none(text: str) -> None:
    try:
        value = figures.number(text)
    except figures.Unclear:
        return
    assert value is None or (value.is_finite() and abs(value) < 10**9)
