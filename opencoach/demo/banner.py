"""What every page of the demo says of itself."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from opencoach.people import banners
from opencoach.people.banners import Banner
from opencoach.people.models import Membership


def fill() -> None:
    banners.add_banners("demo", said)


def said(_membership: Membership) -> Iterable[Banner]:
    yield Banner(
        _("This is the demo: everybody in it is made up, and no mail leaves it."),
        step=_("Open the mailbox"),
        url=reverse("demo:mailbox"),
    )
