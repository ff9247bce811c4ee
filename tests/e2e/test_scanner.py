"""A mail scanner opens every link of every mail in a real browser and runs its scripts: nothing changes."""

import json
import re
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.conftest import Open, Served
from tests.ops.server import ROOT, environment
from tests.patience import PATIENCE
from tests.smtp import SmtpServer

pytestmark = pytest.mark.browser
# what a look may change: sessions of browsers, counters, the worker's own word, and who has read up to where
OWN = {"django_session", "outbox_worker", "usersessions_usersession", "sqlite_sequence"}
# kinds that nobody is sent in this world: a test mail and a code, which open nothing; and what has the same links as
# the mail of a booked session, or leads to a page behind the sign-in
ELSEWHERE = {
    "trial", "account", "session_asked", "session_confirmed", "session_declined", "session_moved",
    "session_reinstated", "session_nudge", "calendar_declined", "calendar_kept", "calendar_outdated",
}  # fmt: skip
NOW = """
import django; django.setup()
from django.utils import timezone
from opencoach.outbox.models import Delivery
from opencoach.people.models import Engagement
from opencoach.outbox import planning, ports
for one in Engagement.objects.all():
    planning.materialise(one)
Delivery.objects.filter(state="waiting").update(next_at=timezone.now(), by_hand=True)
import json; print(json.dumps(sorted(ports.kinds)))
"""


def send_everything(served: Served) -> set[str]:
    """Whatever waits goes at once; gives the names of all kinds of mail that there are."""
    env = environment(OPENCOACH_DATA=str(served.server.data), OPENCOACH_DATABASE_URL="")
    done = subprocess.run([sys.executable, "-c", NOW], env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def database(served: Served) -> Path:
    (found,) = served.server.data.glob("*.sqlite3")
    return found


def everything(served: Served) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that people's deeds are kept in."""
    with sqlite3.connect(f"file:{database(served)}?mode=ro", uri=True) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)
            for name in names
            if name not in OWN and "cache" not in name
        }


def ask(served: Served, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(f"file:{database(served)}?mode=ro", uri=True) as connection:
        return connection.execute(query).fetchall()


def test_a_scanner_that_opens_every_link_changes_nothing(served: Served, mailbox: SmtpServer, open_tab: Open) -> None:
    kinds = send_everything(served)
    deadline = time.monotonic() + 90 * PATIENCE
    unfinished = "SELECT count(*) FROM outbox_delivery WHERE state IN ('waiting', 'sending', 'merged') AND attempts = 0"
    while ask(served, unfinished) != [(0,)] and time.monotonic() < deadline:
        time.sleep(0.2)
    sent = {str(kind) for (kind,) in ask(served, "SELECT DISTINCT kind FROM outbox_delivery WHERE state = 'sent'")}
    text = "\n".join(str(mail.get_body(("plain",)).get_content()) for mail in mailbox.mails)  # type: ignore[union-attr]
    text += "\n".join(str(mail["List-Unsubscribe"]) for mail in mailbox.mails)
    links = sorted(set(re.findall(r"https?://[^\s<>\"]+", text)))
    ours = [link for link in links if re.match(r"https?://(127\.0\.0\.1|localhost)", link)]
    paths = sorted({re.sub(r"^https?://[^/]+", "", link) for link in ours})
    families = {path.split("/")[1] for path in paths}
    assert {"do", "session", "unsubscribe", "invitation", "support", "p"} <= families
    assert {"plan_reminder", "session_reminder", "question_receipt", "away", "supporter_pulse"} <= sent
    assert kinds - sent <= ELSEWHERE

    before = everything(served)
    tab = open_tab()
    for path in paths:
        tab.goto(served.url + path, wait_until="load")
        tab.mouse.move(100, 300)  # what a script may wait for
        tab.keyboard.press("Tab")
        answer = tab.request.head(served.url + path)
        assert answer.status < 500, path
    after = everything(served)
    changed = {name for name in before if before[name] != after[name]}
    assert (changed, set(before)) == (set(), set(after))
