"""Answers, rows and columns as lines of a form; each keeps its id when its words change. Pure."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now

from opencoach.lib.words import one_line
from opencoach.questionnaires.editing import free_id
from opencoach.questionnaires.rendering.posted import several_lines, typed_number

COLUMNS = {"text", "number", "date", "time"}


def each(text: str) -> list[str]:
    return [one for line in several_lines(text).split("\n") if (one := one_line(line))]


def parted(line: str) -> tuple[str, str]:
    """ "1 = Never" as ("1", "Never")."""
    before, equals, after = line.partition("=")
    if not equals or not before.strip():
        raise ValidationError(_now("“%(line)s” has no “=” between the point and its word.") % {"line": line[:60]})
    return before.strip(), after.strip()


def options(text: str, old: Any, say: Any) -> list[dict[str, Any]]:
    found = []
    for line in each(text):
        label, equals, tail = line.rpartition("=")
        value = typed_number(tail) if equals else None
        found.append((label.strip(), value) if isinstance(value, int | float) else (line, None))
    kept = _kept([label for label, _value in found], old, say, "a")
    for one, (_label, value) in zip(kept, found, strict=True):
        one.pop("value", None)
        if value is not None:
            one["value"] = value
    return kept


def named(text: str, old: Any, say: Any, otherwise: str) -> list[dict[str, Any]]:
    return _kept(each(text), old, say, otherwise)


def columns(text: str, old: Any, say: Any) -> list[dict[str, Any]]:
    found = []
    for line in each(text):
        label, equals, tail = line.rpartition("=")
        kind = "single" if "/" in tail else tail.strip().lower()
        is_kind = equals and kind in {*COLUMNS, "single"}
        found.append((label.strip(), kind, tail) if is_kind else (line, "text", ""))
    kept = _kept([label for label, _kind, _tail in found], old, say, "column")
    same = {one.id: one for one in old}
    result = []
    for one, (label, kind, tail) in zip(kept, found, strict=True):
        before = same.get(one["id"])
        kept_kind = before if before is not None and before.kind == kind else None
        result.append({**(_dumped(kept_kind) if kept_kind is not None else {}), **one, "kind": kind})
        if kind == "single" and "/" in tail:
            words = [word for part in tail.split("/") if (word := one_line(part))]
            result[-1]["options"] = _kept(words, kept_kind.options if kept_kind is not None else [], say, "a")
        elif kind == "single" and kept_kind is None:
            told = _now("Write the answers of “%(column)s” after the “=”, with a “/” between them.")
            raise ValidationError(told % {"column": label[:60]})
    return result


def column_line(column: Any, say: Any) -> str:
    """A column as a line of the form: "How long = number", "Did it help? = Yes / No"."""
    if column.kind == "single":
        words = [say(one.label) for one in column.options]
        if len(words) < 2 or any("/" in word or "=" in word for word in words):
            return f"{say(column.label)} = single"  # what a line can't say stays as it is
        return f"{say(column.label)} = {' / '.join(words)}"
    return str(say(column.label)) + ("" if column.kind == "text" else f" = {column.kind}")


def _kept(labels: list[str], old: Any, say: Any, otherwise: str) -> list[dict[str, Any]]:
    """The parts with these words. One that had the words already stays what it is; so does the one in the same place,
    when only its words have changed."""
    before = {say(one.label): one for one in old}
    used: set[str] = set()
    found = []
    for at, label in enumerate(labels):
        one = before.get(label)
        if one is None and at < len(old) and say(old[at].label) not in labels:
            one = old[at]
        if one is not None and one.id not in used:
            data = _dumped(one)
            if say(one.label) != label:
                data["label"] = label
            data.pop("kind", None)
        else:
            taken = used | {each.id for each in old}
            data = {"id": free_id(label, taken, otherwise), "label": label}
        used.add(data["id"])
        found.append(data)
    return found


def _dumped(one: Any) -> dict[str, Any]:
    dumped: dict[str, Any] = one.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return dumped
