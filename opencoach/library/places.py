"""Where the library stands in the shell."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from opencoach.library import fields
from opencoach.people import navigation
from opencoach.people.models import Membership
from opencoach.people.navigation import COACHES, Entry, Tab

CLIENTS = frozenset({Membership.Role.CLIENT})
OWN = tuple(
    f"library:{one}"
    for one in (
        "new", "upload", "material", "change", "versions", "collections", "collection", "templates", "template_new",
        "template", "mailings", "mailing_new", "mailing",
    )
)  # fmt: skip
QUESTIONNAIRES = tuple(
    f"questionnaires:{one}"
    for one in (
        "questionnaires", "questionnaire", "about", "import", "scores", "trial", "versions", "wording", "source",
    )
)  # fmt: skip


def fill() -> None:
    """Called once, when the app is ready."""
    navigation.add_main(
        Entry(
            "library", _("Library"), "library", "library:materials", 50, COACHES, (*OWN, *QUESTIONNAIRES),
            words="materials files collections templates questionnaires intake worksheet form survey",
        )
    )  # fmt: skip
    navigation.add_main(
        Entry(
            "materials", _("Materials"), "library", "library:mine", 50, CLIENTS, ("library:",),
            words="files texts links library resources",
        )
    )  # fmt: skip
    navigation.add_verb(
        Entry(
            "upload", _("Put files into the library"), "upload", "library:upload", 60, COACHES, words="upload file pdf"
        )
    )
    navigation.add_verb(
        Entry(
            "write_to_several", _("Write to several clients"), "mail-plus", "library:mailing_new", 61, COACHES,
            words="letter newsletter mailing mail everybody all several",
        )
    )  # fmt: skip
    navigation.add_tab(
        Tab(
            "materials",
            _("Materials"),
            45,
            lambda member, engagement: reverse("library:sent", args=[member.practice.slug, engagement.public_id]),
        )
    )
    fields.fill()
