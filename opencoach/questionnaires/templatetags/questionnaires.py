"""What pages of questionnaires draw."""

from django import template
from django.utils.safestring import SafeString

from opencoach.people.templatetags.opencoach import icon
from opencoach.questionnaires.rendering.html import element
from opencoach.questionnaires.rendering.sight import Filed

register = template.Library()


@register.simple_tag
def read_file(files: dict[str, Filed], key: str) -> SafeString | str:
    """A file of an answer, to be opened or heard."""
    one = files.get(key)
    if one is None:
        return ""
    player = SafeString("")
    if one.media_type.startswith("audio/"):
        player = element("audio", {"controls": True, "preload": "none", "src": one.url})
    elif one.media_type in {"video/mp4", "video/webm"}:
        player = element("video", {"controls": True, "preload": "none", "src": one.url})
    elif one.media_type in {"image/png", "image/jpeg", "image/gif", "image/webp"}:
        player = element("img", {"src": one.url, "alt": one.name, "loading": "lazy"})
    link = element("a", {"href": one.url}, one.name)
    return element(
        "li", {}, element("span", {"class": "file-name"}, icon("paperclip", "small"), link, " ", one.size), player
    )
