"""A page of questions as a person meets it: its words and controls, one a line, without what only looks."""

from html.parser import HTMLParser

KEPT = {
    "type", "name", "value", "checked", "selected", "disabled", "hidden", "aria-label", "data-item", "data-total",
    "min", "max", "maxlength", "for", "aria-describedby", "aria-required", "aria-invalid", "href", "accept",
}  # fmt: skip
CONTROLS = {"input", "select", "option", "textarea", "button", "output", "audio", "video", "a"}
DEEPER = {"div", "fieldset", "ol", "ul", "li", "label", "legend", "template"}
ALONE = {"input", "br", "img", "hr"}
PICTURE = "svg"
PAPER = "on-paper"  # for print alone


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.depth = self.picture = self.paper = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.picture += tag == PICTURE
        self.paper += self.paper > 0 or ("class", PAPER) in attrs
        if self.picture or self.paper:
            return
        own = [f"{name}={value or ''}" for name, value in attrs if name in KEPT]
        if tag in CONTROLS or own:
            self.say(" ".join([tag, *own]))
        self.depth += tag in DEEPER

    def handle_endtag(self, tag: str) -> None:
        if self.paper:
            self.paper -= 1
            return
        self.depth -= tag in DEEPER and not self.picture
        self.picture -= tag == PICTURE

    def handle_data(self, data: str) -> None:
        if data.strip() and not self.picture and not self.paper:
            self.say(f"“{' '.join(data.split())}”")

    def say(self, line: str) -> None:
        self.lines.append("  " * self.depth + line)


def outline(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    return "\n".join(reader.lines) + "\n"
