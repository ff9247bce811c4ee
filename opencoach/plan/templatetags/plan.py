"""How a plan is drawn."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from opencoach.people.models import Membership
from opencoach.plan import levels, radar
from opencoach.plan.gas import LEVELS
from opencoach.plan.queries.plan import SeenGoal
from opencoach.plan.standing import Standing

register = template.Library()


@register.filter
def rings(areas: Mapping[str, int]) -> list[str]:
    """The rings of a wheel with these areas."""
    return radar.rings(len(areas))


@register.filter
def lowest(areas: Mapping[str, int]) -> list[tuple[str, int]]:
    """The three areas that somebody is least satisfied with, below 7."""
    return sorted(((name, score) for name, score in areas.items() if score < 7), key=lambda one: one[1])[:3]


@register.filter
def at(values: Mapping[str, Any], key: str) -> Any:
    return values.get(key, "")


@register.filter
def point(value: float) -> str:
    """A coordinate, in every language with a point."""
    return f"{value:g}"


@register.filter
def signed(level: int) -> str:
    return levels.SIGNS.get(level, "")


@register.filter
def score(value: float) -> str:
    """A T score with one place behind the point."""
    return f"{value:.1f}"


@register.filter
def change(value: float) -> str:
    """A change with its sign: "+18.6", "−3.0"."""
    return f"{'−' if round(value, 1) < 0 else '+'}{abs(value):.1f}"


@register.filter
def along(value: float, width: int) -> str:
    """Where a T score between 20 and 80 stands on a line of that width."""
    return f"{7 + (width - 14) * (min(80.0, max(20.0, value)) - 20) / 60:.1f}"


@register.filter
def as_input(bound: BoundField) -> SafeString:
    """The bare control of a field, in the house's look."""
    classes = "input" if not isinstance(bound.field.widget, forms.CheckboxInput) else "box"
    return bound.as_widget(attrs={"class": classes, **({"aria-invalid": "true"} if bound.errors else {})})


@register.filter
def label_of(form: forms.Form, name: str) -> Any:
    return form.fields[name].label


@register.simple_tag
def scale(stands: Standing) -> SafeString:
    """The ladder lying down, for lists: hollow where it began, filled to where it is now."""
    began = stands.began.level if stands.began else None
    now = stands.now.level if stands.now else None
    if began is None or now is None:
        return SafeString("")
    return _scale(began, now, get_language() or "")


@lru_cache(250)
def _scale(began: int, now: int, _language: str) -> SafeString:
    def across(level: int) -> int:
        return 8 + 17 * (level + 2)

    low, high = sorted((began, now))
    knots = format_html_join(
        "",
        '<circle class="{}" cx="{}" cy="7" r="{}"/>',
        (
            (
                "now" if level == now else "began" if level == began else "passed" if low < level < high else "knot",
                across(level),
                5 if level == now else 4,
            )
            for level in LEVELS
        ),
    )
    words = _("From %(began)s to %(now)s") % {"began": levels.SIGNS[began], "now": levels.SIGNS[now]}
    return format_html(
        '<svg class="scale" viewBox="0 0 84 14" role="img" aria-label="{}"><line class="path" x1="8" y1="7" x2="76" '
        'y2="7"/><line class="way" x1="{}" y1="7" x2="{}" y2="7"/>{}</svg>',
        words, across(began), across(now), knots,
    )  # fmt: skip


@register.simple_tag
def ladder(seen: SeenGoal) -> SafeString:
    """The five levels of a goal, best first, filled from where it began to where it is now; "" where none is written.

    Drawn here and not by a template: a plan has fifty of them, and this takes a tenth of the time.
    """
    rungs = seen.rungs
    if not rungs:
        return SafeString("")
    drawn = format_html_join(
        "",
        '<li class="rung {}"{}><span class="rung-level">{}</span><span class="rung-text" dir="auto">{}{}</span></li>',
        (
            (
                rung.mark, CURRENT if rung.is_now else "", rung.sign, rung.text,
                format_html('<span class="rung-note">{}</span>', rung.note) if rung.note else "",
            )
            for rung in rungs
        ),
    )  # fmt: skip
    return format_html(
        '<ol class="ladder{}" aria-label="{}">{}</ol>', " below" if seen.below else "",
        _("The five levels of this goal, best first"), drawn,
    )  # fmt: skip


CURRENT = SafeString(' aria-current="step"')


@register.simple_tag
def level_choices(seen: SeenGoal) -> SafeString:
    """The five levels to choose from, the present one chosen."""
    return format_html_join(
        "",
        '<label><input class="radio" type="radio" name="level" value="{}" required{}><span class="num">{}</span>'
        '<span dir="auto">{}</span></label>',
        (
            (rung.level, SafeString(" checked") if rung.is_now else "", rung.sign, rung.text)
            for rung in seen.rungs
        ),
    )  # fmt: skip


@register.filter
def names(members: Iterable[Membership]) -> str:
    """Who they are: "Ana, Mei"."""
    return ", ".join(one.display_name for one in members)
