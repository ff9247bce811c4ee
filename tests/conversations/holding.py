"""Mails that wait for a coach's word, for the tests that look at them."""

import uuid

from opencoach.outbox.mail_in.ingest import Envelope, ingest
from opencoach.outbox.models import Inbound
from opencoach.people.models import Engagement, Person
from tests.outbox.mail_in.letters import letter


def hold(engagement: Engagement, person: Person, text: str = "It is me, from another address.") -> Inbound:
    """One that names `person` and could not be put into the engagement's conversation."""
    to = f"answers+{uuid.uuid4().hex}@okafor.example"
    mail = letter(
        to, text, sender=person.email, Message_ID=f"<{uuid.uuid4()}@example.org>", Subject="A question about Rui"
    )
    ingest(mail.as_bytes(), Envelope(person.email, [to]))
    row = Inbound.objects.get(recipient=to)
    row.state, row.reason = Inbound.State.HELD, f"Nothing proves that it comes from {person.email}."
    row.engagement, row.practice, row.person = engagement, engagement.practice, person
    row.save()
    return row
