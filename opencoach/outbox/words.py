"""Put a delivery into words: one mail template, drawn as HTML and as plain text."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from django.conf import settings
from django.template import Template
from django.template.context import Context
from django.template.engine import Engine
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencoach.outbox import ports
from opencoach.outbox.blocks import Block, Divider, Fact, Heading, Para
from opencoach.outbox.drawing import html
from opencoach.outbox.mail_in import addresses
from opencoach.outbox.ports import Attached, Calendar, Rendered
from opencoach.outbox.templatetags.mail import KEY, Collected
from opencoach.people.models import Practice

WIDTH = 72  # of the plain text


def compose(
    template: str,
    context: Mapping[str, Any] | None = None,
    practice: Practice | None = None,
    *,
    from_name: str = "",
    reply_to: str = "",
    language: str = "",
    attachments: Sequence[Attached] = (),
    headers: Mapping[str, str] | None = None,
    calendar: Calendar | None = None,
) -> Rendered:
    """A mail from a template of blocks (`{% load mail %}`) in the practice's colour, in both forms.

    `from_name` is the coach's name: the mail comes from "<name> via <practice>". `language` is the reader's.
    """
    language = language or (practice.language if practice else settings.LANGUAGE_CODE)
    with translation.override(language):
        collected = Collected()
        _template(template).render(Context({"practice": practice, **(context or {}), KEY: collected}))
        drawn = _drawn(collected, practice, language)
        return replace(
            drawn,
            reply_to=reply_to,
            from_name=sender_name(from_name, practice),
            headers=dict(headers or {}),
            attachments=tuple(attachments),
            calendar=calendar,
        )


def _drawn(mail: Collected, practice: Practice | None, language: str) -> Rendered:
    """What was collected, in both forms, in the active language."""
    return Rendered(
        subject=mail.subject,
        text=_text(mail, practice),
        html=html(mail, practice, language),
        unsubscribe=_("Unsubscribe"),
        blocks=tuple(mail.blocks),
        why=mail.why,
    )


def together(mails: Sequence[Rendered], practice: Practice | None, language: str = "") -> Rendered:
    """Several mails, or texts, to one reader as one: each with its heading, lines between, the first one’s subject.

    An answer goes where the first of them wants it that asks for one (a check-in, for a number); else where the first
    takes one.
    """
    first, *others = mails
    if not others:
        return first
    if not first.subject:  # texts have none
        return Rendered("", "\n".join(one.text.strip() for one in mails))
    language = language or (practice.language if practice else settings.LANGUAGE_CODE)
    with translation.override(language):
        collected = Collected()
        more = ngettext("%(subject)s, and %(count)d more", "%(subject)s, and %(count)d more", len(others))
        collected.subject = more % {"subject": first.subject, "count": len(others)}
        collected.preheader = " · ".join(one.subject for one in others)
        collected.why = " ".join(dict.fromkeys(one.why for one in mails if one.why))
        for one in mails:
            collected.blocks += [*([Divider()] if collected.blocks else []), *_blocks(one)]
        names = {one.from_name for one in mails}
        return replace(
            _drawn(collected, practice, language),
            from_name=first.from_name if len(names) == 1 else sender_name("", practice),
            reply_to=_answers_to(mails),
            headers={name: value for one in reversed(mails) for name, value in one.headers.items()},
            attachments=tuple(file for one in mails for file in one.attachments),
            calendar=next((one.calendar for one in mails if one.calendar), None),
        )


def _answers_to(mails: Sequence[Rendered]) -> str:
    given = [one.reply_to for one in mails if one.reply_to]
    places = [(one, addresses.place(one)) for one in given]
    asking = [one for one, place in places if place is not None and not ports.takes_words(place.kind)]
    return next(iter([*asking, *given]), "")


def _blocks(mail: Rendered) -> Sequence[Block]:
    """A mail's blocks; of one that was written by hand its words, paragraph by paragraph."""
    if mail.blocks:
        return mail.blocks
    parts = [" ".join(part.split()) for part in mail.text.split("\n\n")]
    return [Heading(mail.subject), *(Para(part) for part in parts if part)]


def sender_name(name: str, practice: Practice | None) -> str:
    """ "Miriam Okafor via Okafor Coaching"; one of the two where they are the same or one is missing."""
    house = practice.name if practice else ""
    if name and house and name != house:
        return _("%(name)s via %(practice)s") % {"name": name, "practice": house}
    return name or house


@cache
def _template_once(name: str) -> Template:
    return Engine.get_default().get_template(name)


def _template(name: str) -> Template:
    return Engine.get_default().get_template(name) if settings.DEBUG else _template_once(name)


def _text(mail: Collected, practice: Practice | None) -> str:
    parts: list[str] = []
    for block, after in zip(mail.blocks, [*mail.blocks[1:], None], strict=True):
        parts.append("\n".join(_wrap(line.rstrip()) for line in block.as_text().splitlines()))
        parts.append("\n" if isinstance(block, Fact) and isinstance(after, Fact) else "\n\n")
    foot = [_wrap(line) for line in (practice.name if practice else "", mail.why) if line]
    if foot:
        parts += ["-- \n", "\n".join(foot)]
    return "".join(parts).strip("\n") + "\n"


def _wrap(line: str) -> str:
    """At 72 columns, never inside an address; a quote keeps its mark on every line."""
    mark = "> " if line.startswith("> ") else ""
    if len(line) <= WIDTH:
        return line
    return textwrap.fill(
        line.removeprefix(mark),
        WIDTH,
        initial_indent=mark,
        subsequent_indent=mark,
        break_long_words=False,
        break_on_hyphens=False,
    )
