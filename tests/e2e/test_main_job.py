"""The main job, from an empty folder: the first coach invites a client, who reads, accepts and comes in."""

import contextlib
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Error, Locator, expect
from playwright.sync_api import Page as Tab

from tests.ops.server import Server
from tests.smtp import SmtpServer

pytestmark = pytest.mark.browser
Open = Callable[..., Tab]
CLIENT = "nora.lind@example.org"


def setup_link(server: Server) -> str:
    """What the first start printed."""
    return server.wait_for("/setup/").strip()


def words_of(mail: object) -> str:
    """The plain text of a mail."""
    return mail.get_body(("plain",)).get_content()  # type: ignore[attr-defined,no-any-return]


CODE = re.compile(r"^\s*([B-DF-HJ-NP-TV-XZ2-9]{6})\s*$", re.MULTILINE)


def code_for(mailbox: SmtpServer, address: str, after: int = 0) -> str:
    """The sign-in code that came for an address after the first `after` mails, once it has come."""
    mail = mailbox.wait_for_one(address, lambda mail: CODE.search(words_of(mail)), after)[-1]
    found = CODE.search(words_of(mail))
    assert found
    return found[1]


def complaints(tab: Tab) -> list[str]:
    """What the console said; that a transition between pages was left out is no fault (reduced motion), nor that
    there was no line while it was cut."""
    ours = ("ransition", "ERR_INTERNET_DISCONNECTED")
    return [line for line in tab.complaints if not any(words in line for words in ours)]  # type: ignore[attr-defined]


def begin(tab: Tab, server: Server) -> None:
    tab.goto(setup_link(server))
    assert tab.get_by_label("Time zone").input_value() == "Europe/Berlin"  # as the browser's clock
    tab.get_by_label("Your name").fill("Miriam Okafor")
    tab.get_by_label("Your e-mail address").fill("miriam@example.org")
    tab.get_by_label("Name of your practice").fill("Okafor Coaching")
    tab.get_by_label("Executive").check()
    tab.get_by_role("button", name="Open my practice").click()
    tab.wait_for_url("**/p/okafor-coaching/")


def invite(tab: Tab) -> None:
    tab.goto(tab.url + "clients/new/")
    expect(tab.get_by_text("open on this machine only")).to_be_visible()
    tab.get_by_label("Name").fill("Nora Lind")
    tab.get_by_label("E-mail address").fill(CLIENT)
    tab.get_by_label("A personal word").fill("Good to have met you on Thursday.")
    tab.get_by_role("button", name="Send the invitation").click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Nora Lind")


def accept(tab: Tab, mailbox: SmtpServer) -> None:
    mail = mailbox.wait_for(CLIENT)[0]
    assert "Miriam Okafor" in str(mail["From"])
    assert "miriam@example.org" in str(mail["Reply-To"])
    assert "Good to have met you on Thursday." in words_of(mail)
    link = re.search(r"http://\S+/invitation/\S+", words_of(mail))
    assert link
    tab.goto(link[0])
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Miriam Okafor invites you")
    expect(tab.get_by_role("article")).to_contain_text("What coaching is not")
    tab.get_by_label("I have read the agreement and accept it").check()
    tab.get_by_role("button", name="Accept the agreement").click()
    tab.wait_for_url("**/code/")
    tab.get_by_label("Code").fill(code_for(mailbox, CLIENT).lower())
    tab.get_by_role("button", name="Come in").click()
    tab.wait_for_url("**/p/okafor-coaching/")


def say(tab: Tab, words: str) -> None:
    tab.get_by_role("textbox", name="Write to").fill(words)
    tab.get_by_role("button", name="Send").click()


def said(tab: Tab, words: str) -> Locator:
    """The messages that stand there with these words; not those that wait to be sent."""
    return tab.locator("[data-messages] > article .words").filter(has_text=words)


def they_talk(coach: Tab, client: Tab, stranger: Tab) -> None:
    """Both type and see each other live; one is cut off, writes, reloads and comes back; nobody else gets a word."""
    expect(client.locator("[data-messages]")).to_contain_text("The agreement is accepted")
    coach.get_by_role("link", name="Nora Lind").first.click()
    expect(coach.locator("[data-presence]")).to_have_text("Here now")
    expect(client.locator("[data-presence]")).to_have_text("Here now")
    client.get_by_role("textbox", name="Write to").press_sequentially("Good m", delay=5)
    expect(coach.locator("[data-typing]")).to_contain_text("Nora Lind is writing")
    say(client, "Good morning, Miriam")
    expect(said(coach, "Good morning, Miriam")).to_have_count(1)
    say(coach, "Good morning, Nora")
    expect(said(client, "Good morning, Nora")).to_have_count(1)

    client.context.set_offline(True)
    say(client, "From the train")
    expect(client.locator("[data-outgoing] li")).to_contain_text("From the train")
    say(coach, "Said meanwhile")
    expect(said(coach, "Said meanwhile")).to_have_count(1)
    place = client.url
    with contextlib.suppress(Error):  # without a line there is no page to load
        client.reload()
    client.context.set_offline(False)
    client.goto(place)
    for tab in (coach, client):
        for words in ("Good morning, Miriam", "Good morning, Nora", "Said meanwhile", "From the train"):
            expect(said(tab, words)).to_have_count(1)
    expect(client.locator("[data-outgoing] li")).to_have_count(0)
    order = "all => all.map(one => Number(one.dataset.seq))"
    numbers = [tab.locator("[data-messages] > [data-seq]").evaluate_all(order) for tab in (coach, client)]
    assert numbers[0] == numbers[1] == sorted(set(numbers[0]))
    nothing_for(stranger, place)


def nothing_for(stranger: Tab, place: str) -> None:
    """Somebody without an account gets nothing of that conversation, on no road."""
    stranger.goto(place)
    stranger.wait_for_url("**/account/login/**")
    conversation = place.rstrip("/").rsplit("/", 1)[1]
    heard = stranger.evaluate(
        """async (conversation) => {
            const hello = JSON.stringify({type: "hello", conversations: {[conversation]: 0}});
            const code = await new Promise((closed) => {
                const socket = new WebSocket(`ws://${location.host}/live/socket?practice=okafor-coaching`);
                socket.onopen = () => socket.send(hello);
                socket.onmessage = (event) => closed(event.data);
                socket.onclose = (event) => closed(event.code);
            });
            const query = new URLSearchParams({practice: "okafor-coaching", hello});
            const events = await fetch(`/live/events?${query}`);
            const headers = {"Content-Type": "application/json"};
            const body = JSON.stringify([{type: "send", conversation, client_id: "x", body: "In"}]);
            const sent = await fetch("/live/send?practice=okafor-coaching", {method: "POST", headers, body});
            const part = await fetch(`/p/okafor-coaching/messages/${conversation}/older/?before=9`);
            return [code, events.status, sent.status, part.redirected];
        }""",
        conversation,
    )
    assert heard == [4404, 404, 404, True]


def test_first_coach_invites_and_the_client_comes_in(fresh: Server, mailbox: SmtpServer, open_tab: Open) -> None:
    coach = open_tab(timezone_id="Europe/Berlin")
    begin(coach, fresh)
    today = coach.url
    invite(coach)
    overview = coach.url

    client = open_tab("phone", timezone_id="Europe/Oslo")
    accept(client, mailbox)

    # both see the engagement, and the conversation that has opened
    expect(client.locator("main")).to_contain_text("Miriam Okafor")
    coach.goto(overview)
    expect(coach.get_by_role("heading", level=1)).to_contain_text("Nora Lind")
    expect(coach.locator("main")).not_to_contain_text("has not come in yet")
    for tab in (coach, client):
        tab.goto(today + "messages/")
        expect(tab.locator("main")).to_contain_text("Miriam Okafor" if tab is client else "Nora Lind")

    they_talk(coach, client, open_tab())

    # the copy of what was accepted has come, and the same text stands in the product for both
    mailbox.wait_for_one(CLIENT, lambda mail: "What coaching is not" in words_of(mail))
    coach.goto(overview + "agreement/")
    coach.get_by_role("link", name="Version 1").click()
    expect(coach.locator("main")).to_contain_text("Accepted by")
    expect(coach.locator("main")).to_contain_text("Nora Lind")

    # the link is used up
    link = re.search(r"http://\S+/invitation/\S+", words_of(mailbox.to(CLIENT)[0]))
    assert link
    stranger = open_tab()
    answer = stranger.goto(link[0])
    assert answer is not None
    assert answer.status == 410
    expect(stranger.get_by_role("heading", level=1)).to_contain_text("used")
    assert complaints(coach) + complaints(client) == []


def test_the_coach_signs_in_again_with_a_code(fresh: Server, mailbox: SmtpServer, open_tab: Open) -> None:
    tab = open_tab("phone")
    tab.goto(fresh.url + "/p/okafor-coaching/")
    tab.wait_for_url("**/account/login/**")
    seen = len(mailbox.to("miriam@example.org"))
    tab.get_by_label("E-mail address").first.fill("Miriam@Example.org")
    tab.get_by_role("button", name="Send me a code").click()
    tab.get_by_label("Code").fill(code_for(mailbox, "miriam@example.org", seen))
    tab.get_by_role("button", name="Sign in").click()
    tab.wait_for_url("**/p/okafor-coaching/")
    assert complaints(tab) == []
