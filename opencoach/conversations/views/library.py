"""What a coach says out of the library: a template's words, or materials, each from a page of its own."""

import uuid
from dataclasses import dataclass

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from opencoach.conversations import access
from opencoach.conversations.actions.from_library import say_materials
from opencoach.conversations.models import Conversation
from opencoach.conversations.queries.page import one
from opencoach.lib.words import one_line
from opencoach.library import fields
from opencoach.library.forms import form_for
from opencoach.library.models import Material
from opencoach.library.ports import About
from opencoach.library.queries import picking
from opencoach.library.queries.templates import Wording, template_of, templates_of
from opencoach.people.models import Engagement, Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.queries.engagements import with_parts
from opencoach.people.refusal import Refused
from opencoach.people.said import refused

COACHES = Membership.COACHES


@dataclass(frozen=True, slots=True)
class Filled:
    """A template with its words for the people of one conversation, and why some fields stay empty."""

    wording: Wording
    text: str
    missing: list[str]


@require_safe
@in_practice(*COACHES)
def wordings(request: PracticeRequest, conversation: uuid.UUID) -> HttpResponse:
    """The message templates, as each would read here; one leads back with its words in the field."""
    found = access.get_conversation(request.membership, conversation)
    engagement = _with_people(found)
    rows = [filled(request.membership, engagement, wording) for wording in templates_of(request.membership)[0]]
    context = {"conversation": found, "name": engagement.name, "rows": [row for row in rows if row is not None]}
    return render(request, "conversations/wordings.html", context)


def _with_people(conversation: Conversation) -> Engagement:
    engagement = with_parts(Engagement.objects.all()).get(pk=conversation.engagement_id)
    engagement.practice = conversation.practice
    return engagement


def filled(reader: Membership, engagement: Engagement, wording: Wording) -> Filled | None:
    """A template for the clients of an engagement; None while it has none."""
    if not engagement.current_clients:
        return None
    client = engagement.current_clients[0]
    client.practice = reader.practice
    merged = fields.merged(wording.body, About(reader, engagement, client))
    missing = [fields.why_missing(name) or "{" + name + "}" for name in merged.missing]
    return Filled(wording, merged.text, missing)


def draft_of(request: PracticeRequest, conversation: Conversation) -> str:
    """The words of the template that the address names, "" for none."""
    try:
        key = uuid.UUID(request.GET.get("template", ""))
    except ValueError:
        return ""
    wording = template_of(request.membership, key)
    found = filled(request.membership, _with_people(conversation), wording) if wording else None
    return found.text if found else ""


@require_safe
@in_practice(*COACHES)
def keep(request: PracticeRequest, conversation: uuid.UUID, seq: int) -> HttpResponse:
    """An answer of one's own in the editor of the library, to become a material once it is kept there."""
    found = access.get_conversation(request.membership, conversation)
    said = one(found, request.membership, access.get_message(found, seq))
    if not said.mine or said.deleted_at is not None or not said.text:
        raise Http404
    title = one_line(said.text.strip().partition("\n")[0].lstrip("#>*- "))[:80]
    context = {
        "form": form_for(Material.Kind.TEXT, initial={"title": title, "body": said.text}), "kind": Material.Kind.TEXT,
        "action": reverse("library:new", args=[request.membership.practice.slug, Material.Kind.TEXT]),
    }  # fmt: skip
    return render(request, "library/editor.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*COACHES)
def materials(request: PracticeRequest, conversation: uuid.UUID) -> HttpResponseBase:
    """Choose materials, say a word about them, and say it here."""
    reader = request.membership
    found = access.get_conversation(reader, conversation)
    there = reverse("conversations:conversation", args=[reader.practice.slug, conversation])
    if not access.may_write(reader, found):
        refused(request, _("This conversation has ended. You can still read it."))
        return redirect(there)
    posted = request.method == "POST"
    asked = request.POST if posted else request.GET
    chosen, wrong = asked.getlist("material"), ""
    if posted and request.POST.get("do") == "send":
        try:
            say_materials(
                found, _with_people(found), picking.versions_of(reader, chosen), by=reader,
                text=request.POST.get("text", ""),
            )  # fmt: skip
        except Refused as reason:
            wrong = str(reason)
        else:
            return redirect(there)
    words = asked.get("q", "").strip()[:200]
    context = {
        "conversation": found, "name": _with_people(found).name, "rows": picking.offered(reader, words, chosen),
        "words": words, "text": asked.get("text", ""), "wrong": wrong,
    }  # fmt: skip
    return render(request, "conversations/materials.html", context, status=422 if wrong else 200)
