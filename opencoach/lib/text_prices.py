"""What a part of a text costs, as OPENCOACH_TEXT_PRICE says. Pure.

EUR 0.075                       every part
EUR 0.075 +1=0.012 +44=0.04     the same, and other prices for numbers that begin so; the longest one holds
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache

PREFIX = re.compile(r"\+[1-9]\d{0,6}")


class BadPrice(ValueError):
    """It is written another way."""


@dataclass(frozen=True, slots=True)
class Prices:
    """`currency` is "" where no price is set."""

    currency: str = ""
    each: Decimal = Decimal(0)
    by_prefix: Mapping[str, Decimal] = field(default_factory=dict, hash=False)

    def of(self, number: str, parts: int) -> Decimal | None:
        """What so many parts to that number cost; None where nobody has said."""
        if not self.currency:
            return None
        fitting = [prefix for prefix in self.by_prefix if number.startswith(prefix)]
        return parts * (self.by_prefix[max(fitting, key=len)] if fitting else self.each)


def shown(amount: Decimal) -> str:
    """A sum as people write it: two decimals, and more only where it has more ("0.15", "0.0125")."""
    bare = amount.normalize()
    exponent = bare.as_tuple().exponent
    return f"{bare:.{max(2, -exponent if isinstance(exponent, int) else 0)}f}"


@lru_cache(maxsize=8)
def parse(text: str) -> Prices:
    """Raises BadPrice. "" is no price."""
    words = text.split()
    if not words:
        return Prices()
    currency, *amounts = words
    if not re.fullmatch(r"[A-Z]{3}", currency) or not amounts:
        raise BadPrice("write it as EUR 0.075, or EUR 0.075 +1=0.012 +44=0.04")
    by_prefix = {}
    for word in amounts[1:]:
        prefix, _equals, amount = word.partition("=")
        if not PREFIX.fullmatch(prefix):
            raise BadPrice(f"“{word}” is no beginning of a number with its price, such as +44=0.04")
        by_prefix[prefix] = _amount(amount)
    return Prices(currency, _amount(amounts[0]), by_prefix)


def _amount(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or not 0 <= value < 100:
        raise BadPrice(f"“{text}” is no price of a part")
    return value
