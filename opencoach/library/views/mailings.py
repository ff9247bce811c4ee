"""Library → Letters: written to one, several or all clients of a kind; looked at for each; what became of each."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencoach.lib.ids import public_id
from opencoach.library import mailing_mails, ports, private
from opencoach.library.actions import mailings as actions
from opencoach.library.actions.mailings import Letter, why_not
from opencoach.library.mails import ATTACHED
from opencoach.library.queries import mailings as queries
from opencoach.library.queries import picking
from opencoach.library.queries.templates import template_of, templates_of
from opencoach.people.models import Engagement, Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said

COACHES = Membership.COACHES


@require_safe
@in_practice(*COACHES)
def mailings(request: PracticeRequest) -> HttpResponse:
    """The letters that one has written to several."""
    rows = list(queries.mailings_of(request.membership))
    for row in rows:
        row.practice = request.membership.practice
    shown = [(row, private.words(row).get("subject", "")) for row in rows]
    return render(request, "library/mailings.html", {"rows": shown})


@dataclass(slots=True)
class Written:
    """The form as it was sent."""

    subject: str
    text: str
    kind: str
    chosen: list[str]
    materials: list[str]
    attach: bool
    once: uuid.UUID

    @classmethod
    def read(cls, request: PracticeRequest) -> "Written":
        asked = request.POST if request.method == "POST" else request.GET
        try:
            once = uuid.UUID(asked.get("once", ""))
        except ValueError:
            once = public_id()
        return cls(
            asked.get("subject", "").replace("\r\n", " "), asked.get("text", "").replace("\r\n", "\n"),
            asked.get("kind", ""), asked.getlist("to"), asked.getlist("material"), "attach" in asked, once,
        )  # fmt: skip

    def letter(self, reader: Membership) -> Letter:
        return Letter(self.subject, self.text, picking.versions_of(reader, self.materials), self.attach)

    def picked(self, works: list[Engagement]) -> list[Engagement]:
        return [one for one in works if str(one.public_id) in self.chosen]


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*COACHES)
def mailing_new(request: PracticeRequest) -> HttpResponse:
    """Write it, look at it for each, send it. Only the last changes anything; what was typed is never lost."""
    reader, written = request.membership, Written.read(request)
    works = queries.works_of(reader)
    pressed = request.POST.get("do", "write") if request.method == "POST" else "write"
    if pressed == "kind":
        kept = queries.choices(works, written.kind, ())
        written.chosen = [str(one.engagement.public_id) for one in kept if one.picked]
    if pressed not in {"look", "send"}:
        return _write(request, written, works)
    picked = written.picked(works)
    try:
        letter = written.letter(reader)
        actions.check(letter, picked)
        if pressed == "look":
            return _look(request, written, letter, picked)
        made = actions.send_to_several(letter, picked, by=reader, once=written.once)
    except Refused as reason:
        return _write(request, written, works, str(reason))
    return redirect("library:mailing", reader.practice.slug, made.public_id)


def _write(request: PracticeRequest, written: Written, works: list[Engagement], wrong: str = "") -> HttpResponse:
    reader, asked = request.membership, request.POST if request.method == "POST" else request.GET
    template, words = asked.get("template", ""), asked.get("q", "").strip()[:200]
    if template and asked.get("do", "template") == "template":
        written.text = _wording(reader, template) or written.text
    context = {
        "written": written, "wrong": wrong, "kinds": queries.kinds_of(works), "words": words, "template": template,
        "choices": queries.choices(works, "", written.chosen), "templates": templates_of(reader)[0],
        "rows": picking.offered(reader, words, written.materials), "fields": list(ports.fields.values()),
        "largest": ATTACHED,
    }  # fmt: skip
    return render(request, "library/mailing_new.html", context, status=422 if wrong else 200)


def _wording(reader: Membership, template: str) -> str:
    try:
        wording = template_of(reader, uuid.UUID(template))
    except ValueError:
        return ""
    return wording.body if wording else ""


def _look(request: PracticeRequest, written: Written, letter: Letter, picked: list[Engagement]) -> HttpResponse:
    """How it reads for each: all of them by name with what is missing, one of them in full."""
    reader = request.membership
    kept = {"subject": letter.subject, "text": letter.text}
    seen = [
        (one, client, mailing_mails.said(kept, reader, one, client))
        for one in picked
        if not why_not(one)
        for client in one.current_clients
    ]
    place = request.POST.get("who", "")
    number = next((n for n, (one, client, _said) in enumerate(seen) if f"{one.pk}-{client.pk}" == place), 0)
    context: dict[str, Any] = {
        "written": written, "letter": letter, "seen": seen, "shown": seen[number], "number": number + 1,
        "left": [(one, why_not(one).label) for one in picked if why_not(one)],
        "incomplete": sum(1 for _one, _client, words in seen if words.missing),
    }  # fmt: skip
    return render(request, "library/mailing_look.html", context)


@require_safe
@in_practice(*COACHES)
def mailing(request: PracticeRequest, mailing: uuid.UUID) -> HttpResponse:
    """What became of it with each: a bar that fills while the mails go."""
    found = queries.get_mailing(request.membership, mailing)
    progress = queries.progress_of(found)
    context = {"mailing": found, "letter": private.words(found), "progress": progress}
    return render(request, "library/mailing.html", context)


@require_POST
@in_practice(*COACHES)
def mailing_withdrawal(request: PracticeRequest, mailing: uuid.UUID) -> HttpResponse:
    """What still waits doesn't go."""
    found = queries.get_mailing(request.membership, mailing)
    number = actions.withdraw(found, by=request.membership)
    if number:
        words = ngettext("%d mail doesn’t go.", "%d mails don’t go.", number) % number
        said(request, words)
    else:
        refused(request, _("All of it has gone already."))
    return redirect("library:mailing", request.membership.practice.slug, mailing)


@require_safe
@in_practice(Membership.Role.CLIENT)
def letter(request: PracticeRequest, mailing: uuid.UUID) -> HttpResponse:
    """A letter as its client has it, for those whose mails bring no words."""
    reader = request.membership
    part = queries.part_for(reader, mailing)
    words = mailing_mails.said(private.words(part.mailing), part.mailing.created_by, part.engagement, reader)
    context = {
        "said": words, "mailing": part.mailing, "shares": mailing_mails.shares_of(part, reader),
        "back": reverse("library:mine", args=[reader.practice.slug]),
    }  # fmt: skip
    return render(request, "library/letter.html", context)
