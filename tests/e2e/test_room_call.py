"""A session by video: two browsers with made-up cameras, on one server that is killed in the middle."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.meeting import CONNECT, Meeting, connected, flows, let_in, meeting
from tests.e2e.once import migrated

pytestmark = pytest.mark.browser
HEARS_TWO = """() => [...document.querySelectorAll('video')].filter((one) => !one.muted && one.videoWidth > 0
  && one.srcObject.getAudioTracks().some((track) => track.readyState === 'live' && !track.muted)).length === 2"""
Axe = Callable[[Page], list[str]]


@pytest.fixture(scope="module")
def met(built: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Meeting]:
    with meeting(migrated(tmp_path_factory.getbasetemp(), tmp_path_factory.mktemp("call"))) as made:
        yield made


@pytest.fixture
def pair(met: Meeting) -> Iterator[tuple[Page, Page]]:
    """Miriam and Ana, in the call. Who was let in once comes in by herself."""
    miriam, ana = met.come("miriam"), met.come("ana")
    if ana.locator("#main").get_attribute("data-stage") == "waiting":
        let_in(miriam, ana)
    connected(miriam, ana)
    yield miriam, ana
    for page in (miriam, ana):
        page.context.close()


def pressed(page: Page, name: str) -> None:
    page.locator(f"[data-do={name}]").click()


def test_they_meet_in_the_waiting_room_first(met: Meeting) -> None:
    ana = met.come("ana")
    expect(ana.get_by_text("Miriam Okafor is not here yet. You are the first.")).to_be_visible(timeout=CONNECT)
    expect(ana.locator("[data-check]")).to_be_visible()
    assert ana.locator("select[data-device=audioinput] option").count() >= 2
    miriam = met.come("miriam")
    expect(ana.get_by_text("Miriam Okafor is here and will let you in.")).to_be_visible(timeout=CONNECT)
    expect(miriam.get_by_text("Ana Kovačević waits")).to_be_visible(timeout=CONNECT)
    assert miriam.evaluate("framesDecoded()") == 0
    let_in(miriam, ana)
    connected(miriam, ana)
    expect(miriam.locator("[data-elapsed]")).not_to_have_text("0:00", timeout=CONNECT)
    for page in (miriam, ana):
        page.context.close()


def test_who_is_muted_or_dark_is_seen_to_be_so(pair: tuple[Page, Page]) -> None:
    miriam, ana = pair
    pressed(ana, "mic")
    expect(ana.locator("[data-do=mic]")).to_have_attribute("aria-pressed", "false")
    expect(ana.locator("[data-announce]")).to_have_text("Your microphone is off.")
    expect(miriam.locator("[data-theirs-muted]")).to_be_visible(timeout=CONNECT)
    ana.keyboard.press("m")
    expect(miriam.locator("[data-theirs-muted]")).to_be_hidden(timeout=CONNECT)
    pressed(ana, "camera")
    expect(miriam.get_by_text("Ana Kovačević has no camera on")).to_be_visible(timeout=CONNECT)
    flows(ana)  # she still sees
    pressed(ana, "camera")
    expect(miriam.locator("[data-theirs-none]")).to_be_hidden(timeout=CONNECT)
    flows(miriam)


def test_the_page_of_a_call_holds_on_every_screen_and_by_keys(pair: tuple[Page, Page], axe: Axe) -> None:
    for page, (width, height), scheme in (
        (pair[0], (1280, 860), "light"), (pair[0], (390, 844), "dark"), (pair[1], (390, 844), "light"),
    ):  # fmt: skip
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        assert axe(page) == []
        assert page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0
    ana = pair[1]
    ana.get_by_role("button", name="Beside").focus()
    ana.keyboard.press("Enter")
    expect(ana.locator("[data-panel]")).to_be_visible()
    assert axe(ana) == []
    expect(ana.locator('[data-tab="plan"]')).to_be_focused()
    ana.keyboard.press("Tab")
    ana.keyboard.press("Enter")  # the chat
    expect(ana.locator("[data-pane=chat]")).to_be_visible()
    ana.locator("[data-write]").focus()
    ana.keyboard.type("m v s d")  # words, no commands
    expect(ana.locator("[data-do=mic]")).to_have_attribute("aria-pressed", "true")
    expect(ana.locator("[data-do=camera]")).to_have_attribute("aria-pressed", "true")
    ana.keyboard.press("Escape")
    expect(ana.get_by_role("button", name="Beside")).to_be_focused()
    ana.keyboard.press("d")
    expect(ana.locator("[data-devices] select").first).to_be_focused()


def test_a_screen_is_shared_and_taken_back(pair: tuple[Page, Page]) -> None:
    miriam, ana = pair
    pressed(miriam, "screen")
    expect(ana.locator("[data-main].is-screen")).to_be_visible(timeout=CONNECT)
    flows(ana)
    pressed(miriam, "screen")
    expect(ana.locator("[data-main].is-screen")).to_have_count(0, timeout=CONNECT)


def test_another_camera_is_taken_in_the_call(pair: tuple[Page, Page]) -> None:
    miriam, ana = pair
    pressed(ana, "devices")
    cameras = ana.locator("[data-devices] select[data-device=videoinput]")
    options = cameras.locator("option")
    expect(options).to_have_count(2)
    was = ana.evaluate("document.querySelector('[data-mine]').srcObject.getVideoTracks()[0].label")
    other = next(one for one in options.all() if one.inner_text() != was)
    cameras.select_option(other.get_attribute("value"))
    ana.wait_for_function(
        "was => document.querySelector('[data-mine]').srcObject.getVideoTracks()[0].label !== was", arg=was
    )
    flows(miriam)


def test_one_side_reloads_and_is_back_without_asking(pair: tuple[Page, Page]) -> None:
    miriam, ana = pair
    ana.on("dialog", lambda dialog: dialog.accept())
    ana.reload()
    expect(ana.locator("#main")).to_have_attribute("data-stage", "in")
    connected(miriam, ana)


def test_a_second_tab_takes_the_call_over(met: Meeting, pair: tuple[Page, Page]) -> None:
    miriam, ana = pair
    second = ana.context.new_page()
    second.goto(ana.url)
    expect(ana.get_by_text("You have this session open somewhere else")).to_be_visible(timeout=CONNECT)
    connected(miriam, second)
    ana.on("dialog", lambda dialog: dialog.accept())
    ana.get_by_role("button", name="Take it here").click()
    expect(second.get_by_text("You have this session open somewhere else")).to_be_visible(timeout=CONNECT)
    connected(miriam, ana)


def test_the_call_goes_on_while_the_server_is_killed_and_started_again(met: Meeting, pair: tuple[Page, Page]) -> None:
    miriam, ana = pair
    met.web.kill()
    expect(ana.get_by_text("You can go on talking")).to_be_visible(timeout=CONNECT)
    flows(miriam, 30)
    flows(ana, 30)
    met.web.start()
    expect(ana.locator("[data-notice]")).to_be_hidden(timeout=CONNECT)
    expect(miriam.locator("[data-notice]")).to_be_hidden(timeout=CONNECT)
    assert [page.evaluate("connections.length") for page in pair] == [1, 1]  # nobody had to connect anew
    flows(miriam)
    pressed(ana, "mic")  # and what is said over the server arrives again
    expect(miriam.locator("[data-theirs-muted]")).to_be_visible(timeout=CONNECT)
    pressed(ana, "mic")


def test_a_network_that_was_cut_comes_back(pair: tuple[Page, Page]) -> None:
    """The browser's own network emulation ends what goes through a server; media are cut by a new way that is asked
    for while nothing can be signalled."""
    miriam, ana = pair
    ana.context.set_offline(True)
    expect(ana.get_by_text("You can go on talking")).to_be_visible(timeout=CONNECT)
    ana.evaluate("connections.at(-1).restartIce()")
    ana.context.set_offline(False)
    expect(ana.locator("[data-notice]")).to_be_hidden(timeout=CONNECT)
    connected(miriam, ana)


def test_who_refuses_the_camera_is_told_the_ways_on(met: Meeting) -> None:
    context = met.context("ana", permissions=[])
    context.add_init_script(
        "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('no', 'NotAllowedError'); }"
    )
    page = context.new_page()
    page.goto(met.web.base + met.made["room"])
    expect(page.get_by_text("The browser does not let this page use your camera")).to_be_visible(timeout=CONNECT)
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    expect(page.get_by_role("button", name="Go on in writing")).to_be_visible()
    context.close()


def test_three_see_and_hear_each_other(met: Meeting, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A group in one room: nobody's picture or voice takes the place of another's."""
    group = Meeting(migrated(tmp_path_factory.getbasetemp(), tmp_path_factory.mktemp("group")), met.browser, {})
    group.made = group.tell("cast", "group")
    group.web.start()
    try:
        miriam, mei, omar = (group.come(who) for who in ("miriam", "mei", "omar"))
        for name in ("Mei Tanaka", "Omar Said"):
            knock = miriam.locator(".knock").filter(has_text=name)
            knock.get_by_role("button", name="Let in").click(timeout=CONNECT)
        for page in (mei, omar):
            expect(page.locator("#main")).to_have_attribute("data-stage", "in", timeout=CONNECT)
        for page in (miriam, mei, omar):
            connected(page)
            page.wait_for_function(HEARS_TWO, timeout=CONNECT, polling=100)
        names = {
            miriam.locator("[data-theirs-name]").inner_text(),
            miriam.locator("[data-besides] figcaption").inner_text(),
        }
        assert names == {"Mei Tanaka", "Omar Said"}
        omar.on("dialog", lambda dialog: dialog.accept())
        omar.get_by_role("button", name="Leave").click()
        expect(miriam.locator("[data-besides]")).to_be_hidden(timeout=CONNECT)
        flows(miriam)
        for page in (miriam, mei, omar):
            page.context.close()
    finally:
        group.web.kill()


def test_whoever_is_no_client_any_more_is_cut_off_in_mid_call(met: Meeting, pair: tuple[Page, Page]) -> None:
    met.tell("end")
    for page in pair:
        expect(page.get_by_text("You don’t take part in this session any more.")).to_be_visible(timeout=CONNECT)
        page.wait_for_function("connections.every(one => one.connectionState === 'closed')", timeout=CONNECT)
