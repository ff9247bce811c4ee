"""The templates that come with the product."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Usual:
    key: str
    title: str | Promise
    body: str | Promise


USUAL = (
    Usual(
        "grow", _("GROW"),
        _(
            "## Goal\n\nWhat do they want from today?\n\n## Reality\n\nHow is it now? What have they tried?\n\n"
            "## Options\n\nWhat could they do? What else?\n\n## Will\n\nWhat will they do, by when? "
            "How sure are they?\n"
        ),
    ),
    Usual(
        "clear", _("CLEAR"),
        _(
            "## Contract\n\nWhat is this hour for?\n\n## Listen\n\nWhat do they say, and what is not said?\n\n"
            "## Explore\n\nWhat does it do to them? What is possible?\n\n## Action\n\nWhat will they do?\n\n"
            "## Review\n\nWhat helped today? What would they change?\n"
        ),
    ),
    Usual(
        "free", _("Free"),
        _(
            "## What stayed with me\n\n## Their words\n\n## What I noticed in myself\n\n## For the next time\n"
        ),
    ),
)  # fmt: skip
