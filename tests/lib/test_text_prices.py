"""What a text costs, as the operator writes it."""

from decimal import Decimal

import pytest

from opencoach.lib.text_prices import BadPrice, Prices, parse, shown


@pytest.mark.parametrize(
    ("text", "number", "parts", "cost"),
    [
        ("EUR 0.075", "+4915112345678", 1, "0.075"),
        ("EUR 0.075", "+4915112345678", 3, "0.225"),
        ("EUR 0.075 +1=0.012", "+15005550006", 2, "0.024"),
        ("EUR 0.075 +1=0.012 +44=0.04", "+447911123456", 1, "0.04"),
        ("EUR 0.075 +1=0.012 +1684=0.2", "+16845550006", 1, "0.2"),
        ("USD 0", "+15005550006", 5, "0"),
    ],
)
def test_parts_have_a_price(text: str, number: str, parts: int, cost: str) -> None:
    assert parse(text).of(number, parts) == Decimal(cost)


def test_without_a_price_nobody_knows() -> None:
    assert parse("").of("+4915112345678", 1) is None
    assert parse("") == Prices()


@pytest.mark.parametrize(
    "text", ["0.075", "EUR", "eur 0.07", "EUR 0,07", "EUR -1", "EUR 0.1 44=0.2", "EUR NaN", "EUR 1e9"]
)
def test_what_is_no_price_is_told(text: str) -> None:
    with pytest.raises(BadPrice):
        parse(text)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0.15", "0.15"), ("0.1500", "0.15"), ("1", "1.00"), ("100", "100.00"), ("0.0125", "0.0125"), ("0", "0.00"),
        ("0.3", "0.30"),
    ],
)  # fmt: skip
def test_a_sum_is_shown_as_people_write_it(amount: str, words: str) -> None:
    assert shown(Decimal(amount)) == words
