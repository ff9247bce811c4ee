"""One packet of one session: changed, skipped, sent by hand."""

import uuid
from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from opencoach.library import ports
from opencoach.library.queries import picking
from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said
from opencoach.questionnaires.queries.library import usable
from opencoach.sessions import access
from opencoach.sessions.actions import packets as verbs
from opencoach.sessions.forms.packets import OnePacketForm
from opencoach.sessions.packets import timing
from opencoach.sessions.packets.standing import Standing, standing_of

COACHES = Membership.COACHES


def _load(request: PracticeRequest, session: uuid.UUID, rule: uuid.UUID) -> Standing:
    found = access.get_session(request.membership, session)
    one = standing_of(found, rule)
    if one is None or found.engagement.is_over:
        raise Http404
    return one


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*COACHES)
def packet(request: PracticeRequest, session: uuid.UUID, rule: uuid.UUID) -> HttpResponse:
    """What goes for this session alone."""
    reader = request.membership
    one = _load(request, session, rule)
    posted, content = request.method == "POST", one.content
    papers = usable(reader)
    if content.questionnaire is not None and content.questionnaire not in papers:
        papers.append(content.questionnaire)
    initial = {
        "text": content.text,
        "questionnaire": str(content.questionnaire.public_id) if content.questionnaire else "",
    }  # fmt: skip
    form = OnePacketForm(papers, request.POST if posted else None, initial)
    picked = [str(material.public_id) for material in content.materials]
    chosen = request.POST.getlist("material") if posted else picked
    keeps = posted and request.POST.get("do") != "find"
    if keeps and form.is_valid():
        materials = [version.material for version in picking.versions_of(reader, chosen)]
        kept = [material for material in content.materials if material not in materials]
        others = [material for material in kept if str(material.public_id) in chosen]  # a colleague's, no longer shared
        try:
            verbs.change_packet(one, form.wanted([*materials, *others]), by=reader)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            said(request, _("Saved, for this session alone."))
            return redirect("sessions:session", reader.practice.slug, session)
    words = request.POST.get("q", "").strip()[:200]
    context = {
        "form": form, "one": one, "session": one.session, "words": words, "when": timing.spoken(one.rule.timing),
        "rows": picking.offered(reader, words, chosen), "fields": list(ports.fields.values()),
    }  # fmt: skip
    return render(request, "sessions/packet.html", context, status=422 if keeps else 200)


@require_POST
@in_practice(*COACHES)
def packet_skipping(request: PracticeRequest, session: uuid.UUID, rule: uuid.UUID) -> HttpResponse:
    """It doesn't go for this session."""
    return _done(request, session, rule, verbs.skip_packet, _("It doesn’t go for this session."))


@require_POST
@in_practice(*COACHES)
def packet_taking_up(request: PracticeRequest, session: uuid.UUID, rule: uuid.UUID) -> HttpResponse:
    """It goes after all."""
    return _done(request, session, rule, verbs.unskip_packet, _("It goes after all."))


@require_POST
@in_practice(*COACHES)
def packet_reset(request: PracticeRequest, session: uuid.UUID, rule: uuid.UUID) -> HttpResponse:
    """As its rule says again."""
    return _done(request, session, rule, verbs.reset_packet, _("It is as the rule says again."))


@require_POST
@in_practice(*COACHES)
def packet_dispatch(request: PracticeRequest, session: uuid.UUID, rule: uuid.UUID) -> HttpResponse:
    """It goes now."""
    return _done(request, session, rule, verbs.send_packet, _("It is on its way."))


def _done(
    request: PracticeRequest, session: uuid.UUID, rule: uuid.UUID, act: Callable[..., None], words: str
) -> HttpResponse:
    one = _load(request, session, rule)
    try:
        act(one, by=request.membership)
    except Refused as reason:
        refused(request, str(reason))
    else:
        said(request, words)
    return redirect("sessions:session", request.membership.practice.slug, session)
