"""What happens around what is said: elsewhere, later, when something fails. In real browsers, on one server."""

import io
import re
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import APIResponse, Locator, Page, Route, expect

from tests.e2e.once import migrated
from tests.e2e.talking import World, prepare, running

pytestmark = pytest.mark.browser
BADGE = """
window.badges = [];
navigator.setAppBadge = async (count) => { window.badges.push(count); };
navigator.clearAppBadge = async () => { window.badges.push(0); };
window.chimes = 0;
const Real = window.AudioContext;
window.AudioContext = class extends Real { constructor(...all) { super(...all); window.chimes += 1; } };
"""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with running(migrated(tmp_path_factory.getbasetemp(), tmp_path_factory.mktemp("around"))) as world:
        yield world


@pytest.fixture(autouse=True)
def _nothing_fails(world: World) -> Iterator[None]:
    yield
    for context in world.browser.contexts:
        context.close()
    assert [line for line in world.failures if "ransition" not in line] == []  # a page was left while it faded in
    world.failures.clear()
    assert world.dialogs == []


def say(page: Page, text: str) -> None:
    page.fill("[data-write]", text)
    page.press("[data-write]", "Enter")


def live(world: World, who: str, path: str, **options: object) -> Page:
    page = world.open(world.context(who, **options), path)
    expect(page.locator("[data-connection=live]")).to_have_count(1)
    return page


def look_away(page: Page) -> None:
    """Another window lies over it. (Playwright tells every page that it has the focus.)"""
    page.evaluate("() => { document.hasFocus = () => false; window.dispatchEvent(new Event('blur')); }")


def look_at(page: Page) -> None:
    page.evaluate("() => { document.hasFocus = () => true; window.dispatchEvent(new Event('focus')); }")


def test_what_is_said_elsewhere_shows_beside_in_the_title_and_on_the_app(world: World) -> None:
    context = world.context("miriam")
    context.add_init_script(BADGE)
    profile = world.open(context, "/p/okafor/settings/profile/")
    profile.get_by_label("Play a sound when a message comes in").check()
    profile.get_by_role("button", name="Save").click()
    expect(profile.locator("[role=status], .banner").first).to_be_visible()
    miriam = world.open(context, world.talk())
    expect(miriam.locator("[data-connection=live]")).to_have_count(1)
    mei, ana = live(world, "mei", world.talk("group")), live(world, "ana", world.talk())
    say(mei, "Do you have **a minute**?")
    row = miriam.locator("[data-conversations] .row").first
    expect(row).to_contain_text(re.compile(r"Mei [\w ]*: Do you have a minute\?"))
    expect(row).to_have_class(re.compile("is-unread"))
    assert (miriam.title()[:3], miriam.evaluate("window.chimes")) == ("Ana", 0)  # she sees it
    unread = miriam.evaluate("window.badges.at(-1)")
    look_away(miriam)
    say(mei, "It is about Monday")
    expect(row).to_contain_text("It is about Monday")
    say(ana, "And one from here")
    expect(miriam.locator("[data-messages] .words").filter(has_text="And one from here")).to_have_count(1)
    expect(miriam).to_have_title(re.compile(r"^\(2\) Ana"))
    assert miriam.evaluate("[window.badges.at(-1), window.chimes]") == [unread + 1, 2]
    look_at(miriam)
    expect(ana.locator("[data-state]")).to_have_text(re.compile(r"^Seen \d\d:\d\d$"))
    expect(miriam).to_have_title(re.compile("^Ana"))
    assert miriam.evaluate("window.badges.at(-1)") == unread
    miriam.goto(world.server.url + world.talk("group"))  # and she reads that one, too
    expect(miriam.locator("[data-conversations] .row.is-open")).not_to_have_class(re.compile("is-unread"))
    assert miriam.evaluate("window.badges.at(-1)") == unread - 1


def test_what_happens_to_the_work_shows_at_once_to_both(world: World) -> None:
    ana, miriam = live(world, "ana", world.talk()), live(world, "miriam", world.talk())
    prepare("happen", world.server.data)
    for page in (ana, miriam):
        lines = page.locator("[data-messages] .event")
        for said in ("A session is booked", "is moved from", "is cancelled", "pauses", "goes on"):
            expect(lines.filter(has_text=said)).to_have_count(1)
        expect(page.locator("[data-log] p").filter(has_text="A session is booked")).to_have_count(1)  # and is read out
    before = ana.locator("[data-messages] .event").all_inner_texts()
    ana.reload()
    assert ana.locator("[data-messages] .event").all_inner_texts() == before


def test_what_reaches_a_device_is_delivered_and_then_seen(world: World) -> None:
    ana, miriam = live(world, "ana", world.talk()), live(world, "miriam", world.talk())
    look_away(ana)
    say(miriam, "For when you look")
    expect(miriam.locator("[data-state]")).to_have_text("Delivered")
    look_at(ana)
    expect(miriam.locator("[data-state]")).to_have_text(re.compile(r"^Seen \d\d:\d\d$"))


def test_what_is_read_on_the_phone_is_not_new_on_the_laptop(world: World) -> None:
    ana, phone = live(world, "ana", world.talk()), live(world, "miriam", world.talk())
    laptop = world.open(world.context("miriam"), "/p/okafor/messages/")
    open_there = live(world, "miriam", world.talk())
    for page in (phone, laptop, open_there):
        look_away(page)
    say(ana, "Can you see this?")
    row = laptop.locator("[data-all] .row").filter(has_text="Can you see this?")
    expect(row).to_have_class(re.compile("is-unread"))
    badge = laptop.locator(".rail [data-count=messages] [data-figure]")
    before = int(badge.inner_text())
    expect(open_there).to_have_title(re.compile(r"^\(1\) "))
    look_at(phone)
    expect(row).not_to_have_class(re.compile("is-unread"))
    expect(badge).to_have_text(str(before - 1))
    expect(open_there).not_to_have_title(re.compile(r"^\("))


def test_a_picture_shows_as_soon_as_the_worker_has_made_its_preview(world: World) -> None:
    ana, miriam = live(world, "ana", world.talk()), live(world, "miriam", world.talk())
    out = io.BytesIO()
    Image.effect_noise((1600, 1200), 40).convert("RGB").save(out, "JPEG")
    ana.set_input_files("[data-files]", [{"name": "Board.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}])
    ana.locator("[data-send]").click()  # while it is still on its way up
    for page in (ana, miriam):
        picture = page.locator("[data-messages] a.picture img[alt='Board.jpg']")
        expect(picture).to_have_count(1, timeout=30_000)
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("naturalWidth", 640)
    miriam.locator("a.picture").last.click()
    expect(miriam.locator("[data-lightbox] img")).to_have_js_property("naturalWidth", 1600)
    miriam.keyboard.press("Escape")
    expect(miriam.locator("[data-lightbox]")).to_be_hidden()


def test_what_is_marked_unread_stays_so(world: World) -> None:
    ana, miriam = live(world, "ana", world.talk()), live(world, "miriam", world.talk())
    say(miriam, "Think about this one")
    say(ana, "And you about this")
    expect(miriam.locator(".words").filter(has_text="And you about this").last).to_be_visible()
    ways = (
        (ana, "Think about this one", "/p/okafor/", "One new message"),
        (miriam, "And you about this", "/p/okafor/messages/", "And you about this"),
    )
    for page, words, leads, shown in ways:
        message = page.locator("article.theirs").filter(has_text=words).last
        message.hover()
        message.locator("[data-more]").click()
        page.locator('[data-do="unread"]').click()
        page.wait_for_url(world.server.url + leads)
        expect(page.locator("main")).to_contain_text(shown)
    row = miriam.locator(".row").filter(has_text="Ana Kova")
    expect(row).to_have_class(re.compile("is-unread"))
    row.locator("a").click()
    expect(miriam.locator("#unread")).to_be_visible()


def test_a_form_that_somebody_types_in_stays_as_it_is(world: World) -> None:
    ana, miriam = live(world, "ana", world.talk()), live(world, "miriam", world.talk())
    say(ana, "To be worded better")
    theirs = miriam.locator("article").filter(has_text="To be worded better")
    choose(ana, ana.locator("article.mine").filter(has_text="To be worded better"), '[data-do="edit"]')
    ana.locator(".edit-form textarea").fill("To be worded much better")
    choose(miriam, theirs, "[data-reaction=warm]")
    expect(theirs.locator(".reactions")).to_contain_text("Close to me")
    say(miriam, "Take your time")
    expect(ana.locator(".words").filter(has_text="Take your time")).to_have_count(1)  # what came before it is drawn
    expect(ana.locator(".edit-form textarea")).to_have_value("To be worded much better")
    ana.locator(".edit-form textarea").press("Enter")
    done = ana.locator("article.mine").filter(has_text="To be worded much better")
    expect(done.locator(".reactions")).to_contain_text("Close to me")


def test_an_answer_that_was_overtaken_does_not_bring_old_words_back(world: World) -> None:
    ana, miriam = live(world, "ana", world.talk()), live(world, "miriam", world.talk())
    say(ana, "Said at leisure")
    mine = ana.locator("article.mine").filter(has_text="Said at leisure")
    expect(mine).to_have_count(1)
    asked: list[Route] = []  # for the reaction, for one's own new wording, and for it again as it comes by the socket
    old: list[APIResponse] = []

    def answer(route: Route) -> None:
        asked.append(route)
        if len(asked) == 1:
            old.append(route.fetch())
        elif len(asked) == 2:
            route.continue_()

    ana.route("**/m/*/?part", answer)
    theirs = miriam.locator("article").filter(has_text="Said at leisure")
    choose(miriam, theirs, "[data-reaction=warm]")
    expect(theirs.locator(".reactions")).to_contain_text("Close to me")
    choose(ana, mine, '[data-do="edit"]')
    ana.locator(".edit-form textarea").fill("Said at leisure, just so")
    ana.locator(".edit-form textarea").press("Enter")
    expect(mine).to_contain_text("just so")
    with ana.expect_request("**/m/*/?part"):  # asked for when the first answer was dealt with
        asked[0].fulfill(response=old[0])
    expect(mine).to_contain_text("just so")
    asked[2].continue_()
    expect(mine.locator(".reactions")).to_contain_text("Close to me")


def choose(page: Page, message: Locator, choice: str) -> None:
    """Choose something in a message's menu."""
    message.hover()
    message.locator("[data-more]").click()
    page.locator(choice).click()


def test_nothing_goes_without_one_of_its_files(world: World) -> None:
    ana = live(world, "ana", world.talk())
    held: list[Route] = []
    ana.route("**/file/", lambda route: held.append(route))  # noqa: PLW0108 (a method of a list takes no notes)
    with ana.expect_request("**/file/"):
        ana.set_input_files("[data-files]", [{"name": "Plan.txt", "mimeType": "text/plain", "buffer": b"The plan"}])
    say(ana, "Here is the plan")  # while it is on its way
    expect(ana.locator("[data-write]")).to_have_value("Here is the plan")
    held[0].fulfill(status=507, body="full")
    expect(ana.locator("[data-problem]")).to_contain_text("Plan.txt")
    expect(ana.locator("[data-write]")).to_have_value("Here is the plan")
    expect(ana.locator(".words").filter(has_text="Here is the plan")).to_have_count(0)


def test_words_are_found_and_gone_to_without_a_mouse(world: World) -> None:
    ana = live(world, "ana", world.talk())
    say(ana, "The wooden bridge over the Sava")
    say(ana, "Something else")
    expect(ana.locator(".words").filter(has_text="Something else")).to_have_count(1)
    ana.locator("[data-find]").focus()
    ana.keyboard.press("Enter")
    expect(ana.locator("#find-words")).to_be_focused()
    ana.keyboard.type("WOODEN bridge")
    expect(ana.locator("[data-hits] mark")).to_have_text("wooden bridge")
    ana.locator("[data-hits] a").first.focus()
    ana.keyboard.press("Enter")
    found = ana.locator("article").filter(has_text="The wooden bridge")
    expect(found).to_be_focused()
    ana.keyboard.press("Enter")  # its menu
    expect(ana.locator("[data-menu]")).to_be_visible()
    ana.keyboard.press("Escape")
    expect(ana.locator("[data-menu]")).to_be_hidden()
    found.focus()
    ana.keyboard.press("ArrowDown")
    expect(ana.locator("article").filter(has_text="Something else")).to_be_focused()
    ana.locator("[data-find]").focus()
    ana.locator("#find-words").fill("never said")
    expect(ana.locator("[data-hits]")).to_contain_text("Nothing here says “never said”.")
    ana.locator("#find-words").press("Escape")
    expect(ana.locator("[data-find-bar]")).to_be_hidden()


def test_whoever_leaves_sees_nothing_of_it_any_more(world: World) -> None:
    omar, mei = live(world, "omar", world.talk("group")), live(world, "mei", world.talk("group"))
    say(omar, "Goodbye, all")
    expect(mei.locator(".words").filter(has_text="Goodbye, all")).to_have_count(1)
    prepare("leave", world.server.data)
    expect(omar.get_by_role("alert")).to_have_text("You no longer take part in this conversation.")
    expect(omar.locator("article")).to_have_count(0)
    say(mei, "Now we are fewer")
    expect(mei.locator(".words").filter(has_text="Now we are fewer")).to_have_count(1)
    assert "Now we are fewer" not in omar.content()


def test_what_cannot_be_said_any_more_is_given_back(world: World) -> None:
    ana = live(world, "ana", world.talk())  # the last test: it ends her engagement
    ana.context.set_offline(True)
    say(ana, "One last thing")
    expect(ana.locator("[data-outgoing] li")).to_contain_text("Waits to be sent")
    prepare("end", world.server.data)
    ana.context.set_offline(False)
    waiting = ana.locator("[data-outgoing] li")
    expect(waiting).to_contain_text("This conversation has ended", timeout=30_000)
    expect(ana.locator("[data-problem]")).to_contain_text("This conversation has ended")
    waiting.get_by_role("button", name="Take it back").click()
    expect(waiting).to_have_count(0)
    expect(ana.locator("[data-write]")).to_have_value("One last thing")
