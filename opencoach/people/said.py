"""What a page says after something was done: one sentence, and the way back where there is one."""

from django.contrib import messages
from django.http import HttpRequest


def said(request: HttpRequest, text: str, undo: str = "") -> None:
    """Show `text` on the next page. `undo` is a URL that takes it back by POST."""
    messages.success(request, text, extra_tags=f"undo:{undo}" if undo else "")


def refused(request: HttpRequest, text: str) -> None:
    """Show on the next page why something was not done."""
    messages.error(request, text)
