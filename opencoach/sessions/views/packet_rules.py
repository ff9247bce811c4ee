"""Before and after: the rules of a session type (in Settings) and of one engagement (on the client's Sessions)."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencoach.library import ports
from opencoach.library.queries import picking
from opencoach.people import access as people
from opencoach.people.models import Engagement, Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.queries.engagements import get_with_parts
from opencoach.people.refusal import Refused
from opencoach.people.said import said
from opencoach.questionnaires.queries.library import usable
from opencoach.sessions import access
from opencoach.sessions.actions import packets as verbs
from opencoach.sessions.forms.packets import RuleForm
from opencoach.sessions.models import PacketRule, SessionType
from opencoach.sessions.packets import timing
from opencoach.sessions.packets.content import text_of
from opencoach.sessions.packets.standing import with_materials
from opencoach.sessions.packets.usual import USUAL, filled

COACHES = Membership.COACHES
Moment = PacketRule.Moment


@require_safe
@in_practice(*COACHES)
def type_packets(request: PracticeRequest, session_type: uuid.UUID) -> HttpResponse:
    """What goes before and after sessions of this type."""
    found = access.get_session_type(request.membership, session_type)
    context = {"kind": found, **_rules(PacketRule.objects.filter(session_type=found))}
    return render(request, "sessions/type_packets.html", context)


@require_safe
@in_practice(*COACHES)
def engagement_packets(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    """What goes before and after the sessions with this client, besides what their types say."""
    found = get_with_parts(people.engagements_for(request.membership), engagement)
    types = SessionType.objects.filter(sessions__engagement=found, packet_rules__archived_at=None).distinct()
    usual = with_materials(PacketRule.objects.filter(session_type__in=types, archived_at=None))
    context = {
        "engagement": found, **_rules(PacketRule.objects.filter(engagement=found)),
        "usual": list(usual.select_related("session_type").order_by("session_type__name", "moment", "pk")),
    }  # fmt: skip
    return render(request, "sessions/engagement_packets.html", context)


def _rules(rows: Any) -> dict[str, Any]:
    """The rules by moment; the usual ones to begin with, where there is none."""
    found = list(with_materials(rows.filter(archived_at=None)).order_by("pk"))
    return {
        "choices": () if found else USUAL,
        "before": [one for one in found if one.moment == Moment.BEFORE],
        "after": [one for one in found if one.moment == Moment.AFTER],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*COACHES)
def type_packet_new(request: PracticeRequest, session_type: uuid.UUID, moment: str) -> HttpResponse:
    """A rule for sessions of this type."""
    found = access.get_session_type(request.membership, session_type)
    return _edited(request, found, _moment(moment))


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*COACHES)
def engagement_packet_new(request: PracticeRequest, engagement: uuid.UUID, moment: str) -> HttpResponse:
    """A rule for the sessions with this client."""
    found = get_with_parts(people.engagements_for(request.membership), engagement)
    if not people.may_write(request.membership, found):
        raise Http404
    return _edited(request, found, _moment(moment))


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*COACHES)
def packet_rule(request: PracticeRequest, rule: uuid.UUID) -> HttpResponse:
    """Change one."""
    found = access.get_packet_rule(request.membership, rule)
    place = found.session_type or found.engagement
    if place is None:
        raise Http404
    return _edited(request, place, found.moment, found)


def _moment(text: str) -> str:
    if text not in Moment.values:
        raise Http404
    return text


def list_of(reader: Membership, place: SessionType | Engagement) -> str:
    """The address of the list that a rule stands in."""
    name = "type_packets" if isinstance(place, SessionType) else "engagement_packets"
    return reverse(f"sessions:{name}", args=[reader.practice.slug, place.public_id])


def _edited(
    request: PracticeRequest, place: SessionType | Engagement, moment: str, rule: PacketRule | None = None
) -> HttpResponse:
    reader = request.membership
    posted = request.method == "POST"
    askable = usable(reader)
    begun = filled(request.GET.get("usual", ""), moment, askable)
    initial, picked = _initial(rule) if rule is not None else (begun, [])
    form = RuleForm(moment, askable, request.POST if posted else None, initial, stored=rule.timing if rule else None)
    chosen = request.POST.getlist("material") if posted else picked
    keeps = posted and request.POST.get("do") != "find"
    if keeps and form.is_valid():
        wanted = form.wanted([version.material for version in picking.versions_of(reader, chosen)])
        try:
            if rule is not None:
                verbs.change_rule(rule, form.chosen, wanted, by=reader)
            else:
                verbs.add_rule(place, moment, form.chosen, wanted, by=reader)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            said(request, _("Saved. It holds from now on."))
            return redirect(list_of(reader, place))
    words = request.POST.get("q", "").strip()[:200]
    context = {
        "form": form, "rule": rule, "moment": moment, "place": place, "back": list_of(reader, place), "words": words,
        "rows": picking.offered(reader, words, chosen), "fields": list(ports.fields.values()),
        "place_name": place.name,
    }  # fmt: skip
    return render(request, "sessions/packet_rule.html", context, status=422 if keeps else 200)


def _initial(rule: PacketRule) -> tuple[dict[str, Any], list[str]]:
    parts = rule.material_parts.select_related("material")
    return {
        "timing": timing.key(rule.timing), "text": text_of(rule), "attach": rule.attach, "summary": rule.summary,
        "actions": rule.actions, "questionnaire": str(rule.questionnaire.public_id) if rule.questionnaire else "",
    }, [str(part.material.public_id) for part in parts]  # fmt: skip


@require_POST
@in_practice(*COACHES)
def packet_rule_archiving(request: PracticeRequest, rule: uuid.UUID) -> HttpResponse:
    """Nothing goes by it any more."""
    reader = request.membership
    found = access.get_packet_rule(reader, rule)
    verbs.archive_rule(found, by=reader)
    undo = reverse("sessions:packet_rule_restoring", args=[reader.practice.slug, rule])
    said(request, _("Nothing goes by this rule any more. What has gone stays."), undo)
    return _to_list(reader, found)


@require_POST
@in_practice(*COACHES)
def packet_rule_restoring(request: PracticeRequest, rule: uuid.UUID) -> HttpResponse:
    """It holds again."""
    found = access.get_packet_rule(request.membership, rule)
    verbs.restore_rule(found, by=request.membership)
    said(request, _("The rule holds again."))
    return _to_list(request.membership, found)


def _to_list(reader: Membership, rule: PacketRule) -> HttpResponse:
    place = rule.session_type or rule.engagement
    if place is None:
        raise Http404
    return redirect(list_of(reader, place))
