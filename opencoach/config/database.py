"""`OPENCOACH_DATABASE_URL` as Django's dictionary: SQLite by default, PostgreSQL when given."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from opencoach.config.env import ConfigurationError


def database(url: str, data: Path) -> dict[str, Any]:
    """Django's `DATABASES["default"]` for `url`; an empty one means SQLite in `data`.

    Raises ConfigurationError for a scheme that we do not run on.
    """
    if not url:
        return sqlite(data / "opencoach.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ConfigurationError("OPENCOACH_DATABASE_URL: write postgresql://user:password@host/name or sqlite:///path")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {
            **dict(parse_qsl(parts.query)),
            "pool": {"min_size": 0, "max_size": 12, "timeout": 10},
        },
    }


def sqlite(path: Path) -> dict[str, Any]:
    """One file in WAL mode: every commit is on the disk before it is acknowledged."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,  # each thread of the page pool keeps its own
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728; PRAGMA cache_size=-8000;"
            ),
        },
    }
