"""What is handed in: files, something spoken, something filmed. A script uploads at once; else the form does."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from opencoach.people.templatetags.opencoach import icon
from opencoach.questionnaires.rendering import names
from opencoach.questionnaires.rendering.html import Attr, element, joined
from opencoach.questionnaires.rendering.lines import Control, described
from opencoach.questionnaires.rendering.sight import Drawn, Filed, Sight

LARGEST = 50_000_000  # bytes of one file, whatever the question allows


def megabytes(size: int) -> str:
    """A limit as people say it: "50 MB"."""
    return f"{size / 1_000_000:g} MB" if size >= 100_000 else f"{size / 1_000:g} kB"


def files(drawn: Drawn, sight: Sight) -> SafeString:
    item = drawn.item
    say = _("Add files") if item.max_count > 1 else _("Choose a file")
    return _upload(drawn, sight, say, ",".join(item.types) or None, item.max_count)


def audio(drawn: Drawn, sight: Sight) -> SafeString:
    return _upload(drawn, sight, _("Record, or choose a file"), "audio/*", 1, recorder="audio")


def video(drawn: Drawn, sight: Sight) -> SafeString:
    return _upload(drawn, sight, _("Record, or choose a file"), "video/*", 1, recorder="video")


def _upload(
    drawn: Drawn, sight: Sight, label: str, accept: str | None, most: int, *, recorder: str | None = None
) -> SafeString:
    item = drawn.item
    name = names.field(item.id)
    kept = [sight.files[key] for key in drawn.value or [] if isinstance(key, str) and key in sight.files]
    attrs: dict[str, Attr] = {
        "type": "file", "class": "input", "name": name, "id": name, "accept": accept, "multiple": most > 1,
        "aria-label": label, "aria-describedby": described(drawn, sight),
        "capture": "user" if recorder else None, "data-file": True, "disabled": not sight.live,
    }  # fmt: skip
    limit = _limit(item.max_bytes, most, getattr(item, "max_seconds", None))
    data: dict[str, Attr] = {
        "class": "upload", "data-upload": True, "data-most": most, "data-recorder": recorder,
        "data-seconds": getattr(item, "max_seconds", None),
    }  # fmt: skip
    rows = element("ul", {"class": "files", "data-files": True}, *(filed(item.id, one) for one in kept))
    note = element("p", {"class": "small soft"}, limit)
    return element("div", data, rows, element("input", attrs), note)


def filed(item: str, one: Filed) -> SafeString:
    """A file that stands there already, with its way out."""
    player = SafeString("")
    if one.url and one.media_type.startswith("audio/"):
        player = element("audio", {"controls": True, "preload": "none", "src": one.url})
    elif one.url and one.media_type in {"video/mp4", "video/webm"}:
        player = element("video", {"controls": True, "preload": "none", "src": one.url})
    kept = element("input", {"type": "hidden", "name": names.part(item, "kept"), "value": one.key})
    gone = element(
        "button",
        {"type": "submit", "class": "button square quiet", "name": "do", "value": f"drop:{item}:{one.key}",
         "data-drop": True},
        icon("x"), element("span", {"class": "visually-hidden"}, _("Remove %(name)s") % {"name": one.name}),
    )  # fmt: skip
    name = element("a", {"href": one.url}, one.name) if one.url else one.name
    named = joined([name, " ", element("span", {"class": "soft"}, one.size)])
    line = element("span", {"class": "file-name"}, icon("paperclip", "small"), named)
    return element("li", {"data-filed": one.key}, kept, line, gone, player)


def _limit(most_bytes: int | None, most: int, seconds: int | None) -> str:
    size = _("at most %(size)s") % {"size": megabytes(min(most_bytes or LARGEST, LARGEST))}
    parts = [size] if most == 1 else [_("%(count)d files") % {"count": most}, size]
    if seconds:
        parts.append(_("%(count)d seconds") % {"count": seconds})
    return ", ".join(parts)[:1].upper() + ", ".join(parts)[1:] + "."


CONTROLS: dict[str, Control] = {"file": files, "audio": audio, "video": video}
