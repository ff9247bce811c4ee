"""Every URL name of the product."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def url_names() -> set[str]:
    """Full names (`app:name`); a pattern without a name stands as its route, in angle brackets."""
    return set(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[URLPattern | URLResolver], namespace: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            deeper = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, deeper)
        else:
            yield f"{namespace}{pattern.name}" if pattern.name else f"<{namespace}{pattern.pattern}>"
