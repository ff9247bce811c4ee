"""The message templates that come with every practice, in the language of whoever looks."""

import uuid
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SPACE = uuid.UUID("5d0c3f0e-7a57-4f0b-9d26-3e4d3a1f6b10")


@dataclass(frozen=True, slots=True)
class Usual:
    """One of them. It has an address of its own like any other."""

    key: str
    title: str | Promise
    body: str | Promise

    @property
    def public_id(self) -> uuid.UUID:
        return uuid.uuid5(SPACE, self.key)


USUAL = (
    Usual(
        "welcome",
        _("Welcome"),
        _(
            "Hello {first name},\n\nI am glad that we begin. Here you find our sessions, what we agree and everything "
            "that I send you. You can write to me at any time; I read it here.\n\nUntil soon\n{coach name}"
        ),
    ),
    Usual(
        "before",
        _("Before a session"),
        _(
            "Hello {first name},\n\nwe meet on {session date} at {session time}. Before then, take ten minutes: what "
            "has moved since last time, and what do you want to leave with?\n\n{coach name}"
        ),
    ),
    Usual(
        "after",
        _("After a session"),
        _(
            "Hello {first name},\n\nthank you for today. What I take with me is what you said you would try first. "
            "Write me a line when you have done it, however it went.\n\n{coach name}"
        ),
    ),
    Usual(
        "book",
        _("Nothing is booked"),
        _(
            "Hello {first name},\n\nwe have no next date yet. Choose a time that suits you here: {booking link}\n\n"
            "{coach name}"
        ),
    ),
    Usual(
        "quiet",
        _("When it has gone quiet"),
        _(
            "Hello {first name},\n\nI have not heard from you for a while, and that is all right. Is there something "
            "that would help now: a smaller step, another time, or a pause?\n\n{coach name}"
        ),
    ),
)
BY_ID = {one.public_id: one for one in USUAL}
BY_KEY = {one.key: one for one in USUAL}
