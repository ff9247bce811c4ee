"""Markdown from people, as HTML that can do no harm.

Links lead to http, https, mailto and tel only; pictures, raw HTML, classes and styles are left out.
"""

import re

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {
    "p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a",
    "h1", "h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
HEADING = re.compile(r"<(/?)h([1-6])>")  # as nh3 leaves them: without attributes
CODE = {"fence", "code_block"}  # blocks whose words stand in them, not in their parts
BREAKS = {"softbreak", "hardbreak"}
SCHEMES = {"http", "https", "mailto", "tel"}
# A line that is nothing but words: no mark inside, none of a list, heading or quote before it, no address. Most
# messages are like that, and rendering one costs a tenth of a millisecond (benchmarks/conversation).
WORDS = re.compile(r"(?![-+#\s]|\d{1,9}[.)])[^*_`\[\]~\\<>&\n\r\t\x00\xa0]+(?<!\s)")

_chat = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).enable(["strikethrough"])
_chat.disable(["image", "html_block", "html_inline", "heading", "lheading"])
_document = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_document.disable(["image", "html_block", "html_inline"])


def is_words(text: str) -> bool:
    """Whether there is nothing in a message but lines of words."""
    return "://" not in text and all(not line or WORDS.fullmatch(line) for line in text.split("\n"))


def chat(text: str) -> SafeString:
    """A message: one line break is a line break, bare addresses become links, headings are just words."""
    if is_words(text):  # no character in it means anything in HTML
        paragraphs = [part.strip("\n").replace("\n", "<br>\n") for part in text.split("\n\n")]
        return SafeString("".join(f"<p>{part}</p>\n" for part in paragraphs if part))
    return _clean(_chat.render(linkified(text)))


def chat_words(text: str) -> str:
    """The words of a message without its marks, on one line: for a list, a quote or a search. Not HTML: escape it."""
    if is_words(text):
        return " ".join(text.split())
    found = []
    for block in _chat.parse(linkified(text)):
        parts = [" "] if block.children is None else [_word_of(part) for part in block.children]
        found.append(block.content if block.type in CODE else "".join(parts))
    return " ".join("".join(found).split())


def _word_of(part: Token) -> str:
    return " " if part.type in BREAKS else part.content


def document(text: str, *, below: int = 0) -> SafeString:
    """A longer text with headings and tables: an agreement, a material.

    Its headings begin `below` levels further down, where the page has headings of its own.
    """
    html = _clean(_document.render(text))
    if not below:
        return html
    return SafeString(HEADING.sub(lambda tag: f"<{tag[1]}h{min(int(tag[2]) + below, 6)}>", html))


def linkified(text: str) -> str:
    """Bare http(s) addresses in angle brackets, so that Markdown makes links of them. Linear in the text's length."""
    if "://" not in text:
        return text
    return "\n".join(_linkified_line(line) for line in text.split("\n"))


def _linkified_line(line: str) -> str:
    if "`" in line or "](" in line or "<http" in line:  # code or links already: leave it as it was written
        return line
    return " ".join(_linkified_word(word) for word in line.split(" "))


def _linkified_word(word: str) -> str:
    start = word.find("http")
    if start < 0 or not word[start:].startswith(("http://", "https://")) or (start and word[start - 1] not in "(\"'"):
        return word
    address = word[start:].rstrip(".,;:!?)\"'")
    if any(char in address for char in "<>"):
        return word
    return f"{word[:start]}<{address}>{word[start + len(address) :]}"


def _clean(html: str) -> SafeString:
    return SafeString(
        nh3.clean(
            html,
            tags=TAGS,
            attributes={"a": {"href", "title"}, "ol": {"start"}},
            url_schemes=SCHEMES,
            link_rel="noopener noreferrer nofollow",
        )
    )
