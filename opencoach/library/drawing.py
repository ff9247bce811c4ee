"""A material's words as they stand on a page."""

import re

from django.utils.safestring import SafeString

from opencoach.lib import markdown

HEADING = re.compile(r"^ {0,3}(#{1,4})(?=\s)", re.MULTILINE)


def as_page(text: str) -> SafeString:
    """Markdown as HTML whose largest headings come right below that of the page, however they were written."""
    largest = min((len(found[1]) for found in HEADING.finditer(text)), default=1)
    return markdown.document(text, below=2 - largest)
