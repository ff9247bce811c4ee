"""The demo's letter to several: Miriam wrote it nine days ago, to everybody whose work goes on."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from opencoach.library.actions import mailings
from opencoach.library.models import Mailing
from opencoach.library.queries.mailings import works_of
from opencoach.outbox.models import Delivery
from opencoach.people.models import Event

if TYPE_CHECKING:
    from opencoach.demo.build import Demo

SUBJECT = "Three weeks without me, {first name}"
WORDS = (
    "Hello {first name},\n\nfrom the 3rd to the 21st of next month I am away, in a place without a signal. Devi stands "
    "in for me if something can’t wait.\n\nWhatever you write meanwhile I read on the 22nd. What would you like to "
    "have tried by then? Answer this mail, one line is enough.\n\n{coach name}"
)
ONCE = uuid.UUID("8a6a3c52-0d4e-4d0a-9a8c-2f6b0e6f7d11")


def write(demo: "Demo") -> None:
    coach = demo.people["M"]
    coach.practice = demo.practice
    works = [one for one in works_of(coach) if mailings.why_not(one) != mailings.LeftOut.NOBODY]
    made = mailings.send_to_several(mailings.Letter(SUBJECT, WORDS), works, by=coach, once=ONCE)
    at = demo.ago(9, 17, 5)
    Mailing.objects.filter(pk=made.pk).update(at=at)
    gone = {"state": Delivery.State.SENT, "attempts": 1, "finished_at": at + dt.timedelta(seconds=4)}
    Delivery.objects.filter(kind=mailings.KIND, practice=demo.practice).update(
        created_at=at, due_at=at, next_at=at, **gone
    )
    Event._base_manager.filter(verb="mailing.sent", practice=demo.practice).update(at=at)
