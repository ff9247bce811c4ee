"""The rows of an XLSForm's survey sheet, one after the other, as pages and questions."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from opencoach.questionnaires.importing import tongues
from opencoach.questionnaires.importing.formula import Node, Wrong, parse
from opencoach.questionnaires.importing.found import Data, Found
from opencoach.questionnaires.importing.limits import limits_in

MARK = "${"
META = {"start", "end", "today", "deviceid", "phonenumber", "username", "email", "audit", "start-geopoint", "simserial",
        "subscriberid", "background-audio", "csv-external", "xml-external"}  # fmt: skip
OUTSIDE = {"geopoint", "geotrace", "geoshape", "barcode", "hidden", "osm"}
PLAIN = {"text": "text", "string": "text", "integer": "number", "int": "number", "decimal": "number", "date": "date",
         "time": "time", "datetime": "date", "audio": "audio", "video": "video", "image": "file", "photo": "file",
         "file": "file", "note": "info", "range": "slider", "acknowledge": "multi", "trigger": "multi"}  # fmt: skip
SELECT = re.compile(
    r"^(?P<how>select_one|select one|select one from|select1|select_multiple|select multiple|select all that apply from"
    r"|rank)\s+(?P<list>\S+)(?P<other>\s+(or_other|or other|or specify other))?$"
)
KINDS = {
    "select_multiple": "multi",
    "select multiple": "multi",
    "select all that apply from": "multi",
    "rank": "ranking",
}
COLUMNS = {"text", "number", "date", "time", "single"}
TRUE = {"yes", "true", "true()"}
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The survey's rows, the lists of choices, and the language of texts that name none."""

    rows: Sequence[Row]
    lists: Mapping[str, list[Data]]
    language: str


@dataclass(slots=True)
class Open:
    """A group or a repeat that has begun."""

    kind: str
    row: Row
    conditions: list[tuple[str, str]] = field(default_factory=list)
    inside: list[tuple[Row, Data]] = field(default_factory=list)  # of a repeat or a table-list: rows with their kinds
    gathers: bool = False


def cell(sheet: str, row: Row, column: str) -> str:
    """Where it stands, as a person finds it."""
    return _("%(sheet)s, row %(row)s, column “%(column)s”") % {
        "sheet": sheet, "row": row.get("__row", "?"), "column": column,
    }  # fmt: skip


class Reading:
    """Goes through the rows once for the names, and once for the questions: a condition may look ahead."""

    def __init__(self, sheet: Sheet, found: Found) -> None:
        self.sheet, self.found = sheet, found
        self.made: list[Data] = []
        self.formulas: list[Callable[[], None]] = []  # read once all names are known, before the conditions
        self.later: list[Callable[[], None]] = []
        self.opened: list[Open] = []

    def pages(self) -> list[Data]:
        """All pages. What is wrong stands in `found`."""
        for row in self.sheet.rows:
            kind = " ".join(str(row.get("type", "")).split())
            if kind:
                self._row(row, kind)
            elif row.get("name") or row.get("label"):
                self.found.refuse(cell("survey", row, "type"), _("The type is missing."))
        for group in self.opened:
            self.found.refuse(cell("survey", group.row, "type"), _("This begins and never ends."))
        if not self.found.wrong:
            for work in [*self.formulas, *self.later]:
                work()
        return [page for page in self.made if page["items"]] or [{"id": "page1", "items": []}]

    def _row(self, row: Row, kind: str) -> None:
        begins = re.fullmatch(r"begin[ _](group|repeat|loop)", kind)
        ends = re.fullmatch(r"end[ _](group|repeat|loop)", kind)
        if begins:
            self._begin(row, begins[1])
        elif ends:
            self._end(row, ends[1])
        elif kind.lower() in META or kind.lower() in OUTSIDE:
            self._leave(row, kind)
        elif kind == "calculate":
            self._calculate(row)
        else:
            self._question(row, kind)

    def _leave(self, row: Row, kind: str) -> None:
        self.found.gone.add(str(row.get("name", "")))
        self.found.drop(
            cell("survey", row, "type"), _("“%(type)s” is not asked here; it is left out.") % {"type": kind}
        )

    def _begin(self, row: Row, kind: str) -> None:
        looks = str(_part(row, "control", "appearance"))
        group = Open(kind, row, self._conditions(row), gathers=kind != "group" or "table-list" in looks)
        outer = self._gathering()
        if outer is not None:
            self.found.drop(cell("survey", row, "type"), _("A group within a table is taken apart."))
            group.gathers = False
        self.opened.append(group)
        if not group.gathers and outer is None:
            self._page(row)

    def _end(self, row: Row, kind: str) -> None:
        if not self.opened or self.opened[-1].kind != kind:
            self.found.refuse(cell("survey", row, "type"), _("This ends, and has not begun."))
            return
        group = self.opened.pop()
        if group.gathers:
            self._gathered(group)
        elif self._gathering() is None:
            self._page(self.opened[-1].row if self.opened else None)

    def _gathering(self) -> Open | None:
        return next((one for one in self.opened if one.gathers), None)

    def _page(self, row: Row | None) -> None:
        page: Data = {"id": self._page_id(), "items": []}
        if row is not None and (title := self._text(row, "label")):
            page["title"] = title
        self.made.append(page)

    def _page_id(self) -> str:
        return f"page{len(self.made) + 1}"

    def _put(self, item: Data) -> None:
        if not self.made:
            self._page(None)
        self.made[-1]["items"].append(item)

    def _text(self, row: Row, column: str) -> Any:
        for name in tongues.unknown(row.get(column)):
            words = _("The language “%(name)s” is not known; its text is left out. Name it as “German (de)”.")
            self.found.drop(cell("survey", row, column), words % {"name": name[:40]})
        text = tongues.text_of(row.get(column), self.sheet.language)
        if any(MARK in words for words in (text.values() if isinstance(text, dict) else [text])):
            self.found.drop(
                cell("survey", row, column), _("Answers can't stand in words here: “${…}” is shown as it is.")
            )
        return text

    def _conditions(self, row: Row) -> list[tuple[str, str]]:
        text = _part(row, "bind", "relevant")
        return [(str(text), cell("survey", row, "relevant"))] if text else []

    def _question(self, row: Row, kind: str) -> None:
        name = str(row.get("name", ""))
        if not name and kind != "note":
            self.found.refuse(cell("survey", row, "name"), _("The name is missing."))
            return
        own = self._kind(row, kind)
        if own is None:
            return
        if (outer := self._gathering()) is not None:
            outer.inside.append((row, own))
            self.found.gone.add(name)  # a cell of a table is no value of its own
            if outer.kind == "group":
                self.found.ids[name] = f"#{name}"  # set once the matrix has its id
            return
        key = self.found.add(name or f"note_{row.get('__row')}", own["kind"], cell("survey", row, "name"))
        item = {**own, "id": key, **self._words(row, own["kind"])}
        self._limits(row, item)
        self._put(item)
        conditions = [one for group in self.opened for one in group.conditions] + self._conditions(row)
        self._watch(item, conditions)

    def _watch(self, item: Data, conditions: list[tuple[str, str]]) -> None:
        def work() -> None:
            if rule := self.found.rule(conditions, MARK):
                item["visible"] = rule

        if conditions:
            self.later.append(work)

    def _words(self, row: Row, kind: str) -> Data:
        label, hint = self._text(row, "label"), self._text(row, "hint")
        if kind == "info":
            return {"body": label or hint or "–", **({"help": hint} if hint and label else {})}
        required = str(_part(row, "bind", "required") or "").strip().lower()
        if required and required not in TRUE | {"no", "false", "false()"}:
            words = _("Whether it has to be answered depends on a formula; here it is optional.")
            self.found.drop(cell("survey", row, "required"), words)
        default = self._default(row, kind)
        return {
            "label": label or str(row.get("name", "")), **({"help": hint} if hint else {}),
            **({"required": True} if required in TRUE else {}), **({"default": default} if default else {}),
        }  # fmt: skip

    def _default(self, row: Row, kind: str) -> Data | None:
        text = str(row.get("default", "")).strip()
        if not text:
            return None
        if kind == "date" and text.lower() == "today()":
            return {"from": "today"}
        if "${" in text or "(" in text or kind in {"file", "audio", "video"}:
            self.found.drop(cell("survey", row, "default"), _("A default that is worked out is left out."))
            return None
        if kind in {"number", "slider"}:
            number = _number(text)
            return {"value": number} if number is not None else None
        return {"value": text.split() if kind in {"multi", "ranking"} else text}

    def _kind(self, row: Row, kind: str) -> Data | None:
        looks = str(_part(row, "control", "appearance") or "")
        chosen = SELECT.match(kind)
        if chosen is not None:
            return self._select(row, chosen, looks)
        own = PLAIN.get(kind.lower())
        if own is None:
            words = _("“%(type)s” is no type of an XLSForm.") % {"type": kind[:60]}
            self.found.refuse(cell("survey", row, "type"), words)
            return None
        if kind.lower() == "datetime":
            self.found.drop(cell("survey", row, "type"), _("Of a day with a time, only the day is asked."))
        if own == "text" and "multiline" in looks:
            own = "long_text"
        more: Data = {}
        if kind.lower() in {"integer", "int"}:
            more["step"] = 1
        elif kind.lower() in {"image", "photo"}:
            more["types"] = ["image/*"]
        elif own == "slider":
            more = self._range(row)
        elif own == "multi":
            more["options"] = [{"id": "OK", "label": _("Yes")}]
        return {"kind": own, **more}

    def _select(self, row: Row, chosen: re.Match[str], looks: str) -> Data | None:
        options = self.sheet.lists.get(chosen["list"])
        if not options:
            words = _("There is no list “%(list)s” in the sheet “choices”.") % {"list": chosen["list"][:60]}
            self.found.refuse(cell("survey", row, "type"), words)
            return None
        if row.get("choice_filter"):
            self.found.drop(cell("survey", row, "choice_filter"), _("All choices are offered: filters are left out."))
        own = KINDS.get(chosen["how"], "single")
        made: Data = {"kind": own, "options": [dict(one) for one in options]}
        if chosen["other"] and own != "ranking":
            made["other"] = _("Something else")
        if own == "single" and ("minimal" in looks or "autocomplete" in looks):
            made["look"] = "dropdown"
        return made

    def _range(self, row: Row) -> Data:
        said = dict(re.findall(r"(start|end|step)\s*=\s*(-?\d+(?:\.\d+)?)", str(row.get("parameters", ""))))
        low, high, step = (
            _number(said.get(name, usual)) for name, usual in (("start", "1"), ("end", "10"), ("step", "1"))
        )
        return {"min": low, "max": high, "step": abs(step or 1) or 1}

    def _limits(self, row: Row, item: Data) -> None:
        """What a constraint says about the answer itself: the least, the most, the length."""
        text = str(_part(row, "bind", "constraint") or "")
        if not text:
            return
        where = cell("survey", row, "constraint")
        try:
            limits, is_all = limits_in(parse(text, MARK), item["kind"], whole=item.get("step") == 1)
        except Wrong as wrong:
            self.found.refuse(where, str(wrong))
            return
        item.update(limits)
        if not is_all:
            words = _("Only limits such as “. >= 1 and . <= 10” are known here; what else stands there is left out.")
            self.found.drop(where, words)

    def _calculate(self, row: Row) -> None:
        name, text = str(row.get("name", "")), str(_part(row, "bind", "calculate") or "")
        if not name:
            self.found.refuse(cell("survey", row, "name"), _("The name is missing."))
            return
        if not text:
            self.found.refuse(cell("survey", row, "calculation"), _("The calculation is missing."))
            return
        where = cell("survey", row, "calculation")
        key = self.found.add(name, "computed", cell("survey", row, "name"))
        label = self._text(row, "label") or name

        def work() -> None:
            tree: Node | None = self.found.read(text, MARK, where)
            if tree is None or not self.found.compute(tree, name, where, label, key):
                self.found.gone.add(name)

        self.formulas.append(work)

    def _gathered(self, group: Open) -> None:
        row, name = group.row, str(group.row.get("name", "")) or f"table_{group.row.get('__row')}"
        if not group.inside:
            return
        key = self.found.add(name, "matrix" if group.kind == "group" else "table", cell("survey", row, "name"))
        label = self._text(row, "label") or name
        item = self._matrix(group, key) if group.kind == "group" else self._table(group)
        if item is None:
            return
        item = {**item, "id": key, "label": label}
        self._put(item)
        self._watch(item, [one for outer in self.opened for one in outer.conditions] + group.conditions)

    def _matrix(self, group: Open, outer: str) -> Data | None:
        kinds = {str(row.get("type")) for row, _own in group.inside}
        if len(kinds) > 1 or {own["kind"] for _row, own in group.inside} != {"single"}:
            words = _("Only questions with one answer from the same list can stand in rows.")
            self.found.refuse(cell("survey", group.row, "appearance"), words)
            return None
        rows = []
        for row, _own in group.inside:
            name = str(row["name"])
            key = name if re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,59}", name) else f"row{row.get('__row')}"
            rows.append({"id": key, "label": self._text(row, "label") or name})
            self.found.gone.discard(name)
            self.found.ids[name] = f"{outer}.{key}"
            self.found.kinds[self.found.ids[name]] = "single"
        options = group.inside[0][1]["options"]
        required = all(str(_part(row, "bind", "required") or "").lower() in TRUE for row, _own in group.inside)
        return {"kind": "matrix", "rows": rows, "options": options, **({"required": True} if required else {})}

    def _table(self, group: Open) -> Data | None:
        columns = []
        for row, own in group.inside:
            if own["kind"] not in COLUMNS | {"long_text"}:
                words = _("“%(type)s” can't stand in a table; it is left out.") % {"type": row.get("type")}
                self.found.drop(cell("survey", row, "type"), words)
                continue
            name = str(row["name"])
            key = name if re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,59}", name) else f"column{row.get('__row')}"
            kept: Data = {one: own[one] for one in ("step", "options") if one in own}
            kind = "text" if own["kind"] == "long_text" else own["kind"]
            column: Data = {"kind": kind, "id": key, "label": self._text(row, "label") or name, **kept}
            if self._conditions(row):
                self.found.drop(
                    cell("survey", row, "relevant"), _("A column is always shown; its condition is left out.")
                )
            columns.append(column)
        if not columns:
            return None
        return {"kind": "table", "columns": columns}


def _part(row: Row, outer: str, inner: str) -> Any:
    found = row.get(outer)
    value = found.get(inner, "") if isinstance(found, Mapping) else ""
    return value if not isinstance(value, Mapping) else next(iter(value.values()), "")


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return int(number) if number.is_integer() and abs(number) < 1e15 else number
