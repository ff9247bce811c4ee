"""Two weeks of a client who never signs in: invited, prepared, reminded, asking, moving, answering, all by mail.

The servers are real: what goes out is handed to mailboxes in Dovecot by LMTP and read there by IMAP; what comes in is
sent by swaks, a client's mails to the listener of our own, the coach's to a mailbox that we look into. For the web
process and its worker the two weeks really pass.
"""

import datetime as dt
import json
import subprocess
import sys
import zoneinfo
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from tests import passing
from tests.e2e.mail_people import MX, Mailbox, PostOffice, Visit, answer, link_in, swaks, until, words_of
from tests.e2e.mail_world import NORA
from tests.ops.server import ROOT, Server, environment
from tests.outbox.mail_in.dovecot import NO_LMTP, Houses, houses, takes_lmtp
from tests.ports import free_port

pytestmark = [
    pytest.mark.waits,
    pytest.mark.skipif(passing.library() is None, reason=passing.MISSING),
    pytest.mark.skipif(not takes_lmtp(), reason=NO_LMTP),
    pytest.mark.skipif(which("swaks") is None, reason="This test needs swaks: apt install swaks"),
]
MIRIAM, ANSWERS = "miriam@example.org", "answers@okafor.example"
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
DAY = dt.timedelta(days=1)
QUESTION = "Could I bring Rui along next time?"
REPLY = "Yes, bring him for the last half hour."
THANKS = "Thank you. I told the team today."


def monday() -> dt.datetime:
    """09:00 UTC on a Monday to come."""
    at = dt.datetime.now(dt.UTC).replace(hour=9, minute=0, second=0, microsecond=0) + DAY
    while at.weekday():
        at += DAY
    return at


class Weeks:
    """Nora, Miriam, their mailboxes, and the clock that all of it goes by."""

    def __init__(self, clock: passing.Clock, server: Server, boxes: Houses, env: dict[str, str], port: int) -> None:
        self.clock, self.server, self.boxes, self.env, self.port = clock, server, boxes, env, port
        self.start = clock.now
        self.nora, self.miriam = Mailbox(boxes, NORA), Mailbox(boxes, MIRIAM)
        self.key = self.work = self.session = ""
        self.reminder: Any = None

    def world(self, verb: str) -> dict[str, Any]:
        """What a coach does at her desk, or what a look into the database tells."""
        made = subprocess.run(
            [sys.executable, "-m", "tests.e2e.mail_world", verb],
            env=environment(OPENCOACH_DATA=str(self.server.data), **self.env), cwd=ROOT, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert made.returncode == 0, made.stderr
        found: dict[str, Any] = json.loads(made.stdout.splitlines()[-1])
        return found

    def go_to(self, day: int, clock: str) -> None:
        """It is that time in Berlin, so many days after the beginning."""
        moment = dt.datetime.combine((self.start + day * DAY).date(), dt.time.fromisoformat(clock), BERLIN)
        assert moment > self.clock.now
        self.clock.set(moment.astimezone(dt.UTC))

    def visit(self, path: str) -> Visit:
        """Nora follows a link; her browser knows nothing from before."""
        made = Visit(self.server.url)
        made.open(path)
        return made

    def desk(self, path: str) -> str:
        """A page as Miriam sees it."""
        return Visit(self.server.url, {"sessionid": self.key}).open(path)

    def nora_answers(self, mail: Any, text: str) -> None:
        made, to = answer(mail, text, NORA)
        swaks(made, to, self.port, NORA)

    def miriam_answers(self, mail: Any, text: str) -> None:
        made, to = answer(mail, text, MIRIAM)
        swaks(made, to, self.boxes.lmtp, MIRIAM, lmtp=True)


@pytest.fixture
def weeks(built: None, tmp_path: Path) -> Iterator[Weeks]:
    clock, port = passing.Clock(tmp_path, monday()), free_port()
    with houses() as boxes, PostOffice(boxes) as office:
        env = {
            "OPENCOACH_DATABASE_URL": "",
            "OPENCOACH_MAIL_URL": office.url,
            "OPENCOACH_MAIL_IN": ANSWERS,
            "OPENCOACH_MAIL_IN_LISTEN": f"smtp://127.0.0.1:{port}",
            "OPENCOACH_MAIL_IN_URL": boxes.url(ANSWERS),
            "OPENCOACH_MAIL_IN_TRUSTS": MX,
            **clock.env,
        }
        with Server(tmp_path / "data", **env) as server:
            yield Weeks(clock, server, boxes, env, port)


def test_two_weeks_by_mail_alone(weeks: Weeks) -> None:
    _is_invited_and_accepts(weeks)
    _is_reminded_and_ticks(weeks)
    _asks_and_is_answered(weeks)
    _answers_with_a_number(weeks)
    _prepares(weeks)
    _moves_the_session(weeks)
    _gets_what_comes_after(weeks)
    _stands_on_record(weeks)


def _is_invited_and_accepts(weeks: Weeks) -> None:
    made = weeks.world("begin")
    weeks.key, weeks.work = made["sessions"]["miriam"], made["nora"]
    at = weeks.visit(link_in(weeks.nora.next("invites you"), "/invitation/"))
    assert "is not therapy" in at.page
    at.press("Accept the agreement", name="Nora Lind", accepted="on")
    code = next(line.strip() for line in words_of(weeks.nora.next("code")).splitlines() if len(line.strip()) == 6)
    at.press("Come in", code=code)
    weeks.nora.next("is not therapy")  # the copy
    weeks.session = weeks.world("settle")["session"]
    weeks.nora.next("Booked")


def _is_reminded_and_ticks(weeks: Weeks) -> None:
    weeks.go_to(2, "09:00")
    mail = weeks.nora.next("Ask Wei Ling first")
    at = weeks.visit(link_in(mail, "/do/"))
    at.press("It is done")
    assert "It is done." in at.page
    weeks.reminder = mail


def _asks_and_is_answered(weeks: Weeks) -> None:
    """The answer to the reminder is a question; it stands on Today until Miriam answers from her own mailbox."""
    weeks.go_to(3, "10:00")
    weeks.nora_answers(weeks.reminder, QUESTION)
    until(lambda: f"Asks: “{QUESTION}" in weeks.desk("/p/okafor/"), "the question stands on Today")
    weeks.go_to(3, "10:10")
    receipt = weeks.nora.next("Crisis line")
    assert "Miriam Okafor" in words_of(receipt)
    mail = weeks.miriam.next(QUESTION)
    weeks.miriam_answers(mail, REPLY)
    until(lambda: "Asks: “" not in weeks.desk("/p/okafor/"), "the question is answered")
    weeks.go_to(3, "10:20")
    weeks.nora.next(REPLY)


def _answers_with_a_number(weeks: Weeks) -> None:
    weeks.go_to(4, "18:30")
    weeks.nora_answers(weeks.nora.next("answer this mail with a number"), "7")
    page = f"/p/okafor/clients/{weeks.work}/check-ins/"
    until(lambda: "7 of 10" in weeks.desk(page), "the check-in is answered")


def _prepares(weeks: Weeks) -> None:
    """Three days before: the questions on pages of their own, the text to read, both without signing in."""
    weeks.go_to(5, "15:00")
    mail = weeks.nora.next("Hello Nora, until")
    at = weeks.visit(link_in(mail, "/answer/"))
    at.press("Next", a__sleep="4")
    at.press("Send the answers", a__wish="A plan for Rui")
    assert "Your answers went to your coach" in at.page
    assert "A plan for Rui" not in weeks.visit(link_in(mail, "/answer/")).page
    at = weeks.visit(link_in(mail, "/material/"))
    assert "Breathe" in at.page
    at.press("I am through with it")


def _moves_the_session(weeks: Weeks) -> None:
    weeks.go_to(6, "10:00")
    booked = next(mail for mail in weeks.nora.mails() if "Booked" in str(mail["Subject"]))
    at = weeks.visit(link_in(booked, "/session/"))
    at.open(f"{at.path}moving/?at={(weeks.start + 9 * DAY):%Y-%m-%d}T10:00Z")
    at.press("Move it")
    assert "The session is moved." in at.page
    weeks.go_to(6, "10:10")
    for box in (weeks.nora, weeks.miriam):
        box.next("Moved")
    weeks.go_to(7, "16:00")  # where the first time would have been reminded of
    weeks.go_to(8, "13:00")
    weeks.nora.next("Your session with Miriam Okafor")


def _gets_what_comes_after(weeks: Weeks) -> None:
    """An hour after: summary, what was agreed, the file; an answer to it stands in the conversation."""
    weeks.go_to(9, "13:30")
    weeks.world("held")
    weeks.go_to(9, "14:40")
    mail = weeks.nora.next("Where we stand with Rui.")
    assert "Hand over the budget" in words_of(mail)
    assert [one.get_filename() for one in mail.iter_attachments()] == ["three sentences.pdf"]
    weeks.go_to(10, "09:00")
    weeks.nora_answers(mail, THANKS)
    until(lambda: f"Asks: “{THANKS}" in weeks.desk("/p/okafor/"), "the first words after quiet stand on Today")
    weeks.go_to(10, "09:10")
    weeks.miriam_answers(weeks.miriam.next(THANKS), "Well done.")
    until(lambda: "Asks: “" not in weeks.desk("/p/okafor/"), "they are answered")
    weeks.go_to(10, "09:20")
    weeks.nora.next("Well done.")
    weeks.go_to(11, "18:30")
    weeks.nora_answers(weeks.nora.next("answer this mail with a number"), "8/10")
    page = f"/p/okafor/clients/{weeks.work}/check-ins/"
    until(lambda: "8 of 10" in weeks.desk(page), "the second check-in is answered")
    weeks.go_to(14, "12:00")


def _stands_on_record(weeks: Weeks) -> None:
    found = weeks.world("record")
    assert found["said"] == [
        ["Nora Lind", QUESTION], ["Miriam Okafor", REPLY], ["Nora Lind", THANKS], ["Miriam Okafor", "Well done."]
    ]  # fmt: skip
    assert (found["answers"], found["answered"]) == ({"sleep": 4, "wish": "A plan for Rui"}, ["submitted", True, True])
    status, start, sequence = found["session"]
    assert (status, sequence, start[:16]) == ("held", 1, f"{(weeks.start + 9 * DAY):%Y-%m-%d}T10:00")
    assert found["steps"] == [["booked", MIRIAM], ["moved", NORA], ["held", MIRIAM]]
    assert found["shares"] == [["The pause before the answer", True], ["three sentences", False]]
    assert (found["agreed"], found["done"], found["check_ins"]) == (1, [1, 0], [7, 8])
    assert [settled for _seq, settled in found["questions"]] == [False, False]  # answered, not settled without a word
    assert {state for state, _reason in found["inbound"]} == {"taken"}
    _is_neither_doubled_nor_lost(weeks, found["deliveries"])


def _is_neither_doubled_nor_lost(weeks: Weeks, rows: list[list[str]]) -> None:
    """Every mail that went lies in its reader's mailbox, once, and nothing else does."""
    assert {state for _kind, _to, state, _id, _why in rows} <= {"sent", "skipped", "waiting"}
    for box in (weeks.nora, weeks.miriam):
        went = Counter(key for _kind, to, state, key, _why in rows if to == box.address and state == "sent")
        assert Counter(str(mail["Message-ID"]).strip() for mail in box.mails()) == went
    kinds = [kind for kind, to, state, _id, _why in rows if to == NORA and state == "sent"]
    assert kinds == [
        "invitation", "account", "agreement_copy", "session_booked", "plan_reminder", "question_receipt", "away",
        "plan_reminder", "session_packet", "session_moved", "session_reminder", "session_packet", "question_receipt",
        "away", "plan_reminder",
    ]  # fmt: skip
