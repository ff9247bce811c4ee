"""A coach and a client talk: on a server started afresh, in two real browsers."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.once import migrated
from tests.e2e.talking import World, prepare, running
from tests.smtp import SmtpServer

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def sink() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, sink: SmtpServer) -> Iterator[World]:
    mail = f"smtp://127.0.0.1:{sink.port}"
    with running(
        migrated(tmp_path_factory.getbasetemp(), tmp_path_factory.mktemp("talk")), OPENCOACH_MAIL_URL=mail
    ) as world:
        yield world


@pytest.fixture(autouse=True)
def _nothing_fails(world: World) -> Iterator[None]:
    yield
    assert world.failures == []
    assert world.dialogs == []


def say(page: Page, text: str) -> None:
    page.fill("[data-write]", text)
    page.press("[data-write]", "Enter")


def said(page: Page, text: str):  # type: ignore[no-untyped-def]
    """The messages on a page that say exactly this."""
    return page.locator("[data-messages] article .words").filter(has_text=re.compile(rf"^\s*{re.escape(text)}\s*$"))


def seqs(page: Page) -> list[int]:
    found = page.locator("[data-messages] > [data-seq]").evaluate_all("all => all.map(one => Number(one.dataset.seq))")
    return [int(one) for one in found]


def test_both_type_and_see_each_other_live(world: World) -> None:
    miriam = world.open(world.context("miriam"), world.talk())
    ana = world.open(world.context("ana"), world.talk())
    expect(miriam.locator("[data-presence]")).to_have_text("Here now")
    expect(ana.locator("[data-reach]")).to_have_text("Reaches Miriam now.")
    ana.type("[data-write]", "Are you", delay=5)
    expect(miriam.locator("[data-typing] span")).to_have_text("Ana Kovačević is writing")
    say(ana, "Are you **there**?")
    expect(said(miriam, "Are you there?")).to_have_count(1)
    expect(miriam.locator("[data-typing]")).to_be_hidden()
    miriam.bring_to_front()
    say(miriam, "I am")
    expect(said(ana, "I am")).to_have_count(1)
    expect(miriam.locator("[data-outgoing] li")).to_have_count(0)
    ana.bring_to_front()
    expect(miriam.locator("[data-state]")).to_have_text(re.compile(r"^Seen \d\d:\d\d$"))
    assert seqs(miriam) == seqs(ana) == sorted(set(seqs(ana)))
    expect(ana.locator("[data-log] p").last).to_have_text("Miriam Okafor: I am")  # what a screen reader is told


HOLD = """() => new Promise((held) => {
    indexedDB.open("opencoach", 1).onsuccess = (event) => {
        const store = event.target.result.transaction("unsent", "readwrite").objectStore("unsent");
        const again = () => { if (!window.released) store.count().onsuccess = again; held(); };
        again();
    };
})"""


def test_seen_is_said_although_the_device_is_still_drawing_the_message(world: World) -> None:
    slow = world.open(world.context("miriam"), world.talk())
    expect(slow.locator("[data-connection=live]")).to_have_count(1)
    slow.evaluate(HOLD)  # its storage is busy: what is drawn of an own message waits for it
    quick = world.open(world.context("miriam"), world.talk())
    ana = world.open(world.context("ana"), world.talk())
    expect(ana.locator("[data-presence]")).to_be_visible()
    say(quick, "From my other device")
    expect(said(ana, "From my other device")).to_have_count(1)
    ana.bring_to_front()
    seen = re.compile(r"^Seen \d\d:\d\d$")
    expect(quick.locator("[data-state]")).to_have_text(seen)
    slow.evaluate("() => { window.released = true }")
    expect(slow.locator("[data-state]")).to_have_text(seen)


def test_what_comes_live_is_drawn_as_the_server_draws_it(world: World) -> None:
    miriam = world.open(world.context("miriam"), world.talk())
    ana = world.open(world.context("ana"), world.talk())
    expect(ana.locator("[data-presence]")).to_be_visible()
    say(ana, "One line with a https://example.org/link, and\n\n- a list")
    markup = (
        "all => all.at(-1).outerHTML.replace(/ (title|datetime)=\"[^\"]*\"/g, '').replace(/\\s+/g, ' ')"
        '.replace(/ class="message (mine|theirs) ?[^"]*"/, \' class="message $1"\')'
    )
    for page in (miriam, ana):
        expect(page.locator("article .words li")).to_have_count(1)
        live = page.locator("[data-messages] > article").evaluate_all(markup)
        page.reload()
        expect(page.locator("article .words li")).to_have_count(1)
        assert page.locator("[data-messages] > article").evaluate_all(markup) == live


def test_written_offline_reloaded_and_sent_once(world: World) -> None:
    miriam = world.open(world.context("miriam"), world.talk())
    away = world.context("ana")
    ana = world.open(away, world.talk())
    expect(ana.locator("[data-presence]")).to_be_visible()
    away.set_offline(True)
    say(ana, "Written under way")
    expect(ana.locator("[data-outgoing] li")).to_have_text(re.compile("Written under way.*Waits to be sent", re.S))
    expect(ana.locator("[data-reach]")).to_have_text("You are offline. What you write is kept and sent later.")
    say(miriam, "Said meanwhile")
    expect(said(miriam, "Said meanwhile")).to_have_count(1)
    ana.close()  # the tab is gone; what was written is not
    away.set_offline(False)
    ana = world.open(away, world.talk())
    expect(said(miriam, "Written under way")).to_have_count(1)
    expect(said(ana, "Written under way")).to_have_count(1)
    expect(said(ana, "Said meanwhile")).to_have_count(1)
    expect(ana.locator("[data-outgoing] li")).to_have_count(0)
    assert seqs(miriam) == seqs(ana) == sorted(set(seqs(ana)))
    ana.reload()
    expect(said(ana, "Written under way")).to_have_count(1)


def test_reactions_edits_replies_pins_and_deletions_reach_the_other_side(world: World) -> None:
    miriam = world.open(world.context("miriam"), world.talk())
    ana = world.open(world.context("ana"), world.talk())
    expect(ana.locator("[data-presence]")).to_be_visible()
    say(ana, "Frist words")
    message = miriam.locator("article").filter(has_text="Frist words")
    open_menu(message)
    miriam.locator("[data-reaction=thanks]").click()
    expect(ana.locator("article").filter(has_text="Frist words").locator(".reactions")).to_contain_text("Thank you")
    open_menu(message)
    miriam.locator('[data-do="reply"]').click()
    say(miriam, "An answer to them")
    expect(ana.locator("article").filter(has_text="An answer to them").locator(".quoted")).to_contain_text("Frist")
    open_menu(ana.locator("article.mine").filter(has=ana.locator(".words", has_text="Frist words")))
    ana.locator('[data-do="edit"]').click()
    ana.locator(".edit-form textarea").fill("First words")
    ana.locator(".edit-form textarea").press("Enter")
    expect(said(miriam, "First words")).to_have_count(1)
    expect(miriam.locator("article").filter(has=miriam.locator(".words", has_text="First words"))).to_contain_text(
        "edited"
    )
    own = ana.locator("article.mine").filter(has=ana.locator(".words", has_text="First words"))
    open_menu(own)
    ana.locator('[data-do="pin"]').click()
    expect(miriam.locator("[data-pinned]")).to_contain_text("First words")
    open_menu(own)
    ana.locator('[data-do="delete"]').click()
    expect(miriam.locator("article.gone")).to_contain_text("Ana Kovačević deleted a message")
    ana.locator("[data-restore]").click()
    expect(said(miriam, "First words")).to_have_count(1)


def open_menu(message) -> None:  # type: ignore[no-untyped-def]
    message.last.hover()
    message.last.locator("[data-more]").click()


def test_files_and_voice_memos(world: World) -> None:
    miriam = world.open(world.context("miriam"), world.talk())
    ana = world.open(world.context("ana", permissions=["microphone"]), world.talk())
    expect(ana.locator("[data-presence]")).to_be_visible()
    ana.set_input_files("[data-files]", [{"name": "Plan.txt", "mimeType": "text/plain", "buffer": b"The plan"}])
    expect(ana.locator("[data-uploads] progress")).to_have_count(0)
    say(ana, "The plan")
    with miriam.expect_download() as download:
        miriam.locator("a.file").filter(has_text="Plan.txt").last.click()
    assert Path(download.value.path()).read_bytes() == b"The plan"
    assert download.value.suggested_filename == "Plan.txt"
    ana.locator("[data-record]").click()
    expect(ana.locator("[data-clock]")).to_have_text("0:01")
    ana.locator("[data-record-stop]").click()
    ana.locator("[data-record-keep]").click()
    expect(ana.locator("[data-uploads] li")).to_have_count(1)
    expect(ana.locator("[data-uploads] progress")).to_have_count(0)
    ana.locator("[data-send]").click()
    player = miriam.locator(".memo audio").last
    expect(player).to_be_visible()
    player.evaluate("audio => audio.play()")
    plays = "async audio => { while (audio.currentTime < .2) await new Promise(requestAnimationFrame); return true }"
    assert player.evaluate(plays)


def test_a_draft_is_kept_and_enter_can_break_the_line(world: World) -> None:
    ana = world.open(world.context("ana"), world.talk())
    ana.fill("[data-write]", "Half a thought")
    context = ana.context
    ana.close()
    ana = world.open(context, world.talk())
    expect(ana.locator("[data-write]")).to_have_value("Half a thought")
    ana.locator("[data-enter] input").uncheck()
    ana.press("[data-write]", "Enter")
    expect(ana.locator("[data-write]")).to_have_value("Half a thought\n")
    ana.evaluate(
        "() => document.querySelector('form[action$=\"/account/logout/\"]')"
        ".dispatchEvent(new Event('submit', {bubbles: true, cancelable: true}))"
    )
    assert ana.evaluate("Object.keys(localStorage).filter(name => name.startsWith('draft:'))") == []


def test_without_a_script(world: World) -> None:
    context = world.context("ana", java_script_enabled=False)
    ana = world.open(context, world.talk())
    ana.fill("#write", "Typed without a script")
    ana.set_input_files("input[name=files]", [{"name": "Note.txt", "mimeType": "text/plain", "buffer": b"x"}])
    ana.locator("[data-send]").click()
    message = ana.locator("article").filter(has_text="Typed without a script")
    expect(message.locator("a.file")).to_contain_text("Note.txt")
    message.locator("a.more").press("Enter")
    ana.get_by_role("button", name="Delete the message").click()
    expect(ana.locator("article.gone").last).to_contain_text("You deleted a message")
    ana.get_by_role("button", name="Undo").click()
    expect(ana.locator("article").filter(has_text="Typed without a script")).to_have_count(1)
    ana.get_by_role("link", name="Find").click()
    ana.fill("input[type=search]", "without a script")
    ana.locator("form.find-form button").click()
    expect(ana.locator(".hits mark").first).to_have_text("without a script")


@pytest.mark.parametrize("who", ["devi", "tomas", "oskar", "stranger", "priya", "ruben"])
def test_a_foreign_person_gets_nothing_on_any_road(world: World, who: str) -> None:
    context = world.context(who)
    stranger = world.open(context, "/p/okafor/")
    base = world.server.url
    for path in ("", "older/?before=9", "find/?q=a", "m/2/", "m/2/?part"):
        assert context.request.get(base + world.talk() + path).status == 404
    heard = stranger.evaluate(
        """([conversation]) => new Promise((done) => {
            const heard = [];
            const socket = new WebSocket(`ws://${location.host}/live/socket?practice=okafor`);
            socket.onopen = () => socket.send(JSON.stringify({type: "hello", conversations: {[conversation]: 0}}));
            socket.onmessage = (event) => {
                for (const frame of [JSON.parse(event.data)].flat()) {
                    heard.push(frame.type);
                    if (frame.type === "gone") {
                        socket.send(JSON.stringify({type: "send", conversation, client_id: "x1", body: "in"}));
                    }
                    if (frame.type === "refused" || frame.type === "error") { socket.close(); done(heard); }
                }
            };
            socket.onclose = () => done(heard);
        })""",
        [world.made["ana"]],
    )
    assert "message" not in heard
    assert "ack" not in heard
    assert "presence" not in heard


def test_who_is_away_gets_one_mail(world: World, sink: SmtpServer) -> None:
    mei = world.open(world.context("mei"), world.talk("group"))
    say(mei, "First thing for the group")
    say(mei, "Second thing for the group")
    expect(mei.locator("[data-outgoing] li")).to_have_count(0)
    expect(said(mei, "Second thing for the group")).to_have_count(1)
    omar = world.open(world.context("omar"), world.talk("group"))  # he sees it in time
    expect(said(omar, "Second thing for the group")).to_have_count(1)
    expect(mei.locator("[data-state]")).to_be_visible()
    omar.bring_to_front()
    expect(mei.locator("[data-state]")).to_have_text("Seen by Omar Said")
    prepare("due", world.server.data)
    mails = sink.wait_for_subject("miriam@example.org", "Mei")
    assert len(mails) == 1
    text = mails[0].get_body(("plain",)).get_content()
    assert "First thing for the group" in text
    assert "Second thing for the group" in text
    assert world.talk("group") in text


BLOCKED = """
window.WebSocket = class extends EventTarget {
    static OPEN = 1;
    constructor() {
        super();
        setTimeout(() => this.dispatchEvent(Object.assign(new Event("close"), { code: 1006 })));
    }
    close() {}
};
"""


def test_where_websockets_are_blocked_they_talk_all_the_same(world: World) -> None:
    office = world.context("ana")
    office.add_init_script(BLOCKED)
    ana = world.open(office, world.talk())
    miriam = world.open(world.context("miriam"), world.talk())
    expect(ana.locator("[data-connection=live]")).to_have_count(1, timeout=30_000)
    say(ana, "From behind a strict proxy")
    expect(said(miriam, "From behind a strict proxy")).to_have_count(1)
    say(miriam, "It works")
    expect(said(ana, "It works")).to_have_count(1)
    expect(ana.locator("[data-outgoing] li")).to_have_count(0)
    office.set_offline(True)
    say(miriam, "Said while it was cut")
    say(ana, "Written while it was cut")
    office.set_offline(False)
    expect(said(ana, "Said while it was cut")).to_have_count(1, timeout=30_000)
    expect(said(miriam, "Written while it was cut")).to_have_count(1)
    assert seqs(miriam) == seqs(ana) == sorted(set(seqs(ana)))
