"""Style sheets, scripts and pictures: hashed names, compressed once, kept for a year by browsers.

`collect` puts them into DATA/static when they have changed since the last time; nobody has to run a command.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

from opencoach.config.lock import locked


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed names once files are collected; plain ones before (tests, and while somebody edits a style sheet)."""

    def stored_name(self, name: str) -> str:
        """A name that was not collected stays as it is: a page without a picture is better than no page."""
        found = self.hashed_files.get(self.hash_key(name))
        return name if found is None else str(found)


def fingerprint() -> str:
    """Changes whenever a file that would be collected does."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect() -> bool:
    """Collect what changed; True if there was something to do. Older hashed files stay for pages still open."""
    root = Path(settings.STATIC_ROOT)
    stamp = root / "collected.json"
    current = {"fingerprint": fingerprint()}
    if read(stamp) == current:
        return False
    with locked(settings.DATA / "static.lock"):
        if read(stamp) == current:
            return False
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(json.dumps(current), encoding="utf-8")
    return True


def read(stamp: Path) -> Any:
    try:
        return json.loads(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
