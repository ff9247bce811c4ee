"""A calendar feed as a real calendar program reads it: fetched by vdirsyncer, shown by khal. No browser."""

import datetime as dt
import os
import re
import shutil
import subprocess
import zoneinfo
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.e2e.conftest import Served

pytestmark = pytest.mark.skipif(
    not (shutil.which("vdirsyncer") and shutil.which("khal")),
    reason="vdirsyncer and khal are not installed (Debian: vdirsyncer, khal)",
)
SINGAPORE, DAY = zoneinfo.ZoneInfo("Asia/Singapore"), dt.timedelta(days=1)
VDIRSYNCER = """
[general]
status_path = "{folder}/status/"
[pair feed]
a = "there"
b = "here"
collections = null
[storage there]
type = "http"
url = "{url}"
[storage here]
type = "filesystem"
path = "{folder}/calendar/"
fileext = ".ics"
"""
KHAL = """
[calendars]
[[feed]]
path = {folder}/calendar
[locale]
local_timezone = Asia/Singapore
default_timezone = Asia/Singapore
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""


def run(folder: Path, program: str, *words: str) -> str:
    config = folder / f"{program}.conf"
    env = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CACHE_HOME": str(folder)}
    command = [program, "-c", str(config), *words]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False, input="y\n")
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_a_calendar_program_reads_it(served: Served, tmp_path: Path) -> None:
    page = served.server.get(f"{served.places['p']}/settings/feed/", Cookie=f"sessionid={served.sessions['ana']}")[1]
    url = re.search(r'value="http://[^"/]+(/feeds/[^"]+\.ics)"', page)
    assert url is not None
    (tmp_path / "calendar").mkdir()
    (tmp_path / "vdirsyncer.conf").write_text(VDIRSYNCER.format(folder=tmp_path, url=served.url + url[1]))
    (tmp_path / "khal.conf").write_text(KHAL.format(folder=tmp_path))
    served_now = Calendar.from_ical(served.server.get(url[1])[1])
    entries = {str(entry["UID"]): entry for entry in served_now.walk("VEVENT")}
    ahead = [one for one in entries.values() if one["DTSTART"].dt > dt.datetime.now(dt.UTC)]
    assert (len(ahead), len(entries)) == (2, 6)  # and four were held

    run(tmp_path, "vdirsyncer", "discover")
    assert run(tmp_path, "vdirsyncer", "sync").count("Copying") == len(entries)
    tomorrow = dt.datetime.combine(dt.datetime.now(SINGAPORE).date() + DAY, dt.time(), SINGAPORE)
    listed = run(tmp_path, "khal", "list", "--format", "{title}|{uid}", f"{tomorrow:%Y-%m-%d}", "30d")
    there = [one for one in entries.values() if one["DTEND"].dt > tomorrow]  # one over midnight is listed twice
    lines = {line for line in listed.splitlines() if "|" in line}
    assert len(lines) == len(there)
    assert {line.partition("|")[0] for line in lines} == {"Coaching session with Miriam Okafor"}
    assert "Copying" not in run(tmp_path, "vdirsyncer", "sync")  # nothing is new
