"""Definitions, read once: a published one never changes."""

from opencoach.questionnaires.definition import Definition, read
from opencoach.questionnaires.models import Version

MOST = 200  # that are kept in memory
_kept: dict[str, Definition] = {}


def definition_of(version: Version) -> Definition:
    """What a version asks. Raises Invalid for a draft that can't be read."""
    if version.published_at is None or not version.hash:
        return read(version.definition)
    found = _kept.get(version.hash)
    if found is None:
        found = read(version.definition)
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[version.hash] = found
    return found
