"""The editor: the questionnaire as it will be seen, each question with its buttons; one of them open to be changed."""

import uuid
from typing import Any
from urllib.parse import urlencode

from csp.constants import SELF
from csp.decorators import csp_update
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said
from opencoach.questionnaires import access, editing
from opencoach.questionnaires.actions import library
from opencoach.questionnaires.checks import check
from opencoach.questionnaires.definition import Definition, Invalid, read
from opencoach.questionnaires.definition import said as words_of
from opencoach.questionnaires.editing import Work
from opencoach.questionnaires.forms.editing import AboutForm, ItemForm, PageForm
from opencoach.questionnaires.forms.kinds import KINDS
from opencoach.questionnaires.forms.parts import PartForm
from opencoach.questionnaires.models import DraftStep, Questionnaire, Version
from opencoach.questionnaires.program import inner
from opencoach.questionnaires.rendering.blocks import block
from opencoach.questionnaires.rendering.names import block as block_id
from opencoach.questionnaires.rendering.sight import Drawn, Sight
from opencoach.questionnaires.views.changing import told, work_of

COACHES = Membership.COACHES
Open = ItemForm | PartForm | PageForm


@require_http_methods(["GET", "HEAD", "POST"])
@csp_update({"frame-src": [SELF]})
@in_practice(*COACHES)
def questionnaire(request: PracticeRequest, questionnaire: uuid.UUID) -> HttpResponse:
    """The draft. `?open=` names the question (with `?part=` one of its answers or rows), `?page=` the page whose form
    is open; a POST of that form changes it, and `then` says which form comes next."""
    found = access.get_questionnaire_to_change(request.membership, questionnaire)
    draft = library.draft_of(found)
    definition = read(draft.definition)
    opened, at = request.GET.get("open", ""), _opened_page(request, definition)
    form = _form(request, definition, at)
    if form is not None and form.is_bound and form.is_valid():
        try:
            library.change(draft, _change(form, at))
        except (Refused, Invalid, ValidationError) as error:
            form.add_error(None, told(error))
        else:
            return redirect(_at(request, found) + _next(form, at, request.POST.get("then", "")))
    page = at if isinstance(form, PageForm) else None
    context = _context(found, draft, definition, opened, form) | {"open_page": page}
    return render(request, "questionnaires/editor.html", context, status=422 if form and form.errors else 200)


def _form(request: PracticeRequest, definition: Definition, at: int | None) -> Open | None:
    """The form that the address asks for; a part that isn't there (any more) leads to its question."""
    sent = request.POST if request.method == "POST" else None
    item = next((one for one in definition.items if one.id == request.GET.get("open", "")), None)
    if item is None:
        return PageForm(definition, definition.pages[at], sent) if at is not None else None
    if part := request.GET.get("part", ""):
        try:
            return PartForm(definition, item, part, sent)
        except KeyError:
            sent = None
    return ItemForm(definition, item, sent)


def _change(form: Open, at: int | None) -> Work:
    return editing.change_page(at or 0, form.values()) if isinstance(form, PageForm) else work_of(form)


def _next(form: Open, at: int | None, then: str) -> str:
    """Where a form that was saved leads: to its place in the page; for "more" to itself, with one more condition;
    for a part's key to that part; and from a part to its question."""
    if isinstance(form, PageForm):
        return f"?page={at}#page{at}" if then == "more" else f"#page{at}"
    key = form.item.id
    if isinstance(form, PartForm):
        part = urlencode({"part": form.key})
        return f"?open={key}&{part}#{block_id(key)}" if then == "more" else f"?open={key}#{block_id(key)}"
    if then:
        part = "" if then == "more" else "&" + urlencode({"part": then})
        return f"?open={key}{part}#{block_id(key)}"
    return f"#{block_id(key)}"


def _opened_page(request: PracticeRequest, definition: Definition) -> int | None:
    text = request.GET.get("page", "")
    known = text.isascii() and text.isdecimal() and len(text) < 5 and int(text) < len(definition.pages)
    return int(text) if known else None


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*COACHES)
def about(request: PracticeRequest, questionnaire: uuid.UUID) -> HttpResponse:
    """What it is called, what for, who is asked it."""
    found = access.get_questionnaire_to_change(request.membership, questionnaire)
    draft = library.draft_of(found)
    definition = read(draft.definition)
    now = {
        name: words_of(getattr(definition, name), definition.language) for name in ("title", "description", "thanks")
    }
    initial = {**now, "purpose": found.purpose, "attached": found.attached, "shared": found.shared_at is not None}
    form = AboutForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        library.change(draft, editing.describe(given["title"], given["description"], given["thanks"]))
        library.describe(
            found, purpose=given["purpose"], attached=given["attached"], shared=given["shared"], by=request.membership
        )
        said(request, _("Saved."))
        return redirect("questionnaires:questionnaire", request.membership.practice.slug, questionnaire)
    return render(
        request, "questionnaires/about.html", {"form": form, "found": found}, status=422 if form.errors else 200
    )


@require_POST
@in_practice(*COACHES)
def steps(request: PracticeRequest, questionnaire: uuid.UUID) -> HttpResponse:
    """One change to the draft: `do` says which, as `up:sleep`, `add:0`, `undo`."""
    found = access.get_questionnaire_to_change(request.membership, questionnaire)
    draft = library.draft_of(found)
    verb, _colon, key = request.POST.get("do", "").partition(":")
    if verb == "undo":
        library.undo(draft)
        return redirect(_at(request, found))
    opened, jump = "", key
    try:
        work, made = _work(draft.definition, verb, key, request.POST)
        library.change(draft, work)
        opened, jump = (made, made) if verb == "add" else ("", key)
    except KeyError:
        raise Http404 from None
    except (Refused, Invalid) as error:
        refused(request, told(error))
    else:
        if verb in {"remove", "remove_page"}:
            undo = reverse("questionnaires:undoing", args=[request.membership.practice.slug, questionnaire])
            said(request, _("It is taken out."), undo)
    address = _at(request, found) + (f"?open={opened}" if opened else "")
    return redirect(f"{address}#{block_id(jump)}" if jump and verb != "remove" else address)


@require_POST
@in_practice(*COACHES)
def undoing(request: PracticeRequest, questionnaire: uuid.UUID) -> HttpResponse:
    """Take the last change to the draft back."""
    found = access.get_questionnaire_to_change(request.membership, questionnaire)
    library.undo(library.draft_of(found))
    return redirect(_at(request, found))


def _work(data: dict[str, Any], verb: str, key: str, sent: Any) -> tuple[Work, str]:
    """The change that a button asks for, and the id of what it makes. Raises KeyError for no such thing."""
    if verb == "add":
        kind = sent.get("kind", "")
        if kind not in dict(KINDS):
            raise KeyError(kind)
        made = editing.free_id(kind, editing.ids(data))
        page = _page(data, key)
        return (editing.add_total(page, made) if kind == "total" else editing.add_item(kind, page, made)), made
    if verb == "add_page":
        return editing.add_page, ""
    if verb == "remove_page":
        return editing.remove_page(_page(data, key)), ""
    if verb == "title_page":
        return editing.describe_page(_page(data, key), str(sent.get("title", ""))[:300].strip()), ""
    editing.found(data, key)
    if verb == "before":
        before = str(sent.get("before", ""))
        if before:
            editing.found(data, before)
        return editing.place_before(key, before), ""
    works = {
        "up": lambda: editing.move(key, -1),
        "down": lambda: editing.move(key, 1),
        "copy": lambda: editing.duplicate(key),
        "remove": lambda: editing.remove(key),
    }
    return works[verb](), ""


def _page(data: dict[str, Any], key: str) -> int:
    if not key.isdecimal() or int(key[:6]) >= len(data["pages"]):
        raise KeyError(key)
    return int(key)


def _context(
    found: Questionnaire,
    draft: Version,
    definition: Definition,
    opened: str,
    form: Open | None,
) -> dict[str, Any]:
    sight = Sight(definition.language, definition.language, live=False)
    problems = check(definition)
    pages = [
        {
            "at": at,
            "title": sight.say(page.title),
            "rule": page.visible is not None,
            "items": [
                {"item": item, "name": sight.say(item.label) or item.id, "drawn": block(Drawn(item, None), sight),
                 "open": item.id == opened, "inner": any(one.visible for one in inner(item)),
                 "problems": [one for one in problems if one.item == item.id]}
                for item in page.items
            ],
        }
        for at, page in enumerate(definition.pages)
    ]  # fmt: skip
    return {
        "found": found,
        "draft": draft,
        "title": sight.say(definition.title),
        "pages": pages,
        "form": form,
        "part": isinstance(form, PartForm),
        "kinds": KINDS,
        "problems": problems,
        "errors": any(one.level == "error" for one in problems),
        "undoable": DraftStep.objects.filter(version=draft).exists(),
    }


def _at(request: PracticeRequest, found: Questionnaire) -> str:
    return reverse("questionnaires:questionnaire", args=[request.membership.practice.slug, found.public_id])
