"""Texts of other programs, by language."""

import re
from collections.abc import Mapping
from typing import Any

from django.conf.locale import LANG_INFO

CODE = re.compile(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
NAMES = {
    str(one[key]).casefold(): code
    for code, one in LANG_INFO.items()
    for key in ("name", "name_local")
    if key in one and CODE.match(code)
}


def code_of(name: str) -> str:
    """The code of a language that is named as "German (de)", "German", "Deutsch" or "de"; "" for what nobody knows."""
    name = name.strip()
    in_brackets = re.search(r"\(([A-Za-z-]{2,12})\)\s*$", name)
    for one in (in_brackets[1] if in_brackets else "", name):
        lower = one.lower().replace("_", "-")
        if lower and CODE.match(lower) and (lower in LANG_INFO or lower.partition("-")[0] in LANG_INFO):
            return lower
    return NAMES.get(name.casefold(), "")


def text_of(found: Any, usual: str) -> Any:
    """A text of ours: as it is, or by language. `usual` is the language of what names none."""
    if not isinstance(found, Mapping):
        return str(found) if found not in (None, "") else ""
    said = {
        usual if name == "default" else code_of(str(name)): str(words)
        for name, words in found.items()
        if words not in (None, "") and isinstance(words, str | int | float)
    }
    said.pop("", None)
    if not said:
        return ""
    return said[usual] if list(said) == [usual] else said


def unknown(found: Any) -> list[str]:
    """The names of languages that are not known."""
    return (
        [str(name) for name in found if name != "default" and not code_of(str(name))]
        if isinstance(found, Mapping)
        else []
    )
