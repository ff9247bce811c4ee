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
ELSEWHERE = {"text_code", "text_reply", "push_trial"}  # what goes by no mail
UNFINISHED = """SELECT count(*) FROM outbox_delivery
    WHERE channel = 'email' AND state IN ('waiting', 'sending', 'merged') AND attempts = 0"""


def send_everything(served: Served) -> set[str]:
    """Every kind of mail there is goes out; gives the names of all kinds."""
    env = environment(OPENCOACH_DATA=str(served.server.data), OPENCOACH_DATABASE_URL="")
    for step in "1234":
        command = [sys.executable, "-m", "tests.e2e.every_mail", step]
        done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        deadline = time.monotonic() + 90 * PATIENCE
        while ask(served, UNFINISHED) != [(0,)] and time.monotonic() < deadline:
            time.sleep(0.2)
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
    sent = {
        str(kind)
        for (kind,) in ask(
            served, "SELECT DISTINCT kind FROM outbox_delivery WHERE state = 'sent' AND channel = 'email'"
        )
    }
    text = "\n".join(str(mail.get_body(("plain",)).get_content()) for mail in mailbox.mails)  # type: ignore[union-attr]
    text += "\n".join(str(mail["List-Unsubscribe"]) for mail in mailbox.mails)
    links = sorted(set(re.findall(r"https?://[^\s<>\"]+", text)))
    ours = [link for link in links if re.match(r"https?://(127\.0\.0\.1|localhost)", link)]
    paths = sorted({re.sub(r"^https?://[^/]+", "", link) or "/" for link in ours})
    families = {path.split("/")[1] for path in paths}
    assert {"do", "session", "answer", "material", "unsubscribe", "invitation", "support", "p"} <= families
    assert kinds - sent == ELSEWHERE

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
