"""From a wheel of life to what three weeks made of it: client and coach in their browsers, reminders in the mailbox,
and a review that says exactly what happened. For the server, its worker and both browsers the weeks really pass."""

import datetime as dt
import json
import re
import subprocess
import sys
import zoneinfo
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import passing
from tests.e2e.conftest import Open, Served
from tests.e2e.once import migrated
from tests.e2e.test_main_job import complaints, words_of
from tests.ops.server import ROOT, Server, environment
from tests.patience import PATIENCE
from tests.smtp import SmtpServer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.full,  # three weeks of pages and of servers that start anew: more than two minutes
    pytest.mark.skipif(passing.library() is None, reason=passing.MISSING),
]
DAY = dt.timedelta(days=1)
BERLIN, SINGAPORE = zoneinfo.ZoneInfo("Europe/Berlin"), zoneinfo.ZoneInfo("Asia/Singapore")
TEAM, SPEAK = "My team decides without me", "I speak up in the committee"
LEVELS = {
    TEAM: ("Every decision waits", "One in five is theirs", "Three in five are theirs", "Four in five", "All of them"),
    SPEAK: ("I am silent", "I answer when asked", "I take a position", "I hold it when pressed", "They ask for me"),
}  # from −2 to +2
ASK, WRITE, WEEK, TELL = "Ask back first", "Write down what is only mine", "Look back at the week", "Tell the team"
KEPT = (1, 2, 4, 8, 15, 18)  # days after the beginning on which the habit is kept


def monday() -> dt.datetime:
    """09:00 UTC on a Monday to come; in the three weeks from then on clocks change in Berlin."""
    at = dt.datetime.now(dt.UTC).replace(hour=9, minute=0, second=0, microsecond=0) + DAY
    while at.weekday() or at.astimezone(BERLIN).utcoffset() == (at + 20 * DAY).astimezone(BERLIN).utcoffset():
        at += DAY
    return at


class Weeks:
    """The two of them at their browsers, and the clock that all of it goes by."""

    def __init__(self, clock: passing.Clock, served: Served, open_tab: Open) -> None:
        self.clock, self.served, self.start = clock, served, clock.now
        self.ana = open_tab("phone", as_=("ana", served), timezone_id="Asia/Singapore")
        self.miriam = open_tab(as_=("miriam", served), timezone_id="Europe/Berlin")
        for tab in (self.ana, self.miriam):
            tab.clock.install(time=clock.now)

    def day(self, number: int) -> dt.date:
        """That many days after the beginning, where Ana is."""
        return (self.start + number * DAY).astimezone(SINGAPORE).date()

    def go_to(self, number: int, clock: str = "20:00") -> None:
        """It is that time of Ana's that many days after the beginning."""
        moment = dt.datetime.combine(self.day(number), dt.time.fromisoformat(clock), SINGAPORE)
        self.clock.set(moment.astimezone(dt.UTC))
        for tab in (self.ana, self.miriam):
            tab.clock.set_system_time(moment)

    def open(self, tab: Tab, path: str) -> Tab:
        tab.goto(self.served.at(path))
        return tab

    def today(self, number: int) -> Tab:
        """Ana's Today on that evening, as her phone shows it."""
        self.go_to(number)
        tab = self.open(self.ana, "{p}/")
        expect(tab.locator("header time")).to_have_text(said(self.day(number), "l j F"))
        return tab


def said(day: dt.date, form: str = "j F") -> str:
    name = f"{day:%A} " if form.startswith("l") else ""
    return f"{name}{day.day} {day:%B}"


@pytest.fixture
def weeks(
    built: None, mailbox: SmtpServer, open_tab: Open, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Weeks]:
    clock = passing.Clock(tmp_path, monday())
    env = {"OPENCOACH_DATABASE_URL": "", "OPENCOACH_MAIL_URL": mailbox.url, **clock.env}
    data = migrated(tmp_path_factory.getbasetemp(), tmp_path / "data")
    with Server(data, **env) as running:
        made = subprocess.run(
            [sys.executable, "-m", "tests.e2e.plan_world"],
            env=environment(OPENCOACH_DATA=str(data), **env), cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert made.returncode == 0, made.stderr
        found = json.loads(made.stdout.splitlines()[-1])
        places = {"p": "/p/okafor", "ana": found["ana"], "session": found["session"]}
        yield Weeks(clock, Served(running, places, found["sessions"]), open_tab)


def of(verb: str, title: str) -> re.Pattern[str]:
    """The name of what is done to one among many: "Agree", and for those who don't see where it stands its title."""
    return re.compile(f"^{verb} ?: ?{re.escape(title)}$")


def press(tab: Tab, name: str | re.Pattern[str]) -> None:
    tab.get_by_role("button", name=name, exact=True).first.click()


def choose(tab: Tab, field: str, value: object) -> None:
    """One of several that stand there, by what is sent."""
    box = tab.locator(f"input[name='{field}'][value='{value}']")
    tab.locator(f"label[for='{box.get_attribute('id')}']").or_(tab.locator("label").filter(has=box)).last.click()
    expect(box).to_be_checked()


def test_three_weeks_of_a_plan(
    weeks: Weeks, mailbox: SmtpServer, axe: Callable[[Tab], list[str]], keep_picture: Callable[[Tab, str], Path]
) -> None:
    _from_a_wheel_to_a_need(weeks)
    _two_goals(weeks)
    _what_is_done_for_them(weeks)
    _first_week(weeks, mailbox)
    _second_week(weeks)
    _third_week(weeks)
    _is_looked_back_on(weeks, axe, keep_picture)
    _stands_in_charts(weeks, axe, keep_picture)
    for tab in (weeks.ana, weeks.miriam):
        assert complaints(tab) == [], complaints(tab)


def _from_a_wheel_to_a_need(weeks: Weeks) -> None:
    tab = weeks.open(weeks.ana, "{p}/plan/")
    tab.get_by_role("link", name="Turn the wheel of life").click()
    for number, score in enumerate((3, 7, 5, 6, 7, 4, 6, 2, 8)):
        choose(tab, f"score{number}", score)
    press(tab, "Keep this wheel")
    press(tab, "Work 3")
    tab.get_by_role("link", name="Work", exact=True).click()
    tab.get_by_label("What has to change?").fill("I have become the bottleneck.")
    tab.get_by_role("button", name=re.compile("^Save")).first.click()
    expect(tab.locator("main")).to_contain_text("I have become the bottleneck.")


def _two_goals(weeks: Weeks) -> None:
    """Miriam sets one for the need, Ana one of her own; both agree, and each has its levels, a strategy and a first
    rating."""
    tab = weeks.open(weeks.miriam, "{p}/clients/{ana}/plan/")
    tab.get_by_role("link", name="Set a goal for it").click()
    _goal(tab, TEAM, need="I have become the bottleneck.")
    _way(tab, "Hand over one kind of decision at a time")
    tab = weeks.open(weeks.ana, "{p}/plan/")
    press(tab, of("Agree", TEAM))
    weeks.open(tab, "{p}/plan/").get_by_role("link", name="Set a goal", exact=True).click()
    _goal(tab, SPEAK)
    _way(tab, "One sentence, written the evening before")
    tab = weeks.open(weeks.miriam, "{p}/clients/{ana}/plan/")
    press(tab, of("Agree", SPEAK))
    _rate(weeks.open(tab, "{p}/clients/{ana}/plan/"), of("Rate together", TEAM), -2)
    _rate(weeks.open(weeks.ana, "{p}/plan/"), of("Rate", SPEAK), -1)


def _rate(tab: Tab, name: re.Pattern[str], level: int) -> None:
    tab.get_by_role("link", name=name).click()
    choose(tab, "level", level)
    press(tab, "Keep this rating")
    expect(tab.locator(".toast")).to_contain_text("The rating is kept.")


def _goal(tab: Tab, title: str, need: str = "") -> None:
    tab.get_by_role("link", name="In one sentence").click()
    tab.get_by_label("The goal in one sentence").fill(title)
    press(tab, "Go on")
    if need:
        expect(tab.get_by_label(need)).to_be_checked()
    press(tab, "Set this goal")
    for key, text in zip(("m2", "m1", "z0", "p1", "p2"), LEVELS[title], strict=True):
        tab.locator(f"[name={key}]").fill(text)
    press(tab, "Save the levels")
    expect(tab.get_by_role("heading", name=title)).to_be_visible()


def _way(tab: Tab, text: str) -> None:
    tab.get_by_role("link", name="Add a strategy").click()
    tab.get_by_label("The way", exact=True).fill(text)
    tab.get_by_label("This is the way I take").check()
    tab.get_by_role("button", name=re.compile("^(Save|Add|Keep)")).first.click()
    expect(tab.locator(".strategy.chosen")).to_contain_text(text)


def _what_is_done_for_them(weeks: Weeks) -> None:
    """Two actions and the check-in from Miriam, a habit and a measure from Ana: all for the first goal."""
    tab = weeks.miriam
    for title, more in ((WRITE, {"timing": "by", "day": weeks.day(4)}), (WEEK, {"timing": "on", "day": weeks.day(4)})):
        weeks.open(tab, "{p}/clients/{ana}/actions/new/")
        tab.get_by_label("What is to be done?").fill(title)
        choose(tab, "timing", more["timing"])
        tab.locator("[name=day]").fill(str(more["day"]))
        if title == WEEK:
            tab.locator("[name=repeat]").select_option("week")
            tab.locator("[name=reminds]").check()
        tab.locator("[name=hangs_on]").select_option(label=TEAM)
        tab.locator("main form button.primary").click()
        expect(tab.locator("main")).to_contain_text(title)
    weeks.open(tab, "{p}/clients/{ana}/check-ins/new/")
    tab.locator("[name=goal]").select_option(label=TEAM)
    tab.locator("[name=weekday]").select_option("4")
    tab.locator("[name=clock]").fill("18:30")
    press(tab, "Keep it")

    tab = weeks.open(weeks.ana, "{p}/clients/{ana}/habits/new/")
    tab.get_by_label("What do you want to do again and again?").fill(ASK)
    for day in range(5):
        choose(tab, "weekdays", day)
    tab.locator("[name=clock]").fill("19:00")
    tab.locator("[name=hangs_on]").select_option(label=TEAM)
    press(tab, "Begin it")
    weeks.open(tab, "{p}/clients/{ana}/measures/new/")
    tab.locator("[name=title]").fill("Decisions that waited for me")
    tab.locator("[name=target]").fill("4")
    tab.locator("[name=hangs_on]").select_option(label=TEAM)
    press(tab, "Add it")
    _value(tab, 9)
    weeks.served.places["measure"] = tab.url.rstrip("/").rsplit("/", 1)[1]


def _value(tab: Tab, value: int) -> None:
    tab.locator("[name=value]").fill(str(value))
    press(tab, "Write it down")
    expect(tab.locator("main table td.num").first).to_have_text(str(value))


def _tick(tab: Tab, title: str) -> None:
    """With one tap, where it stands."""
    line = tab.locator("#doing button.tick-line").filter(has_text=title)
    expect(line).to_have_attribute("aria-pressed", "false")
    line.click()
    expect(line).to_have_attribute("aria-pressed", "true", timeout=20_000 * PATIENCE)


def _check_in(tab: Tab, progress: int, mood: int, **words: str) -> None:
    tab.locator("#doing").get_by_role("link", name="How is it going?").click()
    choose(tab, "a.progress", progress)
    choose(tab, "a.mood", mood)
    for name, text in words.items():
        tab.locator(f"[name='a.{name}']").fill(text)
    press(tab, "Keep it")
    expect(tab.locator("#doing")).to_contain_text(f"{progress} of 10")


def _reminded(mailbox: SmtpServer, words: str, seen: int) -> str:
    """A mail with these words has come for Ana after the first `seen`."""
    return words_of(mailbox.wait_for_one("ana@example.org", lambda mail: words in words_of(mail), seen)[0])


def _first_week(weeks: Weeks, mailbox: SmtpServer) -> None:
    """Each thing reminds at its time, and only while it is open."""
    _tick(weeks.today(1), ASK)
    tab = weeks.today(2)
    _tick(tab, ASK)
    _tick(tab, WRITE)
    tab = weeks.today(3)
    expect(tab.locator("#doing .todo")).to_have_count(1)  # what is done is gone the day after
    weeks.served.places["habit"] = _id(tab, ".habit-row a.week-link")
    weeks.open(tab, "{p}/plan/habits/{habit}/")
    press(tab, "Ill")
    seen = len(mailbox.to("ana@example.org"))
    weeks.go_to(4, "09:00")
    assert ASK not in _reminded(mailbox, WEEK, seen)
    weeks.go_to(4, "18:30")
    _reminded(mailbox, "check-in is open", seen)
    weeks.go_to(4, "19:00")
    assert WEEK not in _reminded(mailbox, ASK, seen)
    tab = weeks.today(4)
    _tick(tab, ASK)
    _tick(tab, WEEK)
    _check_in(tab, 4, 2, obstacle="Everybody stands at my door.")


def _id(tab: Tab, selector: str) -> str:
    path = tab.locator(selector).first.get_attribute("href") or ""
    return path.rstrip("/").rsplit("/", 1)[1]


def _second_week(weeks: Weeks) -> None:
    """A new action slips, two days are paused, and the check-in of Friday does not come."""
    weeks.go_to(8, "16:00")
    tab = weeks.open(weeks.miriam, "{p}/clients/{ana}/actions/new/")
    tab.get_by_label("What is to be done?").fill(TELL)
    choose(tab, "timing", "by")
    tab.locator("[name=day]").fill(str(weeks.day(8)))
    tab.locator("[name=hangs_on]").select_option(label=SPEAK)
    tab.locator("main form button.primary").click()
    weeks.open(tab, "{p}/clients/{ana}/pause/")
    tab.get_by_label("First day").fill(str(weeks.day(9)))
    tab.get_by_label("Last day").fill(str(weeks.day(10)))
    press(tab, "Set the pause")
    _tick(weeks.today(8), ASK)
    tab = weeks.today(9)
    expect(tab.locator("#doing .todo")).to_have_count(0)
    tab = weeks.today(11)
    press(tab, of("Tomorrow", TELL))
    expect(tab.locator("#doing .todo").filter(has_text=TELL)).to_contain_text("tomorrow")


def _third_week(weeks: Weeks) -> None:
    tab = weeks.today(15)
    _tick(tab, ASK)
    weeks.open(tab, "{p}/clients/{ana}/actions/")
    tab.get_by_role("link", name=of("More", TELL)).click()
    tab.get_by_role("link", name="Drop it").click()
    tab.get_by_label("Why?").fill("Wei Ling told them.")
    press(tab, "Drop it")
    tab = weeks.today(18)
    _tick(tab, ASK)
    _tick(tab, WEEK)
    _check_in(tab, 7, 4, proud="They settled the budget without me.")
    weeks.open(tab, "{p}/plan/")
    _rate(tab, of("Rate", TEAM), 0)
    _value(weeks.open(tab, "{p}/plan/measures/{measure}/"), 5)


def _is_looked_back_on(weeks: Weeks, axe: Callable[[Tab], list[str]], keep_picture: Callable[[Tab, str], Path]) -> None:
    """What the review shows is what happened, no more and no less; what is agreed there stands in the plan."""
    weeks.go_to(21, "17:00")
    tab = weeks.open(weeks.miriam, "{p}/")
    expect(tab.locator("main")).to_contain_text("Ana Kovačević")
    weeks.open(tab, "{p}/sessions/{session}/review/")
    expect(tab.locator("h1 + p")).to_contain_text(f"since your session on {said(weeks.start.date())}")
    assert _review(tab) == {
        TEAM: [
            (WRITE, f"done on {said(weeks.day(2))}"),
            (WEEK, "done 2 of 3 times"),
            (ASK, f"kept on {len(KEPT)} of 12 days"),  # of fifteen, two are paused, and on one she was ill
            ("Check-ins", "4, 7 of 10 · 1 did not come"),
        ],
        SPEAK: [(TELL, "dropped “Wei Ling told them.”")],
    }
    assert _moved(tab) == {TEAM: "−2 → 0 since the last session", SPEAK: "−1 as it stood"}
    expect(tab.locator(".checked-words")).to_contain_text("They settled the budget without me.")
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        keep_picture(tab, f"journey-review-{scheme}")
        assert axe(tab) == []
    tab.emulate_media(color_scheme="light")
    tab.get_by_label("What will you do?").fill("Hand over the budget")
    tab.locator("[name=day]").fill(str(weeks.day(28)))
    tab.locator("section#next [name=goal]").select_option(label=TEAM)
    press(tab, "Agree on it")
    expect(tab.locator("#next .reviewed")).to_contain_text(f"Hand over the budget{said(weeks.day(28))}")
    weeks.open(weeks.ana, "{p}/sessions/{session}/review/")
    assert tuple(_review(weeks.ana)) == (TEAM, SPEAK)
    keep_picture(weeks.ana, "journey-review-phone")


def _review(tab: Tab) -> dict[str, list[tuple[str, str]]]:
    """The lines under each goal: (title, what is said of it)."""
    found = {}
    for goal in tab.locator(".reviewed-goal").all():
        lines = goal.locator(".reviewed > li").all()
        found[goal.locator("h2").inner_text()] = [
            (line.locator(".with-icon > span").first.inner_text(), line.locator(":scope > .meta").inner_text())
            for line in lines
        ]
    return found


def _moved(tab: Tab) -> dict[str, str]:
    goals = tab.locator(".reviewed-goal").all()
    return {one.locator("h2").inner_text(): " ".join(one.locator(".moved").inner_text().split()) for one in goals}


def _stands_in_charts(weeks: Weeks, axe: Callable[[Tab], list[str]], keep_picture: Callable[[Tab, str], Path]) -> None:
    """The pictures are kept to be looked at; what they draw is asked for here."""
    tab = weeks.ana
    drawn = {
        "habit": ("{p}/plan/habits/{habit}/", ".heat .c-done", len(KEPT)),
        "check-ins": ("{p}/clients/{ana}/check-ins/", ".trend-chart .dot", 2),
        "measure": ("{p}/plan/measures/{measure}/", ".graph > .dot.s-0", 2),
        "wheel": ("{p}/clients/{ana}/plan/needs/", ".radar", 1),
        "plan": ("{p}/plan/", ".ladder", 2),
    }
    for name, (path, selector, count) in drawn.items():
        weeks.open(tab, path)
        keep_picture(tab, f"journey-{name}")
        expect(tab.locator(selector)).to_have_count(count)
        assert axe(tab) == []
