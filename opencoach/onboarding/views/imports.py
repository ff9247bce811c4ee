import zoneinfo
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from opencoach.lib import tables
from opencoach.lib.table_upload import mapping_of, text_of
from opencoach.onboarding import spreadsheet
from opencoach.onboarding.actions.import_clients import import_clients as act
from opencoach.onboarding.actions.invite import NewClient, already_asked
from opencoach.onboarding.sending import on_its_way, warnings
from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.queries.specialisations import choices
from opencoach.people.refusal import Refused
from opencoach.people.said import said

SAMPLE = (
    "name,email,specialisation,zone,note\nAna Kovačević,ana@example.org,executive,Europe/Zagreb,Good to have met you.\n"
)
LABELS = {
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail address"),
    "specialisation": gettext_lazy("Specialisation"),
    "zone": gettext_lazy("Time zone"),
    "note": gettext_lazy("A personal word"),
}


@require_safe
@in_practice(*Membership.COACHES)
def import_sample(request: PracticeRequest) -> HttpResponse:
    """A table to fill in."""
    answer = HttpResponse("\ufeff" + SAMPLE, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="clients.csv"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*Membership.COACHES)
def import_clients(request: PracticeRequest) -> HttpResponse:
    """A table in, a preview with what is wrong row by row, then all good rows at once or none."""
    context: dict[str, Any] = {"text": "", "warnings": warnings(), "most": tables.MOST_ROWS}
    if request.method != "POST":
        return render(request, "onboarding/import.html", context)
    try:
        context["text"] = text_of(request)
        table = tables.read(context["text"], spreadsheet.REQUIRED)
    except tables.Unreadable as trouble:
        return render(request, "onboarding/import.html", {**context, "trouble": str(trouble)}, status=422)
    mapping = mapping_of(request, table, spreadsheet.KNOWN_AS)
    rows = _rows(request, table, mapping)
    good = [row for row in rows if not row.errors]
    if "import" in request.POST and good:
        try:
            invited = act(request.membership, [_client(row) for row in good])
        except Refused as refusal:
            context["trouble"] = _("%(reason)s Nobody was invited.") % {"reason": refusal}
        else:
            said(request, _said(len(invited)))
            return redirect("people:clients", request.membership.practice.slug)
    context |= {
        "table": table,
        "rows": rows,
        "good": len(good),
        "bad": len(rows) - len(good),
        "columns": [(key, LABELS[key], mapping.get(key, -1)) for key in spreadsheet.COLUMNS],
        "missing": [LABELS[key] for key in spreadsheet.REQUIRED if key not in mapping],
    }
    return render(request, "onboarding/import.html", context, status=422 if "trouble" in context else 200)


def _said(number: int) -> str:
    invited = ngettext("%(number)d client is invited.", "%(number)d clients are invited.", number) % {"number": number}
    return f"{invited} {on_its_way(number)}"


def _rows(request: PracticeRequest, table: tables.Table, mapping: dict[str, int]) -> list[tables.Row]:
    practice = request.membership.practice
    known = {key.casefold(): key for key, _name in choices()} | {name.casefold(): key for key, name in choices()}
    first = practice.specialisations[0] if practice.specialisations else choices()[0][0]
    rows = spreadsheet.rows_of(
        table,
        mapping,
        specialisations=known,
        zones=zoneinfo.available_timezones(),
        usual={"specialisation": first, "zone": practice.zone},
    )
    good = [row for row in rows if not row.errors]
    asked = already_asked(practice, [row.values["email"] for row in good])
    for row in good:
        if reason := asked.get(row.values["email"]):
            row.errors.append(reason)
    return rows


def _client(row: tables.Row) -> NewClient:
    values = row.values
    return NewClient(
        name=values["name"],
        email=values["email"],
        specialisation=values["specialisation"],
        zone=values.get("zone", ""),
        note=values.get("note", ""),
    )
