"""Read a backup to its last byte, and say what is wrong with it."""

import sqlite3
import subprocess
from pathlib import Path

from opencoach.config.backup.database import program
from opencoach.config.backup.make import blob
from opencoach.config.backup.manifest import BackupError, digest, read


def verify(folder: Path) -> list[str]:
    """What is wrong with the backup in `folder`, a sentence each; empty when every byte is as it was written."""
    manifest = read(folder)
    root = folder.parent
    wrong = []
    for kept, path in [
        (manifest.database, folder / manifest.database.path),
        *((kept, blob(root, kept.sha256)) for kept in manifest.files),
    ]:
        if not path.exists():
            wrong.append(f"{kept.path} is missing.")
        elif path.stat().st_size != kept.size or digest(path) != kept.sha256:
            wrong.append(f"{kept.path} is damaged: its SHA-256 is not the one it was kept with.")
    if not wrong:
        wrong += readable(folder / manifest.database.path, manifest.engine)
    return wrong


def readable(path: Path, engine: str) -> list[str]:
    if engine == "sqlite":
        opened = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
        try:
            answers = [answer for [answer] in opened.execute("PRAGMA integrity_check(5)")]
        except sqlite3.DatabaseError as error:
            answers = [str(error)]
        finally:
            opened.close()
        return [] if answers == ["ok"] else [f"{path.name}: {answer}" for answer in answers]
    try:
        command = [program("pg_restore"), "--list", str(path)]
    except BackupError as error:
        return [str(error)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 (our own command)
    return [] if done.returncode == 0 else [f"{path.name}: {done.stderr.strip()}"]
