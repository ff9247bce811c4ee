"""Run on a current SQLite: versions 3.7.0 to 3.51.2 can corrupt a database in WAL mode (the WAL-reset bug).

Debian's and most of Python's own are affected, so the bundled one of `pysqlite3` takes its place where a wheel exists.
"""

import sqlite3
import sys

FIRST_SOUND = (3, 51, 3)


def use() -> None:
    """Put `pysqlite3` in the place of `sqlite3`, before anything of Django imports it."""
    if sqlite3.sqlite_version_info >= FIRST_SOUND:
        return
    try:
        import pysqlite3
        from pysqlite3 import dbapi2
    except ImportError:
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = dbapi2


def version() -> tuple[int, int, int]:
    """The version of the SQLite that this process really uses."""
    module = sys.modules["sqlite3"]
    found: tuple[int, int, int] = module.sqlite_version_info
    return found


def is_sound() -> bool:
    """Whether the SQLite in use is free of the WAL-reset bug."""
    return version() >= FIRST_SOUND
