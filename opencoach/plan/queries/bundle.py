"""Rows of several kinds in one query: a page that shows a little of everything asks the database once."""

import datetime as dt
import json
import uuid
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import BinaryField, CharField, DateField, DateTimeField, F, Q, QuerySet, TimeField, Value
from django.db.models.functions import Cast, JSONObject

from opencoach.people.models import Engagement, Membership
from opencoach.plan import access
from opencoach.plan.models import Goal, Item

COMMON = ("pk", "public_id", "sealed_for", "words", "engagement_id", "goal_id")
OF_GOAL = {
    "its_id": "goal__public_id",
    "its_seal": "goal__sealed_for",
    "its_words": "goal__words",
    "its_end": "goal__removed_at",
}
KEPT = {"pk", "id", "public_id", "sealed_for", "words", "engagement", "client", "goal", "strategy", "rhythm"}


def load(
    reader: Membership,
    wanted: Mapping[str, tuple[QuerySet[Any], Mapping[str, Any]]],
    engagements: Mapping[int, Engagement] | None = None,
    by_goal: Collection[str] = (),
) -> dict[str, list[Any]]:
    """The rows of each kind that the reader may read, with their goal where it is there, and `extra`: what else was
    asked for of that kind, as JSON has it. What hangs on a goal that the reader may not read is left out; the kinds
    `by_goal` are read by everybody who may read their goal.

    Without `engagements` each row's has nothing but its ids, the public one from `extra["engagement"]`.
    """
    found: dict[str, list[Any]] = {kind: [] for kind in wanted}
    models = {kind: rows.model for kind, (rows, _extra) in wanted.items()}
    parts = [_part(reader, kind, rows, extra, kind in by_goal) for kind, (rows, extra) in wanted.items()]
    for row in parts[0].union(*parts[1:], all=True):
        kind, details = row[0], row[-1]
        details = json.loads(details) if isinstance(details, str) else details
        found[kind].append(_row(models[kind], row, details, reader, engagements))
    return found


def _part(reader: Membership, kind: str, rows: QuerySet[Any], extra: Mapping[str, Any], by_goal: bool) -> QuerySet[Any]:
    rows, goals = rows.filter(removed_at=None), access.goals_for(reader)
    if by_goal:
        seen = rows.filter(goal__in=goals)
    else:
        seen = access.items_for(reader, rows).filter(Q(goal=None) | Q(goal__in=goals))
    own: dict[str, Any] = {field.attname: F(field.attname) for field in _own(rows.model)}
    own |= {f"extra_{name}": value for name, value in extra.items()}
    seen = seen.annotate(
        kind=Value(kind, CharField()), details=Cast(JSONObject(**own), CharField()),
        **{name: F(column) for name, column in OF_GOAL.items()},
    )  # fmt: skip
    found: QuerySet[Any] = seen.order_by().values_list("kind", *COMMON, *OF_GOAL, "details")
    return found


def _own(model: type[Item]) -> list[Any]:
    """The columns of a model that have no place of their own in the union."""
    return [
        field for field in model._meta.concrete_fields
        if field.name not in KEPT and not isinstance(field, BinaryField) and not field.primary_key
    ]  # fmt: skip


def _row(
    model: type[Any], row: Any, details: Mapping[str, Any], reader: Membership,
    engagements: Mapping[int, Engagement] | None,
) -> Any:  # fmt: skip
    _kind, pk, public_id, seal, words, engagement, goal, its_id, its_seal, its_words, its_end, _details = row
    values = {field.attname: _value(field, details[field.attname]) for field in _own(model)}
    made = model(pk=pk, public_id=public_id, sealed_for=seal, words=bytes(words or b""), **values)
    if engagements is None:
        made.engagement = Engagement(pk=engagement, public_id=uuid.UUID(str(details["extra_engagement"])))
    else:
        made.engagement = engagements[engagement]
    made.client = reader if seal == reader.person.public_id else None
    if goal is not None:
        made.goal = Goal(
            pk=goal,
            public_id=its_id,
            sealed_for=its_seal,
            words=bytes(its_words or b""),
            removed_at=its_end,
            engagement=made.engagement,
        )
    made.extra = {name[6:]: value for name, value in details.items() if name.startswith("extra_")}
    made.author = made.extra.get("author")
    return made


def _value(field: Any, value: Any) -> Any:
    """A column as its field has it, from what JSON makes of it."""
    if isinstance(field, DateTimeField) and isinstance(value, str):
        moment = dt.datetime.fromisoformat(value)
        return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)  # SQLite keeps UTC without saying so
    if isinstance(field, DateField) and isinstance(value, str):
        return dt.date.fromisoformat(value)
    if isinstance(field, TimeField) and isinstance(value, str):
        return dt.time.fromisoformat(value)
    if value is not None and field.get_internal_type() == "BooleanField":
        return bool(value)
    if value is not None and field.get_internal_type() == "UUIDField":
        return uuid.UUID(str(value))
    return field.to_python(value) if value is not None else None
