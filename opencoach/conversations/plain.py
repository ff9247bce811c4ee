"""The words of a message on one line, for a list, a quote or a search."""

import html

import nh3

from opencoach.lib import markdown


def plain(text: str) -> str:
    """`text` without its Markdown, on one line."""
    if markdown.is_words(text):
        return " ".join(text.split())
    return " ".join(html.unescape(nh3.clean(markdown.chat(text), tags=set())).split())
