"""How something looks to one person: in their zone and language, with their clock."""

import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone, translation

from opencoach.lib import moments
from opencoach.people.models import Membership


@contextmanager
def as_read_by(reader: Membership) -> Iterator[None]:
    """In the reader's zone and language, with their clock; in the practice's language where theirs isn't there."""
    known = translation.check_for_language(reader.language)
    language = reader.language if known else reader.practice.language
    kept = moments.twelve_hours.set(reader.hour12)
    try:
        with timezone.override(zoneinfo.ZoneInfo(reader.zone)), translation.override(language):
            yield
    finally:
        moments.twelve_hours.reset(kept)
