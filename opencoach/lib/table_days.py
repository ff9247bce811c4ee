"""The days in a table's cells. Pure."""

import datetime as dt

from django.utils.translation import gettext as _

from opencoach.lib import written
from opencoach.lib.tables import Row


def day(row: Row, text: str, *, first: bool | None, oldest: int) -> dt.date | None:
    """The day that a cell names; None, and why not among the row's errors, where it names none.

    `first`: whether the day stands before the month (`written.day_first` of the whole column), `oldest` the earliest
    year that can be written down.
    """
    if not text:
        row.errors.append(_("The date is missing."))
        return None
    try:
        found = written.day(text, first=first)
    except written.Ambiguous:
        said = _("“%(value)s”: which number is the month? Write it as 2026-01-31.")
        row.errors.append(said % {"value": text[:40]})
        return None
    if found is None:
        row.errors.append(_("“%(value)s” is no date. Write it as 2026-01-31.") % {"value": text[:40]})
    elif found.year < oldest:
        row.errors.append(_("That is longer ago than we can write down."))
        return None
    return found
