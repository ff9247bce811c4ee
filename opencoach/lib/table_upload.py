"""What a page that takes in a table is sent: a file or pasted text, and which column is what."""

from collections.abc import Iterable, Mapping

from django.http import HttpRequest

from opencoach.lib import tables
from opencoach.lib.tables import Table


def text_of(request: HttpRequest) -> str:
    """The text of the uploaded `file`, or else what was pasted as `text`. Raises tables.Unreadable."""
    upload = request.FILES.get("file")
    if upload is not None:
        if upload.size is not None and upload.size > tables.MOST_BYTES:
            raise tables.too_large()
        return tables.decoded(upload.read())
    return tables.decoded(request.POST.get("text", "").encode("utf-8", "replace"))


def mapping_of(request: HttpRequest, table: Table, known_as: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Which column is what, as chosen on the page (`column-<key>`); on the first look, by the columns' names."""
    if not any(f"column-{key}" in request.POST for key in known_as):
        return tables.guess(table.header, known_as)
    chosen = {key: request.POST.get(f"column-{key}", "-1") for key in known_as}
    return {key: int(value) for key, value in chosen.items() if _is_column(value, table)}


def _is_column(value: str, table: Table) -> bool:
    return value.isdecimal() and len(value) < 5 and int(value) < len(table.header)
