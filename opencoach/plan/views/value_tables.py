"""Values of a measure from a table: read, looked at, written down."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from opencoach.lib import tables
from opencoach.lib.table_upload import mapping_of, text_of
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import said
from opencoach.plan import access, days, private, value_table
from opencoach.plan.actions import measures as verbs
from opencoach.plan.models import Measure, MeasureValue
from opencoach.plan.queries.value_tables import known_of
from opencoach.plan.value_table import ValueRow
from opencoach.plan.views.measures import load
from opencoach.plan.views.place import PLANNING
from opencoach.plan.views.todos import path_of

SAMPLE = "date,value,note\n2026-01-05,7,\n2026-01-12,5.5,After the holiday\n"
SHOWN = 60  # right rows that the preview shows; wrong ones it shows all
LABELS = {
    "date": gettext_lazy("Date"),
    "time": gettext_lazy("Time"),
    "value": gettext_lazy("Value"),
    "note": gettext_lazy("Note"),
}


@require_safe
@in_practice(*PLANNING)
def values_sample(request: PracticeRequest) -> HttpResponse:
    """A table to fill in."""
    answer = HttpResponse("\ufeff" + SAMPLE, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="values.csv"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*PLANNING)
def measure_import(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    """A table in, a preview with what is wrong row by row; all rows are written down at once, or none."""
    found = access.require_write(request.membership, load(request, thing))
    home = path_of(request.membership, "measure", found)
    context: dict[str, Any] = {
        "text": "", "most": value_table.MOST_ROWS, "title": private.words(found).get("title", ""), "back": home,
    }  # fmt: skip
    if request.method != "POST":
        return render(request, "plan/import.html", context)
    try:
        context["text"] = text_of(request)
        table = tables.read(context["text"], value_table.REQUIRED, most=value_table.MOST_ROWS)
    except tables.Unreadable as trouble:
        return render(request, "plan/import.html", {**context, "trouble": str(trouble)}, status=422)
    mapping = mapping_of(request, table, value_table.KNOWN_AS)
    rows = value_table.rows_of(table, mapping, days.zone_of(found), known_of(found))
    _fit(found, rows)
    if "import" in request.POST and rows and not any(row.errors for row in rows):
        try:
            made = verbs.add_values(found, _given(rows), actor=request.membership.person, source=_TABLE)
        except Refused as refusal:
            context["trouble"] = _("%(reason)s Nothing was written down.") % {"reason": refusal}
        else:
            said(request, _counted(len(made)))
            return redirect(home)
    context |= _preview(table, mapping, rows)
    wrong = "import" in request.POST or "trouble" in context
    return render(request, "plan/import.html", context, status=422 if wrong else 200)


_TABLE = MeasureValue.Source.TABLE


def _counted(number: int) -> str:
    if not number:
        return _("All of it was written down already. Nothing has changed.")
    return ngettext("%d value is written down.", "%d values are written down.", number) % number


def _fit(measure: Measure, rows: Sequence[ValueRow]) -> None:
    """Say of each row whether the measure can have such a value."""
    for row in rows:
        if row.value is not None and row.at is not None:
            try:
                verbs.check(measure, verbs.Given(row.value, row.at))
            except Refused as refusal:
                row.errors.append(str(refusal))


def _given(rows: Sequence[ValueRow]) -> list[verbs.Given]:
    return [
        verbs.Given(row.value, row.at, row.note, row.key)
        for row in rows
        if row.value is not None and row.at is not None
    ]


def _preview(table: tables.Table, mapping: dict[str, int], rows: Sequence[ValueRow]) -> dict[str, Any]:
    bad = [row for row in rows if row.errors]
    right = [row for row in rows if not row.errors]
    return {
        "table": table,
        "rows": sorted([*bad, *right[:SHOWN]], key=lambda row: (not row.errors, row.number)),
        "count": len(rows),
        "unseen": max(0, len(right) - SHOWN),
        "bad": len(bad),
        "there": len([row for row in right if row.there]),
        "good": 0 if bad else len([row for row in right if not row.there]),
        "columns": [(key, LABELS[key], mapping.get(key, -1)) for key in value_table.KNOWN_AS],
        "missing": [LABELS[key] for key in value_table.REQUIRED if key not in mapping],
    }
