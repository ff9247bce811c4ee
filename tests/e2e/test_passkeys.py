"""A passkey from beginning to end, with a device that the browser pretends to have."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import CDPSession, expect
from playwright.sync_api import Page as Tab

from tests.e2e.conftest import SCHEMES, SIZES, Open, Served

pytestmark = pytest.mark.browser
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def tab(open_tab: Open, served: Served) -> Tab:
    """Tomás, who has signed in a moment ago, at a name: passkeys are given to names, not to numbers."""
    cookie: dict[str, Any] = {**served.cookie("tomas"), "url": at(served, "/")}
    tab = open_tab()
    tab.context.add_cookies([cookie])  # type: ignore[list-item]
    return tab


def at(served: Served, path: str) -> str:
    return served.url.replace("127.0.0.1", "localhost") + path


def device(tab: Tab, **other: object) -> tuple[CDPSession, str]:
    session = tab.context.new_cdp_session(tab)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": {**DEVICE, **other}})
    return session, made["authenticatorId"]


def sign_out(tab: Tab, served: Served) -> None:
    tab.goto(at(served, "/account/logout/"))
    tab.get_by_role("main").get_by_role("button", name="Sign out").click()
    tab.wait_for_url("**/account/login/**")


def test_a_passkey_is_added_signs_in_is_renamed_and_removed(
    tab: Tab, served: Served, axe: Callable[[Tab], list[str]], keep_picture: Callable[[Tab, str], object]
) -> None:
    device(tab)
    tab.goto(at(served, "/account/2fa/webauthn/add/"))
    tab.get_by_label("Name").fill("Red phone")
    tab.get_by_role("button", name="Add this device").click()
    tab.wait_for_url("**/2fa/recovery-codes/")
    look(tab, "recovery-codes", axe, keep_picture)
    expect(tab.locator(".recovery li")).to_have_count(10)

    sign_out(tab, served)
    tab.get_by_role("button", name="Sign in with a passkey").click()
    tab.wait_for_url("**/p/okafor/")
    expect(tab.get_by_role("main")).to_contain_text("Devi Anand")

    again = reverse("mfa_reauthenticate_webauthn")
    tab.goto(at(served, f"{again}?next=/p/okafor/settings/security/"))
    expect(tab.get_by_role("heading", name="Is it still you?")).to_be_visible()
    look(tab, "still-you-passkey", axe, keep_picture)
    tab.get_by_role("button", name="Use a passkey").click()
    tab.wait_for_url("**/p/okafor/settings/security/")

    tab.get_by_role("link", name="Passkeys").click()
    expect(tab.get_by_role("main")).to_contain_text("Red phone")
    look(tab, "passkeys", axe, keep_picture)
    tab.get_by_role("link", name="Rename").click()
    look(tab, "passkey-rename", axe, keep_picture)
    tab.get_by_label("Name").fill("Blue phone")
    tab.get_by_role("button", name="Rename it").click()
    tab.get_by_role("link", name="Remove Blue phone").click()
    look(tab, "passkey-remove", axe, keep_picture)
    tab.get_by_role("button", name="Remove the passkey").click()
    tab.wait_for_url("**/2fa/webauthn/")
    expect(tab.get_by_role("main")).to_contain_text("No passkey yet")


def test_a_device_that_refuses_is_told_of(tab: Tab, served: Served) -> None:
    tab.context.clear_cookies()
    device(tab, isUserVerified=False)
    tab.goto(at(served, "/account/login/"))
    tab.get_by_role("button", name="Sign in with a passkey").click()
    expect(tab.get_by_role("alert")).to_contain_text("The device gave no passkey.")
    expect(tab).to_have_url(re.compile("/account/login/"))


def look(tab: Tab, name: str, axe: Callable[[Tab], list[str]], keep_picture: Callable[[Tab, str], object]) -> None:
    for size, (width, height) in SIZES.items():
        tab.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            keep_picture(tab, f"{name}-{size}-{scheme}")
            assert axe(tab) == []
