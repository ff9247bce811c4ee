"""A question as a block: what is asked, the help, what is wrong, the control; tied together for a screen reader."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from opencoach.lib import markdown
from opencoach.people.templatetags.opencoach import icon
from opencoach.questionnaires.definition import Info, Total
from opencoach.questionnaires.rendering import choices, grids, lines, names, recordings
from opencoach.questionnaires.rendering.html import element, joined
from opencoach.questionnaires.rendering.sight import Drawn, Sight

CONTROLS = {**lines.CONTROLS, **choices.CONTROLS, **grids.CONTROLS, **recordings.CONTROLS}
ALONE = {"text", "long_text", "number", "date", "time"}  # one control: a label is enough


def block(drawn: Drawn, sight: Sight) -> SafeString:
    """The whole of an item on a page."""
    item = drawn.item
    hidden = not sight.shows(item.id)
    attrs: dict[str, str | int | float | bool | None] = {
        "id": names.block(item.id), "data-item": item.id, "data-kind": item.kind, "hidden": hidden
    }  # fmt: skip
    if isinstance(item, Info):
        heading = element("h3", {}, sight.say(item.label)) if item.label else ""
        return element(
            "div", {**attrs, "class": "q q-info prose"}, heading, markdown.document(sight.say(item.body), below=2)
        )
    if isinstance(item, Total):
        return _total(item, sight, attrs)
    dropdown = item.kind == "single" and item.look == "dropdown"
    alone = item.kind in ALONE or dropdown
    attrs["class"] = "q has-error" if drawn.errors else "q"
    label = joined([sight.say(item.label) or item.id, _mark(item.required, sight)])
    name = (
        element("label", {"class": "q-label", "for": names.field(item.id)}, label)
        if alone
        else element("legend", {"class": "q-label"}, label)
    )
    control = CONTROLS[item.kind](drawn, sight)
    if alone:
        return element("div", attrs, name, *_notes(drawn, sight), control)
    attrs |= {"aria-describedby": described(drawn, sight), "tabindex": "-1"}
    return element("fieldset", attrs, name, *_notes(drawn, sight), control)


def described(drawn: Drawn, sight: Sight) -> str | None:
    """The ids of the help and the mistake of a question, for `aria-describedby`."""
    return lines.described(drawn, sight)


def _mark(required: bool, sight: Sight) -> SafeString:
    if required or not sight.marks:
        return SafeString("")
    return joined([" ", element("span", {"class": "field-optional"}, _("(optional)"))])


def _notes(drawn: Drawn, sight: Sight) -> list[SafeString]:
    found = []
    if help_text := sight.say(drawn.item.help):
        found.append(element("p", {"class": "field-help", "id": f"{names.field(drawn.item.id)}_help"}, help_text))
    if drawn.errors:
        lines_ = joined(element("span", {}, icon("circle-alert", "small"), " ", one) for one in drawn.errors)
        found.append(element("p", {"class": "field-error", "id": f"{names.field(drawn.item.id)}_error"}, lines_))
    return found


def _total(item: Total, sight: Sight, attrs: dict[str, str | int | float | bool | None]) -> SafeString:
    value = sight.computed.get(item.of, "")
    return element(
        "div",
        {**attrs, "class": "q q-total"},
        element("span", {"class": "q-label"}, sight.say(item.label) or _("Total")),
        element("output", {"class": "figure", "data-total": item.of, "aria-live": "polite"}, value or "–"),
        *([element("p", {"class": "field-help"}, sight.say(item.help))] if item.help else []),
    )
