"""What the apps above tell the library: where else a material is used, and what else a template can say."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from opencoach.library.models import Material
from opencoach.people.models import Engagement, Membership


@dataclass(frozen=True, slots=True)
class Use:
    """A place where a material is used: what it is, in words, and where it leads ("" for nowhere)."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """Whom a template speaks to, and who speaks. `thing`: what it is about, for the fields of an app above; without
    one they find it themselves (the next session)."""

    sender: Membership
    engagement: Engagement
    client: Membership
    thing: object | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A merge field: `{client name}`. `value` is asked in the client's language and zone and gives "" where there is
    none now; `sample` is shown where no client is chosen; `missing` says why there is none."""

    name: str
    label: str | Promise
    sample: str | Promise
    value: Callable[[About], str]
    missing: str | Promise = ""


UseSource = Callable[[Membership, Material], Iterable[Use]]
uses: dict[str, UseSource] = {}
fields: dict[str, Field] = {}


def add_use(name: str, source: UseSource) -> None:
    """Tell where a material is used, to a coach who may see it. Raises ValueError for a taken name."""
    if name in uses:
        raise ValueError(f"two apps call their source {name!r}")
    uses[name] = source


def add_field(field: Field) -> None:
    """Let templates say it. Raises ValueError when two apps claim one name."""
    if field.name in fields:
        raise ValueError(f"two apps claim the field {field.name!r}")
    fields[field.name] = field
