"""OpenCoach: open-source, self-hosted software for e-coaching."""

import sys

__version__ = "0.1.0"

# SQLite 3.7.0 to 3.51.2 can corrupt a database in WAL mode when it is reset; pysqlite3 bundles a
# mended one. Where it has no wheel (Linux arm64, macOS), `opencoach check` says what that means.
try:
    import pysqlite3

    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
except ImportError:  # pragma: no cover - depends on the platform
    pass
