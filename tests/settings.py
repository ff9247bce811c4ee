"""The settings of a test run: the product's own, in a folder that is thrown away.

The process keeps the zone of the environment (`TZ`), which Django would set to UTC: a test marked `zones` runs as on
servers in several zones.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from opencoach.config.env import Env

ZONE_OF_THE_MACHINE = os.environ.get("TZ", "UTC")
GIVEN_DATABASE = os.environ.get("OPENCOACH_DATABASE_URL", "")

for _name in Env.model_fields:  # what a developer has set for their own runs is not what the tests mean
    if _name != "database_url":
        os.environ.pop(f"OPENCOACH_{_name.upper()}", None)
MEMORY = Path("/dev/shm")  # a disk in memory spares the tests every wait for the disk; what is tested stays the same
if (
    "TMPDIR" not in os.environ
    and os.access(MEMORY, os.W_OK)
    and not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC
    and shutil.disk_usage(MEMORY).free > 4 * 1024**3
):
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)
_folder = tempfile.mkdtemp(prefix="opencoach-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["OPENCOACH_DATA"] = _folder
Path(_folder, "static").mkdir()

from opencoach.config.settings import *  # noqa: E402, F403
from opencoach.config.settings import DATABASES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # a file, as in earnest: in memory, SQLite locks differently
    DATABASES["default"]["TEST"] = {"NAME": str(Path(_folder) / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = True  # else each test client reads the whole folder of static files at its first request
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # our own processes are killed in tests, never the database: no commit of a test need wait for the disk
    _options = DATABASES["default"].setdefault("OPTIONS", {})
    _options["options"] = f"{_options.get('options', '')} -c synchronous_commit=off".strip()
