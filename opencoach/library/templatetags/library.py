"""What pages of the library say of a material: `{% load library %}`."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from opencoach.library import captions
from opencoach.library.drawing import as_page
from opencoach.library.models import Material, MaterialFile

register = template.Library()
ICONS = {"text": "file-text", "file": "file", "link": "link", "media": "play"}
SIZES = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB"))
NAMES = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PowerPoint",
    "application/zip": "ZIP",
}


@register.filter
def material_icon(material: Material) -> str:
    return ICONS.get(material.kind, "file")


@register.filter
def as_document(text: str) -> SafeString:
    """Markdown with headings of its own, below those of the page."""
    return as_page(text)


@register.filter
def transcript(kept: str) -> list[str]:
    """The words of captions, in paragraphs."""
    return captions.transcript(kept).split("\n\n")


@register.filter
def file_words(file: MaterialFile) -> str:
    """ "PDF, 1.2 MB"."""
    kind = NAMES.get(file.media_type) or file.media_type.partition("/")[2].upper()[:12]
    return f"{kind}, {size(file.size)}" if kind and file.media_type != "application/octet-stream" else size(file.size)


@register.filter
def size(number: int) -> str:
    """Bytes as people say them."""
    for least, unit in SIZES:
        if number >= least:
            value = number / least
            return f"{value:.1f} {unit}" if value < 10 else f"{value:.0f} {unit}"
    return _("%(number)d bytes") % {"number": number}


@register.filter
def is_video(file: MaterialFile | None) -> bool:
    return file is not None and file.media_type.startswith("video/")


@register.filter
def is_heard(file: MaterialFile | None) -> bool:
    return file is not None and file.media_type.startswith("audio/")


@register.filter
def host(url: str) -> str:
    """ "example.org" of an address."""
    return url.partition("://")[2].partition("/")[0].removeprefix("www.")
