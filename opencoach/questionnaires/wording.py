"""The texts of a questionnaire one by one, and in other languages. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from opencoach.questionnaires.definition.text import said
from opencoach.questionnaires.editing import Data, Work

TEXTS = {"title", "description", "thanks", "label", "help", "placeholder", "unit", "low", "high", "other", "body",
         "add_label", "words"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """A text: the way to it (`pages.0.items.2.label`), how it reads in the questionnaire's own language, and in the
    other one ("" where nobody has translated it)."""

    path: str
    own: str
    other: str
    long: bool


def wordings(data: Data, language: str) -> list[Wording]:
    """Every text that somebody has written, in order."""
    own = data.get("language", "en")
    return [
        Wording(
            path,
            said(text, own, own),
            text.get(language, "") if isinstance(text, Mapping) else "",
            _is_long(path, text),
        )
        for path, text in _texts(data, "")
        if said(text, own, own).strip()
    ]


def spoken_in(data: Data) -> set[str]:
    """The languages that it has texts in, its own among them."""
    others = {one for _path, text in _texts(data, "") if isinstance(text, Mapping) for one in text}
    return {data.get("language", "en")} | others


def translated(language: str, words: Mapping[str, str]) -> Work:
    """Set the texts at these paths in that language; an empty one is taken out. A path that leads nowhere is passed
    over."""

    def work(data: Data) -> Data:
        own = data.get("language", "en")
        for path, text in list(_texts(data, "")):
            if path in words:
                thing, name = _holder(data, path)
                said_in = dict(text) if isinstance(text, Mapping) else {own: text}
                said_in.pop(language, None)
                if words[path]:
                    said_in[language] = words[path]
                thing[name] = said_in[own] if set(said_in) == {own} else said_in
        return data

    return work


def _texts(thing: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Every text with its way: dictionaries by key, lists by place."""
    if isinstance(thing, list):
        for at, one in enumerate(thing):
            yield from _texts(one, f"{path}{at}.")
    elif isinstance(thing, Mapping):
        for key, one in thing.items():
            if key in TEXTS and (isinstance(one, str) or _is_text(one)):
                yield f"{path}{key}", one
            elif key == "labels" and isinstance(one, Mapping):
                yield from ((f"{path}labels.{point}", words) for point, words in one.items())
            elif key not in {"visible", "when", "options_", "source", "map"}:
                yield from _texts(one, f"{path}{key}.")


def _is_text(one: Any) -> bool:
    return isinstance(one, Mapping) and bool(one) and all(isinstance(words, str) for words in one.values())


def _is_long(path: str, text: Any) -> bool:
    longest = max(map(len, text.values()), default=0) if isinstance(text, Mapping) else len(text)
    return path.endswith(("body", "description", "words")) or longest > 90


def _holder(data: Any, path: str) -> tuple[Any, str]:
    *way, name = path.split(".")
    for step in way:
        data = data[int(step)] if isinstance(data, list) else data[step]
    return data, name
