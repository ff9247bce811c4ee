"""A mail in HTML as lines of text, its quotes marked with ">". For mails that bring nothing else; linear time."""

import re
from html import unescape

MOST = 20_000  # pieces that are looked at one by one
REACH = 250_000  # characters
PIECE = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})([^<>]*)>|<[^<>]*>|[^<]+|<", re.DOTALL)
TAG = re.compile(r"<[^<>]*>")
HIDDEN = (("<!--", "-->"), *((f"<{tag}", f"</{tag}>") for tag in ("head", "style", "script", "title")))
BLOCKS = frozenset(
    {
        "p", "div", "br", "tr", "li", "ul", "ol", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
        "pre", "section", "article", "header", "footer",
    }
)  # fmt: skip
QUOTE = re.compile(
    r"""class\s*=\s*["']?(?:[^"'>]*\s)?(?:yahoo_quoted|protonmail_quote)\b|name\s*=\s*["']?quote["'\s]"""
)
SIGNATURE = re.compile(r"""class\s*=\s*["']?(?:[^"'>]*\s)?(?:gmail_signature|moz-signature)\b""")
SPACE = re.compile(r"[ \t\r\n\f]+")


def as_text(html: str) -> str:
    """Its words, one line for each block; a quote's lines begin with ">"."""
    writer = _Writer()
    for opening, closing in HIDDEN:
        html = _without(html, opening, closing)
    html, rest = html[:REACH], html[REACH:]
    end = 0
    for count, piece in enumerate(PIECE.finditer(html)):
        if count >= MOST:
            break
        end = piece.end()
        if piece.group(2):
            writer.tag(piece.group(2).lower(), piece.group(3) or "", closing=bool(piece.group(1)))
        elif not piece.group().startswith("<") or piece.group() == "<":
            writer.words(piece.group())
    if html[end:] or rest:
        writer.words(TAG.sub(" ", html[end:] + rest))
    return writer.text()


def _without(html: str, opening: str, closing: str) -> str:
    """Without what stands between the two; what is never closed goes to the end."""
    lower = html.lower()
    if len(lower) != len(html) or opening not in lower:
        return html
    kept, at = [], 0
    while (start := lower.find(opening, at)) >= 0:
        if lower[start + len(opening) : start + len(opening) + 1].isalnum():  # <header> is no <head>
            kept.append(html[at : start + len(opening)])
            at = start + len(opening)
            continue
        kept.append(html[at:start])
        end = lower.find(closing, start)
        if end < 0:
            return "".join(kept)
        at = end + len(closing)
    return "".join([*kept, html[at:]])


class _Writer:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.open: list[tuple[str, bool]] = []  # (tag, is a quote) of what may quote
        self.depth = 0

    def tag(self, name: str, attributes: str, *, closing: bool) -> None:
        if name not in BLOCKS:
            return
        self.flush(empty=name in {"br", "p"} and (closing or name == "br"))
        if name == "div" and not closing and SIGNATURE.search(attributes[:400]):
            self.sign()
        if name == "li" and not closing:
            self.line.append("- ")
        if name in {"blockquote", "div"}:
            self._nest(name, attributes, closing=closing)

    def _nest(self, name: str, attributes: str, *, closing: bool) -> None:
        if not closing:
            quotes = name == "blockquote" or QUOTE.search(attributes[:400]) is not None
            if len(self.open) < 500:
                self.open.append((name, quotes))
                self.depth += quotes
        elif self.open and self.open[-1][0] == name:
            self.depth -= self.open.pop()[1]

    def sign(self) -> None:
        """A signature's beginning as plain text has it; the program's own "--" above it is the same."""
        while self.lines and self.lines[-1] in {"", "--"}:
            self.lines.pop()
        self.lines.append("-- ")

    def words(self, text: str) -> None:
        self.line.append(SPACE.sub(" ", unescape(text)))

    def flush(self, *, empty: bool) -> None:
        said = "".join(self.line).strip()
        self.line = []
        if said == "--" and self.lines and self.lines[-1] == "-- ":
            return
        if said or empty:
            self.lines.append(f"{'> ' if self.depth else ''}{said}".rstrip() if said or self.depth else "")

    def text(self) -> str:
        self.flush(empty=False)
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self.lines)).strip("\n") + "\n"
