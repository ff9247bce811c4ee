"""A table of past sessions: looked at on a phone, then written down."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.e2e.conftest import SCHEMES, Open, Served

pytestmark = pytest.mark.browser
TABLE = """client;date;time;minutes;where;type;counts
Ana Kovačević;2026-01-07;10:00;60;video;Coaching session;no
Somebody Else;soon;noon;long;Mars;chess;maybe
"""


@pytest.mark.parametrize("scripts", [True, False])
def test_a_table_is_looked_at_and_written_down(
    scripts: bool,
    open_tab: Open,
    served: Served,
    axe: Callable[[Tab], list[str]],
    keep_picture: Callable[[Tab, str], Path],
) -> None:
    tab = open_tab("phone", as_=("miriam", served), java_script_enabled=scripts)
    tab.goto(served.at("{p}/sessions/"))
    tab.get_by_role("link", name="Import past sessions").click()
    tab.get_by_label("The table").fill(TABLE.replace("10:00", "10:00" if scripts else "11:00"))
    tab.get_by_role("button", name="Show the preview").click()
    rows = tab.get_by_role("listitem").filter(has_text="Somebody Else")
    expect(rows).to_contain_text("“soon” is no date. Write it as 2026-01-31.")
    for scheme in SCHEMES:
        tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        keep_picture(tab, f"past-sessions-{scheme}")
        assert not scripts or axe(tab) == []
    if scripts:
        assert tab.evaluate("() => document.documentElement.scrollWidth") <= 390
    tab.get_by_role("button", name="Write down 1 session").click()
    expect(tab.get_by_text("1 session is written down.")).to_be_visible()
