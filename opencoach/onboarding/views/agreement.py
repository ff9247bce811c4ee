import difflib
import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from opencoach.lib import limits
from opencoach.lib.markdown import document
from opencoach.onboarding import access as doors
from opencoach.onboarding.actions.agreement import accept, current, publish
from opencoach.onboarding.agreement import default_text, filled, text_for, values_for
from opencoach.onboarding.forms import AcceptForm, AgreementForm
from opencoach.onboarding.models import Acceptance, Agreement
from opencoach.people import access
from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import said

Role = Membership.Role


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(Role.OWNER, Role.COACH, Role.CLIENT)
def agreement(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    """What was accepted, when and by whom; and for a client, a newer version to accept."""
    membership = request.membership
    work = access.get_engagement(membership, engagement)
    accepted = Acceptance.objects.filter(engagement=work).select_related("agreement").order_by("-accepted_at")
    if membership.is_client:
        accepted = accepted.filter(person=membership.person)
    latest = current(membership.practice)
    mine = [row for row in accepted if row.person_id == membership.person_id]
    newer = bool(
        membership.is_client and latest and access.may_write(membership, work)
        and all(row.agreement_id != latest.pk for row in mine)
    )  # fmt: skip
    form = AcceptForm(
        request.POST if request.method == "POST" else None,
        initial={"name": membership.display_name, "agreement": latest.public_id if latest else None},
    )
    if request.method == "POST":
        if not newer or latest is None:
            return redirect("onboarding:agreement", membership.practice.slug, engagement)
        if form.is_valid() and form.cleaned_data["agreement"] == latest.public_id:
            try:
                accept(
                    latest,
                    work,
                    membership.person,
                    name=form.cleaned_data["name"],
                    ip=limits.address_of(request) or None,
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                said(request, _("Accepted. A copy is on its way to you by e-mail."))
                return redirect("dashboard:today", membership.practice.slug)
    html = document(text_for(latest.text, work, membership.display_name), below=1) if newer and latest else ""
    context = {"work": work, "accepted": accepted, "newer": newer, "latest": latest, "form": form, "html": html}
    return render(request, "onboarding/agreement.html", context, status=422 if form.errors else 200)


@require_safe
@in_practice(Role.OWNER, Role.COACH, Role.CLIENT)
def acceptance(request: PracticeRequest, acceptance: uuid.UUID) -> HttpResponse:
    """The agreement as it was accepted, to read and to print."""
    row = doors.get_acceptance(request.membership, acceptance)
    return render(request, "onboarding/acceptance.html", {"row": row, "html": document(row.text, below=1)})


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(Role.OWNER)
def agreement_settings(request: PracticeRequest) -> HttpResponse:
    """The owner edits the template; "Preview" shows it filled in, "Publish" makes a new version."""
    practice = request.membership.practice
    latest = current(practice)
    text = latest.text if latest else default_text()
    form = AgreementForm(request.POST if request.method == "POST" else None, initial={"text": text})
    preview = ""
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["text"]
        if "publish" in request.POST:
            made = publish(practice, wanted, by=request.membership.person)
            unchanged = latest is not None and made.pk == latest.pk
            said(
                request,
                _("Nothing has changed, so there is no new version.")
                if unchanged
                else _("Version %(version)d is published. Present clients are asked to accept it.")
                % {"version": made.version},
            )
            return redirect("onboarding:agreement_settings", practice.slug)
        preview = document(filled(wanted, values_for(practice, [request.membership], _("Your client"))), below=1)
    versions = Agreement.objects.filter(practice=practice).order_by("-version")
    context = {"form": form, "versions": versions, "preview": preview, "latest": latest}
    return render(request, "onboarding/agreement_settings.html", context, status=422 if form.errors else 200)


@require_safe
@in_practice(Role.OWNER)
def agreement_version(request: PracticeRequest, version: int) -> HttpResponse:
    """One published version, and what it changed against the one before."""
    rows = Agreement.objects.filter(practice=request.membership.practice, version__in=[version, version - 1])
    found = {row.version: row for row in rows}
    if version not in found:
        raise Http404
    before = found[version - 1].text if version - 1 in found else ""
    changes = difference(before, found[version].text) if before else []
    context = {"row": found[version], "html": document(found[version].text, below=1), "changes": changes}
    return render(request, "onboarding/agreement_version.html", context)


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """Line by line: ("gone", line), ("new", line); lines that stayed are left out."""
    marks = {"- ": "gone", "+ ": "new"}
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [(marks[line[:2]], line[2:]) for line in lines if line[:2] in marks and line[2:].strip()]
