"""HTML by plain functions: a page of three hundred questions has thousands of elements, and templates take a tenth of
a millisecond for each."""

from collections.abc import Iterable

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

Attr = str | int | float | bool | None
ALONE = frozenset({"input", "br", "hr", "img"})


def element(tag: str, attrs: dict[str, Attr] | None = None, *inner: str) -> SafeString:
    """One element. Attributes that are None or False are left out, True stands alone; `inner` is escaped unless it is
    safe already."""
    parts = [f"<{tag}"]
    if attrs:
        for name, value in attrs.items():
            if value is None or value is False:
                continue
            parts.append(f" {name}" if value is True else f' {name}="{_escaped(str(value))}"')
    parts.append(">")
    if tag not in ALONE:
        parts += [one if isinstance(one, SafeString) else _escaped(one) for one in inner]
        parts.append(f"</{tag}>")
    return SafeString("".join(parts))


def _escaped(text: str) -> str:
    """Five replacements are five times as fast as one translation."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return safe.replace('"', "&quot;").replace("'", "&#x27;")


def joined(parts: Iterable[str]) -> SafeString:
    """The parts one after another, escaped unless they are safe."""
    return SafeString("".join(conditional_escape(part) for part in parts))
