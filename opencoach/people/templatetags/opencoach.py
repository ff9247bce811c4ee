"""Tags that every template has without loading them: the components of the interface."""

import datetime as dt
import json
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField, Form, widgets
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from opencoach.lib import moments
from opencoach.lib.moments import exact, spoken
from opencoach.people.models import Membership

register = template.Library()

# Which class of input a widget is drawn as.
CHECK = (widgets.CheckboxInput,)
GROUP = (widgets.RadioSelect, widgets.CheckboxSelectMultiple)


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """An icon of the sprite; it always stands beside its word, so it is silent. `size`: "" or "small"."""
    return _drawn(name, size)


@lru_cache(500)  # a page has a hundred of the same few, and the sprite stays where it is while the process runs
def _drawn(name: str, size: str) -> SafeString:
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        f" icon-{size}" if size else "",
        static("build/icons.svg"),
        name,
    )


@register.simple_tag
def avatar(who: Membership | str, size: str = "", *, group: bool = False, key: str = "") -> SafeString:
    """Initials on a hue of their own. `who` is a membership or a name; `key` decides the hue (the name by default)."""
    name = who.display_name if isinstance(who, Membership) else str(who)
    chosen = key or (str(who.public_id) if isinstance(who, Membership) else name)
    hue = sum(chosen.encode()) % 6 + 1
    classes = " ".join(filter(None, ["avatar", size, "group" if group else "", f"a-{hue}"]))
    inner = icon("users-round", "small") if group else initials(name)
    return format_html('<span class="{}" aria-hidden="true">{}</span>', classes, inner)


def initials(name: str) -> str:
    """The first letters of the first and the last word, in capitals: "Ana Kovačević" → "AK"."""
    words = [word for word in name.split() if word[:1].isalnum()]
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [word[0] for word in words]
    return "".join(letters).upper() or "·"


@register.simple_tag
def when(moment: dt.datetime | None, style: str = "") -> SafeString | str:
    """A moment as people say it in the reader's zone, exact on hover. `style`: "", "short" (lists) or "time"."""
    if moment is None:
        return ""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', moment.isoformat(), exact(moment), spoken(moment, style=style)
    )


@register.filter(expects_localtime=False)
def clock(wall: dt.datetime) -> str:
    """The time of day that a wall clock shows, somewhere else perhaps, in the reader's way: {{ there|clock }}."""
    return moments.clock(wall)


@register.simple_tag
def field(bound: BoundField, help: str = "", label: str = "") -> SafeString:
    """One form field: label, input, help and mistakes, tied together for a screen reader."""
    widget = bound.field.widget
    kind = "check" if isinstance(widget, CHECK) else "group" if isinstance(widget, GROUP) else ""
    if not kind and isinstance(widget, widgets.Select) and not isinstance(widget, widgets.SelectMultiple):
        kind = "select"
    help_text = help or str(bound.help_text)
    described = " ".join(
        filter(None, [f"{bound.auto_id}_help" if help_text else "", f"{bound.auto_id}_error" if bound.errors else ""])
    )
    if kind == "group":
        widget.attrs.setdefault("class", "box" if isinstance(widget, widgets.CheckboxSelectMultiple) else "radio")
    attrs: dict[str, Any] = {
        "class": f"{'box' if kind == 'check' else 'input'} {widget.attrs.get('class', '')}".strip()
    }
    if described:
        attrs["aria-describedby"] = described
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return render_to_string(
        "components/field.html",
        {
            "field": bound,
            "kind": kind,
            "label": label or bound.label,
            "help": help_text,
            "described": described,
            "widget": "" if kind == "group" else bound.as_widget(attrs=attrs),
        },
    )


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: Form) -> dict[str, Any]:
    """What needs another look, at the top of a form, with a link to each field."""
    return {"form": form}


@register.inclusion_tag("components/empty.html")
def empty(what: str, why: str = "", step: str = "", url: str = "") -> dict[str, str]:
    """An empty place: what belongs here, why it helps, and the one step that fills it."""
    return {"what": what, "why": why, "step": step, "url": url}


@register.simple_tag(takes_context=True)
def undo_form(context: template.Context, message: Any) -> SafeString | str:
    """The Undo of a toast: a message tagged `undo:<path>` is undone by a POST to that path."""
    path = next((tag[5:] for tag in str(message.extra_tags).split() if tag.startswith("undo:/")), "")
    if not path:
        return ""
    return format_html(
        '<form method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<button class="button" type="submit">{}</button></form>',
        path,
        get_token(context["request"]),
        _("Undo"),
    )


@register.filter
def safe_json(value: object) -> SafeString:
    """`value` as JSON that can stand in a script: no tag can begin in it."""
    text = json.dumps(value).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return SafeString(text)
