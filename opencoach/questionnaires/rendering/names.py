"""How the parts of a question are called in a form. No id of a definition has a dot or a plus in it."""

OTHER = "+other"  # the choice of one's own words


def field(item: str) -> str:
    """The control of a question, and its id in the page."""
    return f"a.{item}"


def part(item: str, *parts: object) -> str:
    """A control within a question: `a.matrix.row`, `a.table.0.column`, `a.single.other`."""
    return ".".join(["a", item, *map(str, parts)])


def block(item: str) -> str:
    """The id of a question's whole block in the page: where errors and links lead."""
    return f"q-{item}"
