"""A table of past sessions: read, looked at, written down."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from opencoach.lib import tables
from opencoach.lib.table_upload import mapping_of, text_of
from opencoach.people import navigation
from opencoach.people.models import Engagement
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import said
from opencoach.sessions import past_table
from opencoach.sessions.actions.importing import Past, import_past
from opencoach.sessions.models import SessionType
from opencoach.sessions.models.type import Medium
from opencoach.sessions.past_table import PastRow
from opencoach.sessions.queries import past

SAMPLE = (
    "client,date,time,minutes,medium,type,counts\n"
    "Ana Kovačević,2026-01-07,10:00,60,video,,yes\n"
    "ana@example.org,2026-01-21,10:00,45,phone,,no\n"
)
LABELS = {
    "client": gettext_lazy("Client"),
    "date": gettext_lazy("Date"),
    "time": gettext_lazy("Time"),
    "minutes": gettext_lazy("Minutes"),
    "medium": gettext_lazy("Where"),
    "type": gettext_lazy("Session type"),
    "counts": gettext_lazy("Counts"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as the preview shows it: what it was understood as, and in one with a mistake what stands in it."""

    row: PastRow
    name: str
    end: dt.datetime | None
    medium: str
    kind: str


@require_safe
@in_practice(*navigation.COACHES)
def import_sample(request: PracticeRequest) -> HttpResponse:
    """A table to fill in."""
    answer = HttpResponse("\ufeff" + SAMPLE, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="sessions.csv"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*navigation.COACHES)
def import_sessions(request: PracticeRequest) -> HttpResponse:
    """A table in, a preview with what is wrong row by row, then all good rows at once or none."""
    coach = request.membership
    context: dict[str, Any] = {"text": "", "most": tables.MOST_ROWS}
    if request.method != "POST":
        return render(request, "sessions/import.html", context)
    try:
        context["text"] = text_of(request)
        table = tables.read(context["text"], past_table.REQUIRED)
    except tables.Unreadable as trouble:
        return render(request, "sessions/import.html", {**context, "trouble": str(trouble)}, status=422)
    mapping = mapping_of(request, table, past_table.KNOWN_AS)
    engagements, types = past.own(coach), past.kinds(coach)
    rows = past_table.rows_of(table, mapping, past.known(coach, engagements.values(), types.values()))
    past.mark_there(coach, rows)
    if "import" in request.POST and _good(rows):
        try:
            made = import_past(coach, [_past(row, engagements, types) for row in _good(rows)])
        except Refused as refusal:
            context["trouble"] = _("%(reason)s Nothing was written down.") % {"reason": refusal}
        else:
            said(request, ngettext("%d session is written down.", "%d sessions are written down.", made) % made)
            return redirect("sessions:sessions", coach.practice.slug)
    context |= _preview(table, mapping, rows) | {"rows": [_shown(row, engagements, types) for row in rows]}
    return render(request, "sessions/import.html", context, status=422 if "trouble" in context else 200)


def _good(rows: Sequence[PastRow]) -> list[PastRow]:
    return [row for row in rows if not row.errors and not row.there]


def _preview(table: tables.Table, mapping: Mapping[str, int], rows: Sequence[PastRow]) -> dict[str, Any]:
    bad = [row for row in rows if row.errors]
    return {
        "table": table,
        "good": len(_good(rows)),
        "bad": len(bad),
        "there": len([row for row in rows if row.there and not row.errors]),
        "columns": [(key, LABELS[key], mapping.get(key, -1)) for key in past_table.KNOWN_AS],
        "missing": [LABELS[key] for key in ("client", "date") if key not in mapping],
    }


def _shown(row: PastRow, engagements: Mapping[int, Engagement], types: Mapping[int, SessionType]) -> Shown:
    typed = row.values if row.errors else {}
    return Shown(
        row=row,
        name=engagements[row.client].name if row.client else row.values.get("client", ""),
        end=row.start + dt.timedelta(minutes=row.minutes) if row.start else None,
        medium=typed.get("medium") or str(Medium(row.medium).label),
        kind=types[row.kind].name if row.kind else row.values.get("type", ""),
    )


def _past(row: PastRow, engagements: Mapping[int, Engagement], types: Mapping[int, SessionType]) -> Past:
    """A row without mistakes as the session that it says."""
    if row.client is None or row.start is None:
        raise ValueError("a row that could not be read")
    kind = types[row.kind] if row.kind else None
    return Past(engagements[row.client], row.start, row.minutes, row.medium, row.counts, kind)
