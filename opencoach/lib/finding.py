"""One row by its public id, as people write it into addresses: what is no id finds nothing."""

import uuid
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404

M = TypeVar("M", bound=Model)


def first(rows: QuerySet[M], public_id: uuid.UUID | str) -> M | None:
    """The one of these rows that has this public id; None where none has, and for what is no id."""
    try:
        return rows.filter(public_id=public_id).first()
    except (ValidationError, ValueError, TypeError):
        return None


def first_or_404(rows: QuerySet[M], public_id: uuid.UUID | str) -> M:
    """The same; raises Http404 for none."""
    found = first(rows, public_id)
    if found is None:
        raise Http404
    return found
