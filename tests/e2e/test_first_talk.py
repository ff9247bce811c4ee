"""Somebody in Tokyo books a first talk with a coach in Berlin, and becomes a client: with real mails, in a real
browser, over a change of clocks; and the same without scripts, with the keyboard alone."""

import datetime as dt
import email.message
import re
import threading
import zoneinfo
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import icalendar
import pytest
from playwright.sync_api import Locator, expect
from playwright.sync_api import Page as Tab

from tests.e2e.conftest import Open, Served
from tests.e2e.test_main_job import code_for, complaints, words_of
from tests.ports import free_port
from tests.smtp import SmtpServer

pytestmark = pytest.mark.browser
BERLIN, TOKYO = zoneinfo.ZoneInfo("Europe/Berlin"), zoneinfo.ZoneInfo("Asia/Tokyo")
KIND = "/book/okafor/miriam/first-talk/"


def around_the_change() -> tuple[dt.datetime, dt.datetime]:
    """09:00 in Berlin on the last weekday before the next change of clocks (a month away at least), and on the first
    one after it."""
    day = dt.datetime.now(BERLIN).replace(hour=9, minute=0, second=0, microsecond=0) + dt.timedelta(days=30)
    while day.utcoffset() == (day + dt.timedelta(days=1)).utcoffset():
        day += dt.timedelta(days=1)  # to the Saturday: wall-clock days
    return day - dt.timedelta(days=1), day + dt.timedelta(days=2)


def counting(tab: Tab) -> list[str]:
    """Where this tab is clicked from now on, by hand or by a key that presses a button."""
    found: list[str] = []

    def clicked(words: str) -> None:
        found.append(words)

    tab.expose_function("clicked", clicked)
    tab.add_init_script("addEventListener('click', (e) => clicked(e.target.textContent.trim().slice(0, 40)), true)")
    return found


def invitation_in(mail: email.message.EmailMessage) -> icalendar.Event:
    """The session in the mail's calendar part, which is the same as in its attached file."""
    parts = [part for part in mail.walk() if part.get_content_type() in {"text/calendar", "application/ics"}]
    assert len(parts) == 2
    events = [icalendar.Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT") for part in parts]
    assert [len(one) for one in events] == [1, 1]
    assert events[0][0]["UID"] == events[1][0]["UID"]
    return events[0][0]


def has_entry(mail: email.message.EmailMessage) -> bool:
    return mail.get_content_type() == "multipart/mixed"


def fill(tab: Tab, name: str, address: str) -> None:
    tab.get_by_label("Your name").fill(name)
    tab.get_by_label("Your e-mail address").fill(address)
    tab.get_by_label("What brings you here?").fill("A new role, and too little sleep.")


def test_from_tokyo_over_a_change_of_clocks_to_a_client(
    served: Served, mailbox: SmtpServer, open_tab: Open, axe: Callable[[Tab], list[str]]
) -> None:
    address = "sora@example.org"
    before, after = around_the_change()
    tab = open_tab("phone", timezone_id="Asia/Tokyo", locale="ja-JP")
    clicks = counting(tab)

    # the same hour in Berlin is another one in Tokyo once the clocks have changed
    shown = {}
    for day in (before, after):
        tab.goto(f"{served.url}{KIND}?day={day.astimezone(TOKYO):%Y-%m-%d}")
        expect(tab.get_by_label("Times are shown for")).to_have_value("Asia/Tokyo")
        shown[day] = next(text for text in tab.locator(".slot").all_inner_texts() if text > "12")
    assert shown == {day: f"{day.astimezone(TOKYO):%H:%M}" for day in (before, after)}
    assert shown[before] != shown[after]

    # three clicks
    tab.get_by_role("link", name=shown[after], exact=True).click()
    expect(tab.locator(".chosen-time")).to_contain_text(f"{shown[after]}–")
    expect(tab.locator(".chosen-time")).to_contain_text("09:00 for Miriam Okafor in Berlin")
    fill(tab, "Sora Ito", address)
    tab.get_by_role("button", name="Continue").click()
    expect(tab.get_by_role("heading", name="Look into your mailbox")).to_be_visible()
    assert axe(tab) == []
    tab.get_by_label("Code").fill(code_for(mailbox, address).lower())
    tab.get_by_role("button", name="Book this time").click()
    expect(tab.get_by_role("heading", name="It is booked")).to_be_visible()
    assert len(clicks) == 3, clicks
    assert tab.context.cookies() == []

    # the mail, with an entry for the calendar
    mail = mailbox.wait_for_one(address, has_entry, seconds=60)[0]
    entry = invitation_in(mail)
    assert entry["DTSTART"].dt.astimezone(BERLIN) == after
    assert f"{shown[after]}–" in words_of(mail)
    with tab.expect_download() as file:
        tab.get_by_role("link", name="Add to your calendar").click()
    own = icalendar.Calendar.from_ical(file.value.path().read_bytes()).walk("VEVENT")[0]
    assert (own["UID"], own["DTSTART"].dt) == (entry["UID"], entry["DTSTART"].dt)

    _goes_on(served, mailbox, open_tab, tab, address)
    assert [line for line in complaints(tab) if "422" not in line] == []  # that was the agreement without the tick


def _goes_on(served: Served, mailbox: SmtpServer, open_tab: Open, tab: Tab, address: str) -> None:
    """The coach sees a prospect and parts, thinks better of it, and invites in a click; the agreement is asked for."""
    coach = open_tab(as_=("miriam", served), timezone_id="Europe/Berlin")
    coach.goto(served.at("{p}/"))
    coach.locator(".waiting, main").first.get_by_role("link", name="Sora Ito").first.click()
    expect(coach.locator("main")).to_contain_text("A new role, and too little sleep.")
    coach.get_by_role("link", name="Sora Ito").first.click()
    overview = coach.url
    expect(coach.locator("main")).to_contain_text("A first talk, and no engagement yet.")
    coach.get_by_role("button", name="Invite to work together").click()
    expect(coach.locator(".toast")).to_contain_text("Sora Ito is invited.")
    mail = mailbox.wait_for_one(address, lambda mail: "/invitation/" in words_of(mail))[0]
    link = re.search(r"http://\S+(/invitation/\S+)", words_of(mail))
    assert link
    tab.goto(served.url + link[1])
    expect(tab.get_by_role("article")).to_contain_text("Coaching")
    tab.get_by_role("button", name="Accept the agreement").click()
    expect(tab.get_by_role("button", name="Accept the agreement")).to_be_visible()  # not without the tick
    coach.goto(overview)
    expect(coach.locator("main")).to_contain_text("the link works until")
    tab.get_by_label("I have read the agreement and accept it").check()
    seen = len(mailbox.to(address))
    tab.get_by_role("button", name="Accept the agreement").click()
    tab.wait_for_url("**/code/")
    tab.get_by_label("Code").fill(code_for(mailbox, address, seen))
    tab.get_by_role("button", name="Come in").click()
    tab.wait_for_url("**/p/okafor/")
    expect(tab.locator("main")).to_contain_text("First talk")  # what is booked stays booked
    coach.goto(overview + "agreement/")
    expect(coach.locator("main")).to_contain_text("Sora Ito")


def test_what_is_asked_before_the_talk_is_answered_right_there(
    served: Served, mailbox: SmtpServer, open_tab: Open, axe: Callable[[Tab], list[str]]
) -> None:
    """Without signing in and without a cookie; what is typed is kept, over a closed tab too."""
    address = "haruki@example.org"
    tab = open_tab("phone", timezone_id="Asia/Tokyo")
    tab.goto(f"{served.url}/book/okafor/miriam/intake-talk/")
    tab.locator(".slot").first.click()
    tab.get_by_label("Your name").fill("Haruki Abe")
    tab.get_by_label("Your e-mail address").fill(address)
    tab.get_by_role("button", name="Continue").click()
    tab.get_by_label("Code").fill(code_for(mailbox, address))
    tab.get_by_role("button", name="Book this time").click()
    expect(tab.get_by_role("heading", name="It is booked")).to_be_visible()
    expect(tab.locator("form[data-ready]")).to_be_attached()
    tab.get_by_label("What brings you to coaching, and why now?").fill("A new role")
    expect(tab.locator("[data-saved]")).to_have_text(re.compile("^Saved"))
    assert axe(tab) == []
    there = tab.url
    again = tab.context.new_page()
    tab.close()
    again.goto(there)
    expect(again.get_by_label("What brings you to coaching, and why now?")).to_have_value("A new role")
    again.get_by_role("radio", name="Yes").check()
    again.get_by_label("What helped, and what didn’t?").fill("Being asked")
    again.get_by_role("button", name="Next").click()
    expect(again.get_by_role("heading", name="Working together")).to_be_visible()
    again.get_by_role("button", name="Go on later").click()
    expect(again.locator("main")).to_contain_text("what you wrote is kept")
    again.get_by_role("link", name="Go on with them").click()
    again.get_by_role("button", name="Send the answers").click()
    expect(again.locator("main")).to_contain_text("Miriam Okafor reads your answers before you talk.")
    assert again.context.cookies() == []
    assert complaints(tab) == [], complaints(tab)


def test_without_scripts_and_with_the_keyboard_alone(served: Served, mailbox: SmtpServer, open_tab: Open) -> None:
    address = "kenji@example.org"
    tab = open_tab(java_script_enabled=False, timezone_id="Asia/Tokyo", locale="en-US")
    tab.goto(served.url + KIND)
    first = tab.locator(".slot").first.inner_text()
    assert re.fullmatch(r"\d{1,2}:\d\d AM", first)  # nobody has said a zone: the coach's, on a clock of twelve hours
    expect(tab.get_by_label("Times are shown for")).to_have_value("Europe/Berlin")
    reach(tab, "#zone")
    tab.keyboard.type("Tokyo")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    expect(tab.get_by_label("Times are shown for")).to_have_value("Asia/Tokyo")
    assert tab.locator(".slot").first.inner_text() != first
    slot = tab.locator(".slot").first.inner_text()

    reach(tab, ".slot")
    tab.keyboard.press("Enter")
    expect(tab.locator(".chosen-time")).to_contain_text(f"{slot}–")
    reach(tab, "#id_name")
    for text in ("Kenji Abe", address, "A new role."):
        tab.keyboard.type(text)
        tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name="Look into your mailbox")).to_be_visible()
    reach(tab, "#id_code")
    tab.keyboard.type("WRONG1")
    tab.keyboard.press("Enter")
    expect(tab.locator("main")).to_contain_text("4 tries are left")
    reach(tab, "#id_code")
    tab.keyboard.press("Control+a")
    tab.keyboard.type(code_for(mailbox, address))
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name="It is booked")).to_be_visible()
    expect(tab.locator(".chosen-time")).to_contain_text(f"{slot}–")
    mail = mailbox.wait_for_one(address, has_entry, seconds=60)[0]
    at = invitation_in(mail)["DTSTART"].dt.astimezone(TOKYO)
    assert f"{at:%I:%M %p}".lstrip("0") == slot
    tab.go_back()  # an old page: it says what became of it
    tab.reload()
    expect(tab.get_by_role("heading", name="It is booked")).to_be_visible()


def reach(tab: Tab, selector: str) -> None:
    """Press Tab until the focus, which must be seen, is there."""
    place = tab.locator(f"{selector}:focus-visible")
    for _ in range(150):
        if place.count():
            return
        tab.keyboard.press("Tab")
    raise AssertionError(f"no key leads to {selector}")


@pytest.fixture
def site() -> Iterator["Site"]:
    with Site(("127.0.0.1", free_port()), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(10)


class Site(ThreadingHTTPServer):
    """Somebody's own site: one page, under two names that are two origins for a browser."""

    page = ""

    def at(self, host: str) -> str:
        return f"http://{host}:{self.server_address[1]}"


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Site)
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        words = f"<!doctype html><html lang=en><title>Coaching in Berlin</title><h1>My site</h1>{self.server.page}"
        self.wfile.write(words.encode() if self.path == "/" else b"")

    def log_message(self, format: str, *words: object) -> None:
        """Say nothing."""


def test_in_a_frame_of_the_coachs_own_site(served: Served, mailbox: SmtpServer, open_tab: Open, site: Site) -> None:
    """The lines that Settings give, on the site that is named there: they show the pages, grow with them, and a talk
    is booked in them. On another site the browser shows nothing."""
    coach = open_tab(as_=("miriam", served))
    coach.goto(served.at("{p}/settings/booking-page/"))
    coach.locator("#id_sites").fill(site.at("localhost"))
    coach.get_by_role("button", name="Save the sites").click()
    expect(coach.locator("#id_sites")).to_have_value(site.at("localhost"))
    site.page = coach.locator("#snippet").input_value()
    expect(coach.locator("button[data-copy=snippet]")).to_be_visible()

    tab = open_tab(timezone_id="Asia/Tokyo")
    tab.goto(site.at("localhost"))
    inside, frame = tab.frame_locator("iframe"), tab.locator("iframe")
    inside.get_by_role("link", name="First talk").first.click()
    expect(inside.get_by_label("Times are shown for")).to_have_value("Asia/Tokyo")
    high = [as_high_as_its_page(tab, frame)]
    slot = inside.locator(".slot").first.inner_text()
    inside.locator(".slot").first.click()
    inside.get_by_label("Your name").fill("Aoi Sato")
    inside.get_by_label("Your e-mail address").fill("aoi@example.org")
    high.append(as_high_as_its_page(tab, frame))
    assert high[0] != high[1]
    inside.get_by_role("button", name="Continue").click()
    inside.get_by_label("Code").fill(code_for(mailbox, "aoi@example.org"))
    inside.get_by_role("button", name="Book this time").click()
    expect(inside.get_by_role("heading", name="It is booked")).to_be_visible()
    expect(inside.locator(".chosen-time")).to_contain_text(slot)
    as_high_as_its_page(tab, frame)
    assert tab.context.cookies() == []
    assert complaints(tab) == [], complaints(tab)

    other = open_tab()
    other.goto(site.at("127.0.0.1"))
    expect(other.get_by_role("heading", name="My site")).to_be_visible()
    other.wait_for_function("() => performance.getEntriesByType('navigation')[0].loadEventEnd > 0")
    assert any("frame-ancestors" in line for line in other.complaints), other.complaints  # type: ignore[attr-defined]
    expect(other.frame_locator("iframe").get_by_text("Miriam Okafor")).to_have_count(0)


def as_high_as_its_page(tab: Tab, frame: Locator) -> int:
    """How high the frame is, which is as high as what it shows: nothing in it scrolls."""
    content = tab.frames[1]
    high: int = content.evaluate("() => document.body.scrollHeight")
    expect(frame).to_have_attribute("height", str(high))
    assert content.evaluate("() => document.documentElement.scrollHeight <= innerHeight")
    return high
