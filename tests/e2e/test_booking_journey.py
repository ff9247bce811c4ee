"""Sessions from end to end: clicked in a real browser, mailed by the worker to a real server, read by `icalendar`.

Ana books, moves and cancels on her phone; Miriam drags in her calendar. Mail, file and feed have to agree each time.
"""

import datetime as dt
import json
import re
import subprocess
import sys
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

import icalendar
import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.e2e.conftest import ROOT, Open, Served
from tests.e2e.test_calendar import another, drag
from tests.ops.server import Server, environment
from tests.sessions.mailing import entry_of, text
from tests.smtp import SmtpServer

pytestmark = pytest.mark.browser
ANA, MIRIAM = "ana@example.org", "miriam@example.org"
SESSION = re.compile(r"/sessions/([0-9a-f-]{36})/$")


@dataclass
class World:
    """A server with its worker, and the mails that have come from it."""

    served: Served
    mailbox: SmtpServer
    made: dict[str, Any]
    seen: dict[str, int] = field(default_factory=dict)

    def run(self, what: str) -> dict[str, Any]:
        return run(self.served.server, what)

    def next_mail(self, address: str) -> EmailMessage:
        """The one mail that has come for somebody since the last one that was asked for."""
        before = self.seen.get(address, 0)
        mails = self.mailbox.wait_for(address, before + 1)
        assert len(mails) == before + 1, [str(mail["Subject"]) for mail in mails[before:]]
        self.seen[address] = len(mails)
        return mails[-1]

    def feed(self, who: str, session: str) -> icalendar.Event:
        """The entry of a session as a calendar program reads it."""
        status, body = self.served.server.get(self.made["feeds"][who])
        assert status == 200
        entries = icalendar.Calendar.from_ical(body).walk("VEVENT")
        [found] = [one for one in entries if str(one["UID"]).startswith(session)]
        assert isinstance(found, icalendar.Event)
        return found

    def reminders(self, session: str) -> list[list[Any]]:
        return [row for row in self.run("waiting")["waiting"] if row[0] == session]


def run(server: Server, what: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.e2e.session_world", what]
    env = environment(OPENCOACH_DATA=str(server.data), OPENCOACH_DATABASE_URL="")
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def world(fresh: Server, mailbox: SmtpServer) -> World:
    made = run(fresh, "cast")
    world = World(Served(fresh, {}, made["sessions"]), mailbox, made)
    world.next_mail(ANA)  # of the session that Miriam has booked for her
    return world


def said(event: icalendar.Event) -> tuple[str, int, str, Any, Any]:
    """What mail, file and feed have to agree on."""
    return str(event["UID"]), int(event["SEQUENCE"]), str(event["STATUS"]), event["DTSTART"].dt, event["DTEND"].dt


def to_come(entry: tuple[str, int, str, Any, Any]) -> int:
    """How many of the two reminders, a day and an hour before, are still to come: one for a time that is moved to less
    than a day from now."""
    rest = entry[3] - dt.datetime.now(dt.UTC)
    return sum(rest > before for before in (dt.timedelta(days=1), dt.timedelta(hours=1)))


def link_in(mail: EmailMessage) -> str:
    found = re.search(r"http://\S+(/session/\S+/)", text(mail))
    assert found
    return found[1]


def id_of(tab: Tab) -> str:
    found = SESSION.search(tab.url)
    assert found
    return found[1]


def book(tab: Tab, served: Served) -> str:
    """The first time of the third free day; three clicks from her sessions."""
    tab.goto(served.url + "/p/okafor/sessions/")
    tab.get_by_role("link", name="Book a session").first.click()
    tab.locator("table.days a").nth(2).click()
    tab.locator("#slots a.slot").first.click()
    expect(tab.locator("main")).to_contain_text("4 of 5 sessions left")
    tab.get_by_role("button", name="Book this time").click()
    expect(tab).to_have_url(SESSION)
    return id_of(tab)


def test_a_session_is_booked_moved_dragged_and_another_is_cancelled_late(world: World, open_tab: Open) -> None:
    served = world.served
    ana = open_tab("phone", as_=("ana", served))

    session = book(ana, served)
    mails = {"ana": world.next_mail(ANA), "miriam": world.next_mail(MIRIAM)}
    booked = said(entry_of(mails["ana"]))
    assert (booked[0].split("@")[0], booked[1:3]) == (session, (0, "CONFIRMED"))
    assert said(entry_of(mails["miriam"])) == booked
    status, file = served.server.get(link_in(mails["ana"]) + "session.ics")
    assert status == 200
    assert said(icalendar.Calendar.from_ical(file).walk("VEVENT")[0]) == booked  # type: ignore[arg-type]
    assert said(world.feed("ana", session)) == said(world.feed("miriam", session)) == booked
    kept = world.reminders(session)
    assert [row[1] for row in kept] == [0] * to_come(booked)

    ana.get_by_role("link", name="Move").click()  # two slots later on the same day
    ana.locator("#slots a.slot").nth(2).click()
    ana.get_by_role("button", name="Move it").click()
    expect(ana).to_have_url(SESSION)
    assert id_of(ana) == session
    world.run("due")
    mails = {"ana": world.next_mail(ANA), "miriam": world.next_mail(MIRIAM)}
    moved = said(entry_of(mails["ana"]))
    assert (moved[0], moved[1], moved[2]) == (booked[0], 1, "CONFIRMED")
    assert moved[3] != booked[3]
    assert "Until now" in text(mails["miriam"])
    assert said(entry_of(mails["miriam"])) == moved
    assert said(world.feed("ana", session)) == said(world.feed("miriam", session)) == moved
    planned = world.reminders(session)  # they went with it; none of the earlier time is left
    assert [row[1] for row in planned] == [1] * to_come(moved)
    assert {row[2] for row in planned}.isdisjoint({row[2] for row in kept})

    miriam = open_tab(as_=("miriam", served))
    miriam.goto(f"{served.url}/p/okafor/calendar/?day={moved[3]:%Y-%m-%d}")
    event = miriam.locator(f".event[data-moving][href*='{session}']")
    drag(miriam, event, another(miriam, event))
    miriam.locator("#move").get_by_role("button", name="Move it").click()
    expect(miriam.locator(".toast")).to_contain_text("The session is moved to")
    world.run("due")
    mails = {"ana": world.next_mail(ANA), "miriam": world.next_mail(MIRIAM)}
    dragged = said(entry_of(mails["ana"]))
    assert (dragged[0], dragged[1], dragged[2]) == (booked[0], 2, "CONFIRMED")
    assert abs((dragged[3] - moved[3]).total_seconds()) == 2 * 3600
    assert said(entry_of(mails["miriam"])) == dragged == said(world.feed("ana", session))
    assert [row[1] for row in world.reminders(session)] == [2] * to_come(dragged)

    soon = world.made["soon"]
    assert len(world.reminders(soon)) == 1  # what was due a day before it, it was booked too late for
    ana.goto(f"{served.url}/p/okafor/sessions/{soon}/")
    ana.get_by_role("link", name="Cancel").click()
    expect(ana.locator("main")).to_contain_text("This is late: it counts as one of your sessions.")
    ana.get_by_role("button", name="Cancel the session").click()
    expect(ana.get_by_role("button", name="Take it back")).to_be_visible()
    assert world.reminders(soon) == []
    assert world.mailbox.taken == sum(world.seen.values())  # it waits as long as it can be taken back
    world.run("due")
    mails = {"ana": world.next_mail(ANA), "miriam": world.next_mail(MIRIAM)}
    gone = entry_of(mails["ana"])
    assert (str(gone["STATUS"]), int(gone["SEQUENCE"])) == ("CANCELLED", 1)
    assert "It was later than agreed: it counts as one of your sessions." in text(mails["ana"])
    assert said(world.feed("ana", soon)) == said(world.feed("miriam", soon)) == said(gone)
    ana.goto(served.url + "/p/okafor/sessions/")
    expect(ana.locator(".allotment")).to_have_text("3 of 5 sessions left")

    ana.goto(served.url + "/p/okafor/messages/")
    lines = ana.locator("[data-messages] p.event")
    expect(lines.filter(has_text="A session is booked")).to_have_count(2)
    expect(lines.filter(has_text="The session is cancelled")).to_have_count(1)
    kinds = [re.sub(r"(:| from ).*", "", " ".join(one.split())) for one in lines.all_inner_texts()]
    assert kinds[-5:] == [
        "A session is booked", "A session is booked", "The session is moved", "The session is moved",
        "The session is cancelled",
    ]  # fmt: skip
    assert [one for one in (*ana.complaints, *miriam.complaints) if "ransition" not in one] == []  # type: ignore[attr-defined]
