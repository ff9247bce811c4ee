"""Fields in a text: `{client name}`. Pure. Which fields there are, and what they say, is for others to know."""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

FIELD = re.compile(r"\{([^{}\n]{0,60})\}")
LONE = re.compile(r"[{}]")


@dataclass(frozen=True, slots=True)
class Unknown:
    """A field that there is none of. `near`: the one that was probably meant, "" for none."""

    written: str
    near: str = ""


@dataclass(frozen=True, slots=True)
class Merged:
    """A text with its fields filled in. What had no value is left as it was written, and named once in `missing`."""

    text: str
    missing: tuple[str, ...]


def tidy(name: str) -> str:
    """The name of a field as it is known: small letters, single spaces."""
    return " ".join(name.split()).casefold()


def named(text: str) -> list[str]:
    """The fields of a text in order, each once."""
    return list(dict.fromkeys(tidy(found[1]) for found in FIELD.finditer(text)))


def unknown(text: str, known: Iterable[str]) -> list[Unknown]:
    """What looks like a field and is none; a brace that is nowhere closed counts too."""
    names = list(known)
    return [*_unknown(text, names), *_lone(text)]


def _unknown(text: str, names: list[str]) -> Iterator[Unknown]:
    seen = set()
    for found in FIELD.finditer(text):
        name = tidy(found[1])
        if name in names or name in seen:
            continue
        seen.add(name)
        near = difflib.get_close_matches(name, names, 1, 0.6)
        yield Unknown(found[0], near[0] if near else "")


def _lone(text: str) -> list[Unknown]:
    rest = FIELD.sub("", text)
    return [Unknown(rest[max(0, found.start() - 12) : found.end() + 12].strip()) for found in LONE.finditer(rest)][:1]


def merge(text: str, value: Callable[[str], str]) -> Merged:
    """Fill the fields in. `value` gives what a field says, "" where there is nothing to say; it is asked once each."""
    values = {name: value(name) for name in named(text)}
    missing = tuple(name for name, said in values.items() if not said)
    filled = FIELD.sub(lambda found: values[tidy(found[1])] or found[0], text)
    return Merged(filled, missing)
