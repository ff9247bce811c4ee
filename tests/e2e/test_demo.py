"""Whoever tries OpenCoach sees the demo first: every page that its links lead to opens, without a complaint."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page as Tab

from tests.ops.server import Server

pytestmark = pytest.mark.browser
LEFT_ALONE = re.compile(r"/demo/enter/|/files/|/logout/|/sample|/export/|/m/\d+/|\?")
THING = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)\d+(?=/)|\d{4}-\d\d-\d\d")
OF_A_SORT = 1
FEWEST = {"miriam": 25, "ana": 10}


@pytest.fixture(scope="module")
def demo(built: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`./start --demo` on an empty folder."""
    with Server(tmp_path_factory.mktemp("demo"), "--demo", OPENCOACH_DATABASE_URL="") as running:
        running.wait_for("Ana, her client:")
        yield running


def door(demo: Server, who: str) -> str:
    found = re.search(rf"/demo/enter/{who}/\S+", demo.said())
    assert found, demo.said()
    return demo.url + found[0]


@pytest.mark.parametrize("who", ["miriam", "ana"])
def test_every_link_of_the_demo_leads_to_a_page(
    demo: Server, open_tab: Callable[..., Tab], who: str, full: bool
) -> None:
    """Every one with `--full`; else one of each sort, whose addresses differ only in what they are about."""
    tab = open_tab()
    failed: list[str] = []
    tab.on("response", lambda answer: failed.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    tab.goto(door(demo, who))
    todo, seen, sorts = [tab.url], set[str](), Counter[str]()
    while todo:
        url = todo.pop(0)
        sort = THING.sub("*", url)
        if url in seen or (not full and sorts[sort] == OF_A_SORT):
            continue
        seen.add(url)
        sorts[sort] += 1
        tab.goto(url)
        links = tab.eval_on_selector_all("a[href]", "all => all.map(one => one.href.split('#')[0])")
        todo += [link for link in links if link.startswith(demo.url) and not LEFT_ALONE.search(link)]
    assert len(seen) >= FEWEST[who]
    assert failed == []
    assert tab.complaints == []  # type: ignore[attr-defined]


def test_a_conversation_of_months_is_there_to_read(demo: Server, open_tab: Callable[..., Tab]) -> None:
    tab = open_tab("phone")
    tab.goto(door(demo, "ana"))
    tab.goto(f"{demo.url}/p/okafor/messages/")
    tab.get_by_text("So that's the +2").first.wait_for()


def test_an_invitation_goes_from_the_mailbox_to_its_page(
    demo: Server, open_tab: Callable[..., Tab], keep_picture: Callable[[Tab, str], Path]
) -> None:
    tab = open_tab()
    tab.goto(f"{demo.url}/demo/mailbox/")
    tab.get_by_role("link", name="Miriam Okafor invites you").first.click()
    keep_picture(tab, "demo-mail")
    tab.frame_locator("iframe").get_by_role("link", name="See the invitation").click()
    tab.wait_for_url("**/invitation/**")
    tab.get_by_text("Okafor Coaching").first.wait_for()
