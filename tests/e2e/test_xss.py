"""Hostile words wherever people can put some, in a real browser that our policy does not protect: nothing acts."""

from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.hostile import HOSTILE
from tests.e2e.once import migrated
from tests.e2e.talking import World, running

pytestmark = pytest.mark.browser
PRESS = """() => {
    const stay = (event) => {
        const link = event.target.closest("a[href]");
        if (link && link.protocol !== "javascript:") event.preventDefault();
    };
    document.addEventListener("click", stay, true);
    const places = ".words *, .file *, .row *, .quoted, .hits *, .said *, h1 *, .people *";
    for (const one of document.querySelectorAll(places)) {
        for (const type of ["mouseover", "mouseenter", "focus", "toggle"]) one.dispatchEvent(new Event(type));
        if (!one.closest("a.file, a.more, .row-title a, a.quoted, .hits a")) one.click?.();
    }
    return document.querySelectorAll(".words a").length;
}"""
SAFE = ("http:", "https:", "mailto:", "tel:")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with running(migrated(tmp_path_factory.getbasetemp(), tmp_path_factory.mktemp("xss")), "hostile") as world:
        yield world


@pytest.fixture(autouse=True)
def _nothing_acts(world: World) -> Iterator[None]:
    yield
    assert world.dialogs == []


def context(world: World, who: str) -> BrowserContext:
    """Without our Content-Security-Policy: the markup alone must hold. Nothing goes out to other hosts."""
    made = world.context(who, bypass_csp=True)
    made.route(lambda url: not url.startswith(world.server.url), lambda route: route.abort())
    made.on("page", lambda page: page.on("dialog", lambda dialog: world.dialogs.append(dialog.message)))
    return made


def press_everything(page: Page) -> int:
    """Click, focus and hover all that people's words have become; gives how many links there were."""
    return int(page.evaluate(PRESS))


def whats_left(page: Page) -> list[str]:
    """Elements and attributes among people's words that should not be there, links to anywhere else included."""
    return page.evaluate(
        """(safe) => [...document.querySelectorAll(".words *")].flatMap((one) => {
            const bad = [];
            const known = "P BR HR EM STRONG S CODE PRE BLOCKQUOTE UL OL LI A TABLE THEAD TBODY TR TH TD".split(" ");
            if (!known.includes(one.tagName)) bad.push(one.tagName);
            for (const { name, value } of one.attributes) {
                if (!["href", "title", "rel", "start", "target"].includes(name)) bad.push(name);
                if (name === "href" && !safe.includes(one.protocol)) bad.push(value);
            }
            return bad;
        })""",
        list(SAFE),
    )


def test_there_are_enough_of_them() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) >= 100


@pytest.mark.parametrize("who", ["miriam", "ana"])
def test_messages_and_file_names(world: World, who: str) -> None:
    page = world.open(context(world, who), world.talk())
    while page.locator("[data-older]").count():
        before = page.locator("article").count()
        page.locator("[data-older]").dispatch_event("click")
        expect(page.locator("article").nth(before)).to_be_attached()
    assert page.locator(".words").count() >= len(HOSTILE)
    assert page.locator("a.file").count() >= len(HOSTILE)
    press_everything(page)
    assert whats_left(page) == []


def test_names_and_previews_in_the_list_and_on_the_other_pages(world: World) -> None:
    made = context(world, "miriam")
    for path in ("/p/okafor/messages/", "/p/okafor/", "/p/okafor/clients/", f"{world.talk()}find/?q=alert"):
        page = world.open(made, path)
        press_everything(page)
        page.close()
    links: list[str] = []
    path = "/p/okafor/messages/"
    while path:
        page = world.open(made, path)
        press_everything(page)
        links += page.locator(".row-title a").evaluate_all("found => found.map(link => link.getAttribute('href'))")
        later = page.locator("main a[rel=next]")
        path = urljoin(page.url, later.get_attribute("href")) if later.count() else ""
        path = path.removeprefix(world.server.url)
        page.close()
    assert len(links) >= len(HOSTILE)
    for link in links[::9]:
        other = world.open(made, link)
        press_everything(other)
        assert whats_left(other) == []
        other.close()


def test_one_message_with_its_history(world: World) -> None:
    made = context(world, "ana")
    page = world.open(made, world.talk())
    link = page.locator("article:has(.edited) a.more").last.get_attribute("href")
    details = world.open(made, link or "")
    press_everything(details)
    assert whats_left(details) == []


def test_what_comes_in_live(world: World) -> None:
    writer = world.open(world.context("ana"), world.talk())
    reader = world.open(context(world, "miriam"), world.talk())
    expect(writer.locator("[data-presence]")).to_be_visible()
    for words in HOSTILE[::4]:
        writer.fill("[data-write]", words)
        writer.locator("[data-send]").click()
    writer.fill("[data-write]", "The last of them")
    writer.locator("[data-send]").click()
    expect(reader.locator("article .words").last).to_have_text("The last of them", timeout=30_000)
    press_everything(reader)
    assert whats_left(reader) == []
