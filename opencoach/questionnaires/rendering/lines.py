"""What is typed: text, long text, number, date, time, and the slider, whose number can be typed too."""

from collections.abc import Callable
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from opencoach.questionnaires.rendering import names
from opencoach.questionnaires.rendering.html import Attr, element, joined
from opencoach.questionnaires.rendering.sight import Drawn, Sight

Control = Callable[[Drawn, Sight], SafeString]
PATTERNS = {"email": ("email", "email"), "url": ("url", "url"), "phone": ("tel", "tel")}


def number(value: Any) -> str:
    """A number the way one types it: 5, 2.5; what was typed and is no number stays."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def described(drawn: Drawn, sight: Sight) -> str | None:
    name = names.field(drawn.item.id)
    parts = [f"{name}_help"] if sight.say(drawn.item.help) else []
    parts += [f"{name}_error"] if drawn.errors else []
    return " ".join(parts) or None


def common(drawn: Drawn, sight: Sight) -> dict[str, Attr]:
    """The attributes of a control that is alone in its question."""
    name = names.field(drawn.item.id)
    return {
        "class": "input",
        "name": name,
        "id": name,
        "aria-describedby": described(drawn, sight),
        "aria-invalid": "true" if drawn.errors else None,
        "aria-required": "true" if drawn.item.required else None,
    }


def text(drawn: Drawn, sight: Sight) -> SafeString:
    item = drawn.item
    kind, complete = PATTERNS.get(item.pattern or "", ("text", "off"))
    own: dict[str, Attr] = {
        "type": kind,
        "value": "" if drawn.value is None else str(drawn.value),
        "maxlength": item.max_length,
        "placeholder": sight.say(item.placeholder) or None,
        "autocomplete": complete,
        "dir": "auto",
    }
    return element("input", common(drawn, sight) | own)


def long_text(drawn: Drawn, sight: Sight) -> SafeString:
    item = drawn.item
    own: dict[str, Attr] = {
        "rows": item.rows,
        "maxlength": item.max_length,
        "placeholder": sight.say(item.placeholder) or None,
        "dir": "auto",
    }
    return element("textarea", common(drawn, sight) | own, "" if drawn.value is None else str(drawn.value))


def number_line(drawn: Drawn, sight: Sight) -> SafeString:
    item = drawn.item
    whole = item.step is not None and float(item.step).is_integer()
    own: dict[str, Attr] = {
        "type": "text",  # a number field throws away what it can't read; here what was typed stays
        "inputmode": "numeric" if whole and (item.min or 0) >= 0 else "decimal",
        "class": "input short",
        "value": number(drawn.value),
        "placeholder": sight.say(item.placeholder) or None,
        "autocomplete": "off",
        "maxlength": 40,
    }
    line = element("input", common(drawn, sight) | own)
    unit = sight.say(item.unit)
    return element("div", {"class": "with-unit"}, line, element("span", {"class": "unit"}, unit)) if unit else line


def date(drawn: Drawn, sight: Sight) -> SafeString:
    return _native("date", drawn, sight)


def time(drawn: Drawn, sight: Sight) -> SafeString:
    return _native("time", drawn, sight)


def _native(kind: str, drawn: Drawn, sight: Sight) -> SafeString:
    own: dict[str, Attr] = {
        "type": kind, "class": "input short", "value": number(drawn.value), "min": drawn.item.min, "max": drawn.item.max
    }  # fmt: skip
    return element("input", common(drawn, sight) | own)


def slider(drawn: Drawn, sight: Sight) -> SafeString:
    """A number to type; a script sets a slider beside it (`data-slider`), which has no answer until it is moved."""
    item = drawn.item
    own: dict[str, Attr] = {
        "type": "text", "inputmode": "decimal", "class": "input short", "value": number(drawn.value),
        "autocomplete": "off", "maxlength": 40, "aria-label": _("A number from %(least)s to %(most)s")
        % {"least": number(item.min), "most": number(item.max)},
    }  # fmt: skip
    box = element("input", common(drawn, sight) | own)
    unit = sight.say(item.unit)
    ends = element(
        "div", {"class": "ends"},
        element("span", {}, joined([number(item.min), " ", sight.say(item.low)])),
        element("span", {}, joined([sight.say(item.high), " ", number(item.max)])),
    )  # fmt: skip
    data: dict[str, Attr] = {
        "class": "slider", "data-slider": True, "data-min": number(item.min), "data-max": number(item.max),
        "data-step": number(item.step), "data-label": sight.say(item.label),
    }  # fmt: skip
    typed = element("div", {"class": "with-unit"}, box, element("span", {"class": "unit"}, unit))
    return element("div", data, element("div", {"class": "slider-track"}, ends), typed)


CONTROLS: dict[str, Control] = {
    "text": text,
    "long_text": long_text,
    "number": number_line,
    "date": date,
    "time": time,
    "slider": slider,
}
