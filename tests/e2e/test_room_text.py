"""A whole session in writing: from the waiting room to how it was, what follows, and what was written."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.meeting import CONNECT, Meeting, let_in, meeting
from tests.e2e.once import migrated

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def met(built: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Meeting]:
    with meeting(migrated(tmp_path_factory.getbasetemp(), tmp_path_factory.mktemp("text")), "text") as made:
        yield made


def test_a_session_in_writing_from_the_waiting_room_to_what_follows(met: Meeting) -> None:
    miriam, ana = met.come("miriam"), met.come("ana", viewport={"width": 390, "height": 844})
    let_in(miriam, ana)
    for writer, reader, words in ((ana, miriam, "Where do I begin?"), (miriam, ana, "With what works.")):
        writer.locator("#write").fill(words)
        writer.locator("#write").press("Enter")
        expect(reader.locator("article.message").get_by_text(words)).to_be_visible(timeout=CONNECT)
    miriam.on("dialog", lambda asked: asked.accept())
    miriam.get_by_role("button", name="End it").click()
    miriam.wait_for_url("**/follow-up/", timeout=CONNECT)
    ana.get_by_role("link", name="How was it? 20 seconds").click(timeout=CONNECT)
    for question, mark in (("Did you feel heard?", "9"), ("Do you take something with you?", "8")):
        ana.get_by_role("group", name=question).get_by_role("radio", name=mark, exact=True).check()
    ana.get_by_role("button", name="Send it").click()
    expect(ana.locator(".rated")).to_contain_text("Heard9/10")
    ana.get_by_role("link", name="What you wrote in it").click()
    expect(ana.locator("article.message")).to_have_count(2)
    miriam.reload()
    expect(miriam.locator(".rated")).to_contain_text("Useful8/10")
    miriam.get_by_label("What will they do?").fill("Ask Rui for half an hour")
    miriam.get_by_role("button", name="Add it").click()
    expect(miriam.locator(".agreed-here").first).to_contain_text("Ask Rui for half an hour")
    assert met.tell("standing", met.made["session"])["status"] == "held"
