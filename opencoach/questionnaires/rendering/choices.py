"""What is chosen: one of several, any of several, a point of a scale, an order."""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from opencoach.people.templatetags.opencoach import icon
from opencoach.questionnaires.definition import Option
from opencoach.questionnaires.rendering import names
from opencoach.questionnaires.rendering.html import Attr, element, joined
from opencoach.questionnaires.rendering.lines import Control, common
from opencoach.questionnaires.rendering.sight import Drawn, Sight


def single(drawn: Drawn, sight: Sight) -> SafeString:
    if drawn.item.look == "dropdown":
        return _dropdown(drawn, sight)
    chosen = _chosen(drawn.value)
    rows = [_choice("radio", drawn, sight, option, option.id == chosen) for option in drawn.item.options]
    rows += _other("radio", drawn, sight, drawn.value)
    return joined([element("div", {"class": _wide(drawn.item)}, *rows), _clear(drawn, sight)])


def multi(drawn: Drawn, sight: Sight) -> SafeString:
    value = drawn.value if isinstance(drawn.value, list) else []
    chosen = {one for one in value if isinstance(one, str)}
    own = next((one for one in value if isinstance(one, dict)), None)
    rows = [_choice("checkbox", drawn, sight, option, option.id in chosen) for option in drawn.item.options]
    rows += _other("checkbox", drawn, sight, own)
    return element("div", {"class": _wide(drawn.item)}, *rows)


def scale(drawn: Drawn, sight: Sight) -> SafeString:
    item = drawn.item
    name = names.field(item.id)
    points = []
    for point in item.points:
        word = sight.say(item.labels.get(str(point)))
        attrs: dict[str, Attr] = {
            "type": "radio", "class": "radio", "name": name, "id": f"{name}.{point}", "value": point,
            "checked": drawn.value == point,
        }  # fmt: skip
        words = element("span", {"class": "point-word"}, " ", word) if word else SafeString("")
        points.append(
            element("label", {"class": "point"}, element("input", attrs), element("span", {}, str(point)), words)
        )
    size = "few" if len(item.points) <= 7 else "some" if len(item.points) <= 11 else "many"
    return joined([element("div", {"class": f"scale {size}"}, *points), _clear(drawn, sight)])


def ranking(drawn: Drawn, sight: Sight) -> SafeString:
    """An order, by buttons that work without a script; a script lets it be dragged too. It is no answer until
    somebody has moved something, or said that it is right as it stands."""
    item = drawn.item
    known = {option.id: option for option in item.options}
    value = drawn.value if isinstance(drawn.value, list) else []
    placed = [one for one in value if isinstance(one, str) and one in known]
    order = [*placed, *(one for one in known if one not in set(placed))]
    visible = [one for one in order if sight.shows(f"{item.id}={one}")]
    place = {one: at for at, one in enumerate(visible)}
    rows = [_place(drawn, sight, known[one], place.get(one, -1), len(visible)) for one in order]
    state = element(
        "input",
        {"type": "hidden", "name": names.part(item.id, "set"), "value": "1" if placed else "", "data-set": True},
    )
    right = element(
        "button",
        {"type": "submit", "class": "button quiet", "name": "do", "value": f"set:{item.id}", "data-right": True,
         "hidden": bool(placed)},
        icon("check"), _("This order is right"),
    )  # fmt: skip
    best = _("The best %(count)d count.") % {"count": item.count} if item.count and item.count < len(known) else ""
    note = element("p", {"class": "small soft"}, best) if best else SafeString("")
    return joined([note, state, element("ol", {"class": "ranking", "data-ranking": True}, *rows), right])


def _place(drawn: Drawn, sight: Sight, option: Option, at: int, of: int) -> SafeString:
    """One option at its place among those that are shown; −1 for one that is not: it waits there, and isn't sent."""
    item, label = drawn.item, sight.say(option.label)
    ways = (("up", at == 0, _("Move “%(what)s” up")), ("down", at == of - 1, _("Move “%(what)s” down")))
    kept = element("input", {"type": "hidden", "name": names.field(item.id), "value": option.id, "disabled": at < 0})
    moves = [
        element(
            "button",
            {"type": "submit", "class": "button square quiet", "name": "do", "value": f"{way}:{item.id}:{option.id}",
             "aria-disabled": "true" if end else None, "data-move": way},
            icon("arrow-up" if way == "up" else "arrow-down"),
            element("span", {"class": "visually-hidden"}, words % {"what": label}),
        )
        for way, end, words in ways
    ]  # fmt: skip
    return element(
        "li",
        {"data-option": option.id, "hidden": at < 0},
        kept,
        element("span", {"class": "place-label"}, label),
        *moves,
    )


def _choice(kind: str, drawn: Drawn, sight: Sight, option: Option, checked: bool) -> SafeString:
    name = names.field(drawn.item.id)
    attrs: dict[str, Attr] = {
        "type": kind, "class": "radio" if kind == "radio" else "box", "name": name, "id": f"{name}.{option.id}",
        "value": option.id, "checked": checked,
    }  # fmt: skip
    hidden = option.visible is not None and not sight.shows(f"{drawn.item.id}={option.id}")
    label: dict[str, Attr] = {"hidden": hidden, "data-option": option.id if option.visible is not None else None}
    return element("label", label, element("input", attrs), element("span", {}, sight.say(option.label)))


def _other(kind: str, drawn: Drawn, sight: Sight, value: Any) -> list[SafeString]:
    if drawn.item.other is None:
        return []
    name = names.field(drawn.item.id)
    words = value.get("other", "") if isinstance(value, dict) else ""
    label = sight.say(drawn.item.other) or _("Something else")
    attrs: dict[str, Attr] = {
        "type": kind, "class": "radio" if kind == "radio" else "box", "name": name, "id": f"{name}.{names.OTHER}",
        "value": names.OTHER, "checked": isinstance(value, dict),
    }  # fmt: skip
    box: dict[str, Attr] = {
        "type": "text", "class": "input", "name": names.part(drawn.item.id, "other"), "value": str(words),
        "aria-label": label, "maxlength": 1000, "data-other": True, "dir": "auto",
    }  # fmt: skip
    choice = element("label", {}, element("input", attrs), element("span", {}, label))
    return [element("div", {"class": "own-words"}, choice, element("input", box))]


def _dropdown(drawn: Drawn, sight: Sight) -> SafeString:
    item = drawn.item
    chosen = _chosen(drawn.value)
    options = [element("option", {"value": ""}, _("Choose"))]
    for option in item.options:
        hidden = option.visible is not None and not sight.shows(f"{item.id}={option.id}")
        attrs: dict[str, Attr] = {
            "value": option.id, "selected": option.id == chosen, "hidden": hidden, "disabled": hidden,
            "data-option": option.id if option.visible is not None else None,
        }  # fmt: skip
        options.append(element("option", attrs, sight.say(option.label)))
    own = isinstance(drawn.value, dict)
    if item.other is not None:
        label = sight.say(item.other) or _("Something else")
        options.append(element("option", {"value": names.OTHER, "selected": own}, label))
    drawn_select = element(
        "span", {"class": "select"}, element("select", common(drawn, sight), *options), icon("chevron-down")
    )
    paper = _on_paper(drawn, sight)
    if item.other is None:
        return joined([drawn_select, paper])
    box: dict[str, Attr] = {
        "type": "text", "class": "input", "name": names.part(item.id, "other"), "maxlength": 1000, "data-other": True,
        "value": str(drawn.value.get("other", "")) if own else "", "aria-label": sight.say(item.other), "dir": "auto",
    }  # fmt: skip
    return element("div", {"class": "own-words"}, drawn_select, paper, element("input", box))


def _on_paper(drawn: Drawn, sight: Sight) -> SafeString:
    """What a menu holds, for print alone: paper can't be opened."""
    rows = []
    for option in drawn.item.options:
        hidden = option.visible is not None and not sight.shows(f"{drawn.item.id}={option.id}")
        known: Attr = option.id if option.visible is not None else None
        rows.append(element("li", {"data-option": known, "hidden": hidden}, sight.say(option.label)))
    if drawn.item.other is not None:
        rows.append(element("li", {}, sight.say(drawn.item.other) or _("Something else")))
    return element("ul", {"class": "on-paper", "aria-hidden": "true"}, *rows)


def _clear(drawn: Drawn, sight: Sight) -> SafeString:
    """A radio can't be unchosen by itself."""
    if drawn.item.required or not sight.live:
        return SafeString("")
    attrs: dict[str, Attr] = {
        "type": "submit", "class": "button quiet clear", "name": "do", "value": f"clear:{drawn.item.id}",
        "data-clear": True, "hidden": drawn.value is None,
    }  # fmt: skip
    return element("button", attrs, icon("x"), _("Clear the answer"))


def _chosen(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _wide(item: Any) -> str:
    short = all(len(str(option.label)) < 26 for option in item.options)
    return "choices wide" if len(item.options) > 6 and short else "choices"


CONTROLS: dict[str, Control] = {"single": single, "multi": multi, "scale": scale, "ranking": ranking}
