"""What has rows: a matrix, each of whose rows is a group of its own, and a table that grows."""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from opencoach.people.templatetags.opencoach import icon
from opencoach.questionnaires.rendering import names
from opencoach.questionnaires.rendering.html import Attr, element, joined
from opencoach.questionnaires.rendering.lines import Control, number
from opencoach.questionnaires.rendering.sight import Drawn, Sight

TEMPLATE_ROW = "new"


def matrix(drawn: Drawn, sight: Sight) -> SafeString:
    """A wide screen shows the options once, above; a phone shows each row as a card with its words."""
    item = drawn.item
    value = drawn.value if isinstance(drawn.value, dict) else {}
    head = element(
        "div", {"class": "matrix-head", "aria-hidden": "true"}, element("span", {}),
        *(element("span", {}, sight.say(option.label)) for option in item.options),
    )  # fmt: skip
    rows = [_matrix_row(item, row, value.get(row.id), sight) for row in item.rows]
    return element("div", {"class": f"matrix columns-{min(len(item.options), 12)}"}, head, *rows)


def _matrix_row(item: Any, row: Any, chosen: Any, sight: Sight) -> SafeString:
    name = names.part(item.id, row.id)
    hidden = row.visible is not None and not sight.shows(f"{item.id}.{row.id}")
    cells = [
        element(
            "label", {},
            element("input", {"type": "radio", "class": "radio", "name": name, "id": f"{name}={option.id}",
                              "value": option.id, "checked": option.id == chosen}),
            element("span", {}, sight.say(option.label)),
        )
        for option in item.options
    ]  # fmt: skip
    attrs: dict[str, Attr] = {"class": "matrix-row", "hidden": hidden, "data-row": row.id}
    return element("fieldset", attrs, element("legend", {}, sight.say(row.label)), *cells)


def table(drawn: Drawn, sight: Sight) -> SafeString:
    item = drawn.item
    rows = drawn.value if isinstance(drawn.value, list) else []
    rows = [row if isinstance(row, dict) else {} for row in rows]
    shown = max(len(rows), item.min_rows, 1)
    rows += [{}] * (shown - len(rows))
    count = element("input", {"type": "hidden", "name": names.part(item.id, "rows"), "value": shown, "data-rows": True})
    head = element(
        "div", {"class": "table-head", "aria-hidden": "true"},
        *(element("span", {}, sight.say(column.label)) for column in item.columns), element("span", {}),
    )  # fmt: skip
    body = element(
        "div", {"class": "table-rows", "data-table-rows": True},
        *(_table_row(item, at, row, sight) for at, row in enumerate(rows)),
    )  # fmt: skip
    add = element(
        "button",
        {"type": "submit", "class": "button", "name": "do", "value": f"add:{item.id}", "data-add-row": True,
         "hidden": shown >= item.max_rows},
        icon("plus"), sight.say(item.add_label) or _("Add a row"),
    )  # fmt: skip
    spare = element("template", {"data-spare-row": True}, _table_row(item, TEMPLATE_ROW, {}, sight))
    attrs: dict[str, Attr] = {
        "class": f"growing columns-{min(len(item.columns), 12)}", "data-table": True, "data-most": item.max_rows,
        "data-least": max(item.min_rows, 1),
    }  # fmt: skip
    return element("div", attrs, count, head, body, add, spare)


def _table_row(item: Any, at: int | str, row: dict[str, Any], sight: Sight) -> SafeString:
    spoken = _("Row %(number)s") % {"number": at + 1 if isinstance(at, int) else "#"}
    cells = [_cell(item, column, at, row.get(column.id), sight) for column in item.columns]
    remove = element(
        "button",
        {"type": "submit", "class": "button square quiet", "name": "do", "value": f"remove:{item.id}:{at}",
         "data-remove-row": True},
        icon("x"), element("span", {"class": "visually-hidden"}, _("Remove %(row)s") % {"row": spoken}),
    )  # fmt: skip
    legend = element("legend", {"class": "visually-hidden", "data-row-name": _("Row %(number)s")}, spoken)
    return element("fieldset", {"class": "table-row", "data-table-row": True}, legend, *cells, remove)


def _cell(item: Any, column: Any, at: int | str, value: Any, sight: Sight) -> SafeString:
    name = names.part(item.id, at, column.id)
    label = element("span", {"class": "cell-label"}, sight.say(column.label))
    attrs: dict[str, Attr] = {"class": "input", "name": name, "id": name}
    if column.kind == "single":
        options = [element("option", {"value": ""}, "")]
        options += [
            element("option", {"value": option.id, "selected": option.id == value}, sight.say(option.label))
            for option in column.options
        ]
        control = element("span", {"class": "select"}, element("select", attrs, *options), icon("chevron-down"))
        words = " / ".join(sight.say(option.label) for option in column.options)
        paper = element("span", {"class": "on-paper", "aria-hidden": "true"}, words)
        return element("label", {"class": "cell"}, label, control, paper)
    kind = {"date": "date", "time": "time"}.get(column.kind, "text")
    attrs |= {"type": kind, "value": number(value), "dir": "auto" if column.kind == "text" else None}
    if column.kind == "number":
        attrs |= {"inputmode": "decimal", "maxlength": 40}
    elif column.kind == "text":
        attrs["maxlength"] = column.max_length
    else:
        attrs |= {"min": column.min, "max": column.max}
    unit = sight.say(getattr(column, "unit", None))
    control = element("input", attrs)
    end = joined([control, element("span", {"class": "unit"}, unit)]) if unit else control
    return element("label", {"class": "cell"}, label, element("span", {"class": "with-unit"}, end) if unit else end)


CONTROLS: dict[str, Control] = {"matrix": matrix, "table": table}
