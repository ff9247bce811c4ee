"""Sums of money on a page: `{% load amounts %}`, `{{ text.price|amount }}`."""

from decimal import Decimal

from django import template

from opencoach.lib import text_prices

register = template.Library()


@register.filter
def amount(value: Decimal) -> str:
    """See `text_prices.shown`."""
    return text_prices.shown(value)
