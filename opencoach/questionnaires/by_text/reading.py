"""A question as a text, and what a text means as its answer. Pure but for the reader's language."""

import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from opencoach.lib import figures, written
from opencoach.questionnaires.by_text.steps import Step
from opencoach.questionnaires.definition import items as kinds
from opencoach.questionnaires.numbers import shown
from opencoach.questionnaires.outcomes import Standing
from opencoach.questionnaires.spoken import Say

BETWEEN = re.compile(r"[\s,;.+&/]+")
NUMBERED = re.compile(r"(\d{1,3})[.)]?")


class Wrong(ValueError):
    """The text is no answer to this question; the words say what would be."""


def asked(step: Step, standing: Standing, say: Say, *, place: str = "") -> str:
    """The question with what one can answer. `place` is "3/8"."""
    lines = [say(one.body) for one in step.info]
    label = say(step.item.label)
    if step.row is not None:
        label = f"{label} {say(step.row.label)}".strip()
    lines.append(f"{place} {label}".strip())
    if step.item.help:
        lines.append(say(step.item.help))
    lines.append(_how(step, standing, say))
    return "\n".join(" ".join(line.split()) for text in lines for line in text.splitlines() if line.strip())


def _how(step: Step, standing: Standing, say: Say) -> str:  # noqa: PLR0911 (one for each kind)
    item = step.item
    match item:
        case kinds.Scale():
            named = ", ".join(f"{point} {say(words)}" for point, words in item.labels.items())
            return f"({item.min}-{item.max}{': ' if named else ''}{named})"
        case kinds.Slider():
            return f"({shown(item.min, 9)}-{shown(item.max, 9)} {say(item.unit)}".rstrip() + ")"
        case kinds.NumberItem():
            return f"({say(item.unit)})" if item.unit else ""
        case kinds.DateItem():
            return _("(a day, such as 2026-11-24)")
        case kinds.TimeItem():
            return _("(a time, such as 08:30)")
        case kinds.Multi():
            return f"{_listed(step, standing, say)}\n" + _("(one or several numbers)")
        case kinds.Ranking():
            return f"{_listed(step, standing, say)}\n" + _("(the numbers in your order)")
        case kinds.Single() | kinds.Matrix():
            return _listed(step, standing, say)
    return ""


def _listed(step: Step, standing: Standing, say: Say) -> str:
    return "\n".join(f"{place} {say(one.label)}" for place, one in enumerate(offered(step, standing), start=1))


def offered(step: Step, standing: Standing) -> list[Any]:
    """The options that are there, as the answers stand."""
    return [one for one in step.item.options if standing.shows(f"{step.item.id}={one.id}")]


def read(step: Step, text: str, standing: Standing, say: Say) -> Any:
    """The answer that a text means. Raises Wrong."""
    item, words = step.item, text.strip()
    match item:
        case kinds.Scale() | kinds.Slider() | kinds.NumberItem():
            return _number(words, whole=isinstance(item, kinds.Scale))
        case kinds.DateItem():
            return _day(words)
        case kinds.TimeItem():
            return _clock(words)
        case kinds.Single() | kinds.Matrix():
            return _one(step, words, standing, say)
        case kinds.Multi() | kinds.Ranking():
            return _several(step, words, standing, say)
    return words


def _number(words: str, *, whole: bool) -> float | int:
    try:
        value = figures.number(words, mark=figures.COMMA if "," in words and "." not in words else None)
    except figures.Unclear:
        value = None
    if value is None:
        raise Wrong(_("Please answer with a number."))
    if value == value.to_integral_value():
        return int(value)
    if whole:
        raise Wrong(_("Please answer with a whole number."))
    return float(value)


def _day(words: str) -> str:
    try:
        found = written.day(words)
    except written.Ambiguous:
        found = None
    if found is None:
        raise Wrong(_("Please write a day, such as 2026-11-24."))
    return found.isoformat()


def _clock(words: str) -> str:
    found = written.clock(words)
    if found is None:
        raise Wrong(_("Please write a time, such as 08:30."))
    return f"{found:%H:%M}"


def _one(step: Step, words: str, standing: Standing, say: Say) -> Any:
    found = _option(words, offered(step, standing), say)
    if found is not None:
        return found
    if getattr(step.item, "other", None) is not None and words and not NUMBERED.fullmatch(words):
        return {"other": words}
    raise Wrong(_("Please answer with one of the numbers."))


def _several(step: Step, words: str, standing: Standing, say: Say) -> list[Any]:
    there = offered(step, standing)
    whole = _option(words, there, say)
    if whole is not None:
        return [whole]
    found = [_option(one, there, say) for one in BETWEEN.split(words) if one]
    if found and None not in found and len(set(found)) == len(found):
        return found
    if getattr(step.item, "other", None) is not None and words and not any(letter.isdigit() for letter in words):
        return [{"other": words}]
    raise Wrong(_("Please answer with the numbers, such as 1 3."))


def _option(words: str, there: Sequence[Any], say: Say) -> str | None:
    """The option that a number, or its own words, name."""
    if numbered := NUMBERED.fullmatch(words):
        place = int(numbered[1])
        return str(there[place - 1].id) if 1 <= place <= len(there) else None
    bare = words.casefold().strip(" .!")
    return next((str(one.id) for one in there if say(one.label).casefold().strip(" .!") == bare), None)
