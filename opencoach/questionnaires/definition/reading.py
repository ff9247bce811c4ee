"""From JSON to a definition and back. What comes in may be anything: it is refused with words, and soon."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from django.utils.translation import gettext as _
from pydantic import ValidationError

from opencoach.questionnaires.definition.document import Definition
from opencoach.questionnaires.definition.limits import DEEPEST, MOST_BYTES
from opencoach.questionnaires.definition.problems import Invalid, Problem
from opencoach.questionnaires.definition.said import problems_of


def read(raw: str | bytes | Mapping[str, Any]) -> Definition:
    """The definition that the JSON text, or what it was loaded to, describes. Raises Invalid.

    It is well-formed then; `checks.check` says whether it also makes sense.
    """
    data = _loaded(raw) if isinstance(raw, str | bytes) else raw
    if not isinstance(data, Mapping):
        raise Invalid([Problem(_("A questionnaire is an object: it begins with “{”."))])
    _refuse_deep(data)
    if isinstance(raw, Mapping):
        _refuse_long(raw)
    if data.get("format", 1) != 1:
        raise Invalid([Problem(_("This format is not known here. OpenCoach reads format 1."), where="format")])
    try:
        return Definition.model_validate(data)
    except ValidationError as error:
        raise Invalid(problems_of(error, data)) from None


def _loaded(raw: str | bytes) -> Any:
    if len(raw) > MOST_BYTES:
        raise Invalid([_too_long()])
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        place = _("line %(line)s, column %(column)s") % {"line": error.lineno, "column": error.colno}
        raise Invalid([Problem(_("This is not JSON."), where=place)]) from None


def _too_long() -> Problem:
    return Problem(_("The questionnaire is larger than 1 MB."))


def _refuse_long(data: Mapping[str, Any]) -> None:
    try:
        size = len(orjson.dumps(data))
    except (TypeError, ValueError) as error:
        raise Invalid([Problem(_("This can't be written as JSON: %(why)s") % {"why": str(error)[:200]})]) from None
    if size > MOST_BYTES:
        raise Invalid([_too_long()])


def _refuse_deep(data: Any) -> None:
    layer: list[Any] = [data]
    for _depth in range(DEEPEST):
        layer = [
            inner
            for outer in layer
            for inner in (outer.values() if isinstance(outer, Mapping) else outer)
            if isinstance(inner, Mapping) or (isinstance(inner, Sequence) and not isinstance(inner, str | bytes))
        ]
        if not layer:
            return
    raise Invalid([Problem(_("Things stand too deep within each other; at most %(n)s levels.") % {"n": DEEPEST})])


def written(definition: Definition) -> dict[str, Any]:
    """As JSON data: what has its usual value is left out. `read(written(d)) == d`."""
    data: dict[str, Any] = definition.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return {"format": definition.format, **data}


def canonical(data: Any) -> bytes:
    """The same data gives the same bytes, whoever wrote it: sorted keys, no spaces, 5.0 as 5."""
    return json.dumps(_plain(data), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _plain(data: Any) -> Any:
    if isinstance(data, float) and data.is_integer() and abs(data) < 1e15:
        return int(data)
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_plain(value) for value in data]
    return data


def digest(definition: Definition) -> str:
    """SHA-256 of the whole definition, as 64 hexadecimal digits: two versions with the same digest are the same."""
    return hashlib.sha256(canonical(written(definition))).hexdigest()
