"""What somebody does who has no mouse."""

from playwright.sync_api import Locator
from playwright.sync_api import Page as Tab

MOST = 160  # steps


def reach(tab: Tab, there: Locator) -> None:
    """With Tab alone, from wherever the keyboard is."""
    for _step in range(MOST):
        if there.evaluate("element => element === document.activeElement"):
            return
        tab.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {there}")


def press(tab: Tab, there: Locator) -> None:
    """A link or a button."""
    reach(tab, there)
    tab.keyboard.press("Enter")


def write(tab: Tab, there: Locator, words: str) -> None:
    """Into a field, in place of what stands there."""
    reach(tab, there)
    tab.keyboard.press("ControlOrMeta+a")
    tab.keyboard.type(words)


def choose(tab: Tab, there: Locator, name: str) -> None:
    """In a list of choices, with the arrows."""
    reach(tab, there)
    tab.keyboard.press("Home")
    for _step in range(MOST):
        if there.evaluate("list => list.selectedOptions[0].textContent.trim()") == name:
            return
        tab.keyboard.press("ArrowDown")
    raise AssertionError(f"“{name}” is not among the choices")
