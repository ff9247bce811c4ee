"""Who gets what at every URL: one file per app, one `Row` per URL name (several where the thing asked for matters).

A row says, per method, which of the cast (`tests/cast.py`) gets which answer:

    Row("people:clients", get={200: "miriam devi priya"})
    Row("people:pause", post={302: "miriam"}, args=on_ana, data={"starts_on": "2030-01-01"})

Who is not named gets 404 (`otherwise` says else). Anonymous gets the sign-in redirect unless the path is open to
strangers; then name them as `anonymous`. A method that the row does not name is refused to everybody (405, or 404).
`args(cast)` makes what the URL needs and gives its arguments; `data` (a dict, or a function of the cast) is posted.
`foreign` marks views of a library, whose other methods are not ours to say: they only must not fail.

A URL name without a row fails the suite.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.cast import Cast

Answers = Mapping[int, str]
INSIDERS = "miriam devi priya ana tomas leila jonas mei omar ruben"
STAFF = "miriam devi priya"
COACHES = "miriam devi"
CLIENTS = "ana tomas leila jonas mei omar"
EVERYBODY = f"{INSIDERS} bea astrid oskar clients_assistant supporter rater stranger"


def nothing(cast: Cast) -> dict[str, Any]:
    return {}


def in_okafor(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor"}


def on_ana(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "engagement": cast.ana_engagement.public_id}


def on_nobody(cast: Cast) -> dict[str, Any]:
    """An id that nobody ever had."""
    return {"practice": "okafor", "engagement": uuid.UUID(int=7)}


@dataclass(frozen=True)
class Row:
    name: str
    get: Answers | None = None
    post: Answers | None = None
    args: Callable[[Cast], dict[str, Any]] = in_okafor
    data: Mapping[str, Any] | Callable[[Cast], Mapping[str, Any]] = field(default_factory=dict)
    otherwise: int = 404
    open: bool = False  # strangers may ask without signing in
    foreign: bool = False
    label: str = ""  # tells rows of one name apart

    def __str__(self) -> str:
        return f"{self.name} {self.label}".strip()
