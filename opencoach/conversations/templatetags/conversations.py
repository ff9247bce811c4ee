"""How the pages of conversations say things: `{% load conversations %}`."""

import datetime as dt
import json
from collections.abc import Iterable

from django import template
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencoach.conversations import words
from opencoach.conversations.models import Attachment
from opencoach.conversations.queries.lists import Listed
from opencoach.conversations.queries.page import Reaction, Said
from opencoach.conversations.queries.thread import Thread
from opencoach.lib import sniff
from opencoach.lib.moments import spoken
from opencoach.people.models import Membership
from opencoach.people.templatetags.opencoach import icon

register = template.Library()
WIDEST = 320  # CSS pixels of a thumbnail in a message


@register.simple_tag
def system_line(said: Said) -> str:
    """What happened, in a sentence."""
    return words.system(said.data)


@register.simple_tag
def channel_word(channel: str) -> SafeString | str:
    """By which way it came, where that was not this page."""
    if channel == "email":
        return format_html(' <span class="with-icon">{}{}</span>', icon("mail", "small"), _("by e-mail"))
    if channel == "sms":
        return format_html(' <span class="with-icon">{}{}</span>', icon("smartphone", "small"), _("by text"))
    return ""


@register.simple_tag
def reaction_word(reaction: Reaction) -> SafeString:
    """A reaction: its icon, its word, and who."""
    label, name = words.REACTIONS.get(reaction.key, (reaction.key, "check"))
    who = _("You") if reaction.mine and len(reaction.names) == 1 else ", ".join(reaction.names)
    return format_html('{}<b>{}</b><span class="visually-hidden">: </span> {}', icon(name, "small"), label, who)


@register.filter
def day_words(day: dt.date) -> str:
    """A day as its divider says it: "Today", "Yesterday", "Thursday 19 November", with the year where it differs."""
    today = timezone.localdate()
    if day == today:
        return _("Today")
    if day == today - dt.timedelta(days=1):
        return _("Yesterday")
    return formats.date_format(day, "l j F" if day.year == today.year else "l j F Y")


@register.filter
def is_picture(media_type: str) -> bool:
    return media_type in sniff.PICTURES


@register.filter
def is_audio(media_type: str) -> bool:
    return media_type.startswith("audio/") and sniff.is_shown(media_type)


@register.filter
def minutes(seconds: float) -> str:
    """A length: "1:05"."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


@register.filter
def file_words(file: Attachment) -> str:
    """What a file is and how large: "PDF, 1.4 MB"."""
    ending = file.name.rpartition(".")[2].upper() if "." in file.name else ""
    kind = ending if ending.isalnum() and len(ending) <= 5 else _("File")
    return f"{kind}, {words.size(file.size)}"


@register.simple_tag
def file_icon(file: Attachment) -> SafeString:
    return icon("image" if file.media_type.startswith("image/") else "file-text")


@register.filter
def file_path(base: str, file: Attachment) -> str:
    """Where a file is, below its conversation."""
    return f"{base}files/{file.public_id}/"


@register.simple_tag
def picture_size(file: Attachment) -> SafeString:
    """The place that the picture will take, so that nothing jumps when it comes."""
    width, height = file.width or WIDEST, file.height or WIDEST
    scale = min(1.0, WIDEST / max(width, height))
    return format_html('width="{}" height="{}"', max(1, round(width * scale)), max(1, round(height * scale)))


@register.filter
def my_reactions(said: Said) -> list[str]:
    return [one.key for one in said.reactions if one.mine]


@register.filter
def last_seq(messages: list[Said]) -> int:
    return messages[-1].seq if messages else 0


@register.simple_tag
def names(members: Iterable[Membership]) -> str:
    """Everybody by name."""
    return ", ".join(member.display_name for member in members)


@register.simple_tag
def keys_of(members: Iterable[Membership]) -> str:
    """The public ids of these persons, as the live frames name them."""
    return " ".join(str(member.person.public_id) for member in members)


@register.simple_tag
def names_by_key(members: Iterable[Membership]) -> str:
    """The same with their names, as JSON for the page's script."""
    return json.dumps({str(member.person.public_id): member.display_name for member in members})


@register.simple_tag
def list_line(row: Listed) -> str:
    """The last words of a conversation, and whose they are."""
    said = row.last
    if said is None:
        return _("Nothing has been said yet.")
    if said.deleted:
        return _("A message was deleted.")
    text = said.preview or (_("Voice memo") if said.voice else _("A file"))
    if said.mine:
        return _("You: %(text)s") % {"text": text}
    return f"{said.name}: {text}" if row.group else text


@register.simple_tag
def unread_words(count: int) -> str:
    """How much is unread in a conversation, after its name: "2 unread"."""
    return ngettext("%d unread", "%d unread", count) % count


@register.simple_tag
def reached_words(thread: Thread) -> str:
    """How far the reader's last message has come: "Seen 09:05", "Seen by Mei", "Delivered"."""
    if thread.last_mine is None:
        return ""
    seen = thread.seen_by
    if seen and thread.group:
        return _("Seen by %(names)s") % {"names": names(one.member for one in seen)}
    if seen:
        at = seen[0].seen_at
        return _("Seen %(time)s") % {"time": spoken(at, style="time") if at else ""}
    return _("Delivered") if thread.delivered_to else _("Sent")


@register.simple_tag
def blank_message(thread: Thread, *, mine: bool = False) -> Said:
    """A message without anything, which the page fills in when one comes in live."""
    return Said(
        seq=0,
        kind="text",
        channel="web",
        at=timezone.now(),
        client_id="",
        sender_id=None,
        name="-",
        writer=None,
        text="-",
        data={},
        mine=mine,
    )
