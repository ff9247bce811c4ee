"""The links that a start prints: the first coach's on an empty installation, and the demo's."""

from django.conf import settings

from opencoach.demo import build, enter
from opencoach.onboarding import setup
from opencoach.people.models import Practice


def links(address: str) -> list[str]:
    """Lines with one-time links, as the installation's state asks for; often none."""
    if settings.DEMO:
        return demo(address)
    if Practice.objects.exists():
        return []
    return ["", "Make the first coach with this link. It works once:", f"  {absolute(address, setup.link())}", ""]


def demo(address: str) -> list[str]:
    """One-click links of the demo's people."""
    lines = ["", "This is the demo: everybody in it is made up. Open it as"]
    return [*lines, *(f"  {who}: {absolute(address, link)}" for who, link in enter.links()), ""]


def prepare_demo() -> None:
    """Fill an empty demo installation."""
    if settings.DEMO:
        build.build()


def absolute(address: str, link: str) -> str:
    return link if link.startswith("http") else f"{address}{link}"
