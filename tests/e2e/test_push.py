"""A notification, from the button on a device to its words on the screen: only the browser maker's service is ours."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.once import migrated
from tests.e2e.talking import World, running
from tests.ops.server import until
from tests.push_service import Browser, PushService

pytestmark = pytest.mark.browser
# What the worker shows; the browser's shell has no place for it, so it is looked at where it is handed over
WATCHED = """() => {
  self.shown = [];
  const real = self.registration.showNotification.bind(self.registration);
  self.registration.showNotification = (title, options) => {
    self.shown.push([title, options.body, options.data.url]);
    return real(title, options).catch(() => undefined);
  };
}"""


@pytest.fixture(scope="module")
def service() -> Iterator[PushService]:
    with PushService() as running_one:
        yield running_one


@pytest.fixture(scope="module")
def world(built: None, service: PushService, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    data: Path = migrated(tmp_path_factory.getbasetemp(), tmp_path_factory.mktemp("push"))
    with running(data, OPENCOACH_TRUSTED_HOSTS=service.host) as made:
        yield made


class Worker:
    """The page's service worker, as the browser's maker reaches it."""

    def __init__(self, page: Page) -> None:
        self.script = page.context.service_workers[0]
        self.script.evaluate(WATCHED)
        self.session = page.context.new_cdp_session(page)
        self.registrations: list[str] = []
        self.session.on("ServiceWorker.workerRegistrationUpdated", self._seen)
        self.session.send("ServiceWorker.enable")

    def _seen(self, event: dict[str, Any]) -> None:
        self.registrations += [one["registrationId"] for one in event["registrations"]]

    @property
    def shown(self) -> list[list[str]]:
        """Title, words and address of each notification."""
        found: list[list[str]] = self.script.evaluate("() => self.shown")
        return found

    def gets(self, origin: str, data: object) -> None:
        message = {"origin": origin, "registrationId": self.registrations[-1], "data": json.dumps(data)}
        self.session.send("ServiceWorker.deliverPushMessage", message)


def on_a_phone(world: World, browser: Browser) -> Page:
    """Ana's phone: its maker's service is the one of this test."""
    context = world.context("ana", viewport={"width": 390, "height": 844}, permissions=["notifications"])
    given = json.dumps(browser.subscription)
    context.add_init_script(f"PushManager.prototype.subscribe = async () => ({{ toJSON: () => ({given}) }});")
    return world.open(context, "/p/okafor/settings/devices/")


def test_from_the_button_to_the_words_on_the_screen(world: World, service: PushService) -> None:
    browser = service.browser()
    ana = on_a_phone(world, browser)
    expect(ana.get_by_text("No device gets notifications yet.")).to_be_visible()
    ana.get_by_role("button", name="Get notifications on this device").click()
    expect(ana.get_by_role("group", name="As a notification you get, too")).to_be_visible()
    ana.get_by_role("group", name="As a notification you get, too").get_by_label("New messages").check()
    ana.get_by_role("button", name="Save").click()
    expect(ana.get_by_text("Saved. It holds from now on.")).to_be_visible()

    ana.get_by_role("link", name="Your devices").click()
    ana.get_by_role("button", name="Send me one now").click()
    expect(ana.get_by_text("One is on its way.")).to_be_visible()
    until(lambda: len(service.pushes) == 1)
    content = service.pushes[0].read(browser)
    assert list(content) == ["id"]

    ana.evaluate("() => navigator.serviceWorker.ready")
    worker = Worker(ana)
    until(lambda: ana.evaluate("1") and worker.registrations)
    worker.gets(world.server.url, content)
    until(lambda: len(worker.shown) == 1)
    assert worker.shown == [["Okafor Coaching", "Notifications come to this device.", "/p/okafor/"]]

    ana.context.clear_cookies()  # signed out: it says that there is something, and no more
    worker.gets(world.server.url, content)
    until(lambda: len(worker.shown) == 2)
    assert worker.shown[1] == ["OpenCoach", "Something new waits for you.", "/"]
    assert [one for one in world.failures if "ViewTransition" not in one] == []  # the page was left in mid-change


def test_who_lets_it_show_none_is_told_where_to_allow_it(world: World, service: PushService) -> None:
    page = on_a_phone(world, service.browser("other"))
    page.evaluate("() => { Notification.requestPermission = async () => 'denied'; }")
    page.get_by_role("button", name="Get notifications on this device").click()
    expect(page.get_by_role("alert")).to_contain_text("Allow them in its settings")
    page.evaluate(
        "() => { Notification.requestPermission = async () => 'granted';"
        " PushManager.prototype.subscribe = async () => { throw new Error('no service'); }; }"
    )
    page.get_by_role("button", name="Get notifications on this device").click()
    expect(page.get_by_role("alert")).to_contain_text("push service does not answer")
