"""Backups: the database, the files, and the latest copy of the keys, kept apart from both.

    DIR/2026-11-23T174000Z/manifest.json     what is in it: names, sizes, SHA-256
    DIR/2026-11-23T174000Z/database.sqlite3  (or database.dump of PostgreSQL)
    DIR/files/ab/ab12…                       every file once, by its hash, whichever backups have it
    DIR/keys/                                the keystore as it was at the latest backup, and only then

Private content is sealed with one key per person and engagement. Because a backup holds no keys of its own, destroying
a key reaches every older backup with the next one that is made.
"""

from opencoach.config.backup.make import latest, make
from opencoach.config.backup.manifest import BackupError, Manifest
from opencoach.config.backup.restore import Restored, restore
from opencoach.config.backup.verify import verify

__all__ = ["BackupError", "Manifest", "Restored", "latest", "make", "restore", "verify"]
