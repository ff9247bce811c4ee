"""Changes to a definition as data: what an editor's buttons do. Pure; `read` says whether the result holds."""

import copy
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

Data = dict[str, Any]
Work = Callable[[Data], Data]


def fresh(title: str) -> Data:
    """A questionnaire with one empty page."""
    return {"format": 1, "title": title, "pages": [{"id": "page1", "items": []}]}


def blank(kind: str, key: str) -> Data:
    """A new question of that kind, with what the kind can't do without."""
    two = [{"id": "a", "label": _("First answer")}, {"id": "b", "label": _("Second answer")}]
    own: dict[str, Data] = {
        "single": {"options": two},
        "multi": {"options": two},
        "ranking": {"options": two},
        "matrix": {"rows": [{"id": "row1", "label": _("First row")}], "options": two},
        "table": {"columns": [{"kind": "text", "id": "what", "label": _("What")}]},
        "info": {"body": _("Words between the questions.")},
    }
    return {"kind": kind, "id": key, "label": "" if kind == "info" else _("A new question"), **own.get(kind, {})}


def free_id(words: str, taken: Iterable[str], otherwise: str = "q") -> str:
    """An id that says what it is, and that nothing else has."""
    base = re.sub(r"[^a-z0-9_]", "", slugify(words).replace("-", "_"))[:40].strip("_")
    base = base if base[:1].isalpha() else f"{otherwise}{base}"
    known = {*taken, "and", "or", "not", "true", "false", "unknown"}
    names = (base, *(f"{base}_{number}" for number in range(2, 2_000)))
    return next(name for name in names if name not in known)


def ids(data: Data) -> set[str]:
    """All ids that questions, totals and scores have."""
    items = {item["id"] for page in data["pages"] for item in page.get("items", [])}
    return items | {one["id"] for name in ("computed", "scores") for one in data.get(name, [])}


def found(data: Data, item: str) -> tuple[int, int]:
    """On which page it stands, and where there. Raises KeyError."""
    for at, page in enumerate(data["pages"]):
        for place, one in enumerate(page.get("items", [])):
            if one["id"] == item:
                return at, place
    raise KeyError(item)


def add_item(kind: str, page: int, key: str) -> Work:
    """A new question at the end of a page."""

    def work(data: Data) -> Data:
        at = min(page, len(data["pages"]) - 1)
        data["pages"][at].setdefault("items", []).append(blank(kind, key))
        return data

    return work


def add_page(data: Data) -> Data:
    key = free_id(f"page{len(data['pages']) + 1}", (page["id"] for page in data["pages"]))
    data["pages"].append({"id": key, "items": []})
    return data


def change_page(page: int, values: Mapping[str, Any]) -> Work:
    """Set what a form says of a page; what is empty is taken out."""

    def work(data: Data) -> Data:
        for name, value in values.items():
            _put(data["pages"][page], name, value, data.get("language", "en"))
        return data

    return work


def describe_page(page: int, title: str) -> Work:
    def work(data: Data) -> Data:
        _put(data["pages"][page], "title", title, data.get("language", "en"))
        return data

    return work


def remove_page(page: int) -> Work:
    """The page with its questions; the last one stays, emptied."""

    def work(data: Data) -> Data:
        del data["pages"][page]
        if not data["pages"]:
            data["pages"].append({"id": "page1", "items": []})
        return data

    return work


def move(item: str, by: int) -> Work:
    """One place up (−1) or down (1); over the edge of a page it goes onto the next one."""

    def work(data: Data) -> Data:
        at, place = found(data, item)
        here = data["pages"][at]["items"]
        if 0 <= place + by < len(here):
            here[place], here[place + by] = here[place + by], here[place]
        elif 0 <= at + by < len(data["pages"]):
            there = data["pages"][at + by].setdefault("items", [])
            there.insert(len(there) if by < 0 else 0, here.pop(place))
        return data

    return work


def place_before(item: str, before: str) -> Work:
    """Dragged: to where another one stands; to the end of its page for ""."""

    def work(data: Data) -> Data:
        if item == before:
            return data
        at, place = found(data, item)
        taken = data["pages"][at]["items"].pop(place)
        if not before:
            data["pages"][at]["items"].append(taken)
            return data
        there, spot = found(data, before)
        data["pages"][there]["items"].insert(spot, taken)
        return data

    return work


def duplicate(item: str) -> Work:
    def work(data: Data) -> Data:
        at, place = found(data, item)
        twin = copy.deepcopy(data["pages"][at]["items"][place])
        twin["id"] = free_id(twin["id"], ids(data))
        data["pages"][at]["items"].insert(place + 1, twin)
        return data

    return work


def remove(item: str) -> Work:
    """The question, and with a total its formula."""

    def work(data: Data) -> Data:
        at, place = found(data, item)
        gone = data["pages"][at]["items"].pop(place)
        data["sinks"] = [one for one in data.get("sinks", []) if one["source"] != item]
        if gone["kind"] == "total":
            data["computed"] = [one for one in data.get("computed", []) if one["id"] != gone.get("of")]
        return data

    return work


def change(item: str, values: Mapping[str, Any]) -> Work:
    """Set what a form says of a question; what is empty is taken out."""

    def work(data: Data) -> Data:
        at, place = found(data, item)
        one = data["pages"][at]["items"][place]
        for name, value in values.items():
            _put(one, name, value, data.get("language", "en"))
        one.setdefault("label", "")
        return data

    return work


def change_part(item: str, name: str, part: str, visible: Data | None) -> Work:
    """When one of a question's answers (`name` is "options") or rows is shown: always for None."""

    def work(data: Data) -> Data:
        at, place = found(data, item)
        for one in data["pages"][at]["items"][place].get(name, []):
            if one["id"] == part:
                _put(one, "visible", visible)
        return data

    return work


def formula(total: str, expression: str) -> Work:
    """What a total works out."""

    def work(data: Data) -> Data:
        at, place = found(data, total)
        key = data["pages"][at]["items"][place]["of"]
        for one in data.get("computed", []):
            if one["id"] == key:
                one["expression"] = expression
        return data

    return work


def add_total(page: int, key: str) -> Work:
    """A total with a formula of its own, to be written."""

    def work(data: Data) -> Data:
        value = free_id(f"{key}_value", {*ids(data), key})
        data.setdefault("computed", []).append({"id": value, "label": _("Total"), "expression": "0"})
        item = {"kind": "total", "id": key, "label": _("Total"), "of": value}
        data["pages"][min(page, len(data["pages"]) - 1)].setdefault("items", []).append(item)
        return data

    return work


def describe(title: str, description: str, thanks: str) -> Work:
    def work(data: Data) -> Data:
        language = data.get("language", "en")
        for name, words in (("title", title), ("description", description), ("thanks", thanks)):
            _put(data, name, words, language)
        return data

    return work


def add_score(key: str, of: str) -> Work:
    """A score of one question, to be gone on with."""

    def work(data: Data) -> Data:
        data.setdefault("scores", []).append({"id": key, "label": _("A new score"), "parts": [{"of": of}]})
        return data

    return work


def put_score(values: Mapping[str, Any]) -> Work:
    """The score of that id as it is now."""

    def work(data: Data) -> Data:
        data["scores"] = [dict(values) if one["id"] == values["id"] else one for one in data.get("scores", [])]
        return data

    return work


def remove_score(key: str) -> Work:
    def work(data: Data) -> Data:
        data["scores"] = [one for one in data.get("scores", []) if one["id"] != key]
        return data

    return work


def flow(source: str, port: str, name: str = "") -> Work:
    """Where that answer goes besides: into a port, under a name; into none for ""."""

    def work(data: Data) -> Data:
        others = [one for one in data.get("sinks", []) if one["source"] != source]
        made = [{"port": port, "source": source, **({"options": {"name": name}} if name else {})}] if port else []
        data["sinks"] = [*others, *made]
        return data

    return work


def both(*works: Work) -> Work:
    """One after the other, as one change."""

    def work(data: Data) -> Data:
        for one in works:
            data = one(data)
        return data

    return work


def _put(thing: Data, name: str, value: Any, language: str = "") -> None:
    """Set it, or take it out. Of a text in several languages, the questionnaire's own is set."""
    old = thing.get(name)
    if isinstance(old, dict) and isinstance(value, str) and language and value:
        thing[name] = {**old, language: value}
    elif value is False or value in ("", None, [], {}):  # 0 is a value
        thing.pop(name, None)
    else:
        thing[name] = value
