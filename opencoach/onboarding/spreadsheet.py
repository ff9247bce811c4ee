"""A table of clients: what its columns are called, and what is wrong in each row. Pure."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from opencoach.lib.tables import Row, Table
from opencoach.lib.words import one_line

COLUMNS = ("name", "email", "specialisation", "zone", "note")
REQUIRED = ("name", "email")
KNOWN_AS = {
    "name": {"name", "full name", "client", "client name", "display name"},
    "email": {"email", "e-mail", "mail", "e-mail address", "email address"},
    "specialisation": {"specialisation", "specialization", "kind", "field", "topic"},
    "zone": {"zone", "time zone", "timezone", "tz"},
    "note": {"note", "message", "personal word", "comment"},
}


def rows_of(
    table: Table,
    mapping: Mapping[str, int],
    *,
    specialisations: Mapping[str, str],
    zones: frozenset[str] | set[str],
    usual: Mapping[str, str],
) -> list[Row]:
    """Every row with what is wrong in it. `specialisations` maps keys and names (case folded) to keys."""
    seen: dict[str, int] = {}
    found = []
    for number, values in table.lines(mapping):
        row = Row(number, {**dict(usual), **{key: value for key, value in values.items() if value}})
        _check(row, specialisations, zones, seen)
        found.append(row)
    return found


def _check(
    row: Row, specialisations: Mapping[str, str], zones: frozenset[str] | set[str], seen: dict[str, int]
) -> None:
    values = row.values
    values["name"] = one_line(values.get("name", ""))[:120]
    values["email"] = one_line(values.get("email", "")).lower()
    if not values["name"]:
        row.errors.append(_("The name is missing."))
    if not values["email"]:
        row.errors.append(_("The e-mail address is missing."))
    else:
        _check_email(row, seen)
    wanted = values.get("specialisation", "")
    if wanted.casefold() not in specialisations:
        row.errors.append(_("“%(value)s” is no specialisation.") % {"value": wanted})
    else:
        values["specialisation"] = specialisations[wanted.casefold()]
    if values.get("zone") and values["zone"] not in zones:
        row.errors.append(_("“%(value)s” is no time zone. Write it as Europe/Berlin.") % {"value": values["zone"]})
    if len(values.get("note", "")) > 2000:
        row.errors.append(_("The personal word is longer than 2,000 characters."))


def _check_email(row: Row, seen: dict[str, int]) -> None:
    email = row.values["email"]
    try:
        validate_email(email)
    except ValidationError:
        row.errors.append(_("“%(value)s” is not an e-mail address.") % {"value": email})
        return
    if email in seen:
        row.errors.append(_("The same address stands in row %(number)d.") % {"number": seen[email]})
    seen.setdefault(email, row.number)
