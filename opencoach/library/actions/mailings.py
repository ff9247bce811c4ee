"""A letter to several clients: sent once, however often somebody presses, and taken back while it waits."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.lib.ids import public_id
from opencoach.lib.words import one_line
from opencoach.library import private
from opencoach.library.actions import templates
from opencoach.library.actions.materials import lacks
from opencoach.library.actions.sending import MOST as MOST_MATERIALS
from opencoach.library.actions.sending import hand_over
from opencoach.library.models import Mailing, MailingPart, Sending, Version
from opencoach.outbox.actions.change import withdraw as take_back_mails
from opencoach.outbox.actions.post import new, post_all
from opencoach.outbox.models import Delivery
from opencoach.people.actions.event import record_event, record_events
from opencoach.people.models import Engagement, Event, Membership
from opencoach.people.refusal import Refused

KIND = "library_mailing"
ORIGIN = "mailing"
MOST = 500  # works together at once
SUBJECT, TEXT = 150, 10_000  # characters
LeftOut = MailingPart.LeftOut


@dataclass(frozen=True, slots=True)
class Letter:
    """What is written to all of them. `once` tells one letter from the next, whoever presses twice."""

    subject: str
    text: str
    versions: Sequence[Version] = ()
    attach: bool = False


def why_not(engagement: Engagement) -> LeftOut:
    """Why nothing is sent in a work together now; `NO` where it is."""
    if engagement.status == Engagement.Status.ENDED:
        return LeftOut.ENDED
    if not engagement.current_clients:
        return LeftOut.NOBODY
    return LeftOut.PAUSED if engagement.status == Engagement.Status.PAUSED else LeftOut.NO


def check(letter: Letter, engagements: Sequence[Engagement]) -> None:
    """Raises Refused for a letter that can't go: empty, too long, with a wrong field, or to nobody."""
    if not letter.subject.strip() or not letter.text.strip():
        raise Refused(_("Write a subject and some words."))
    if len(letter.subject) > SUBJECT or len(letter.text) > TEXT:
        raise Refused(_("At most %(subject)d characters of subject, and %(text)d of words.") % {
            "subject": SUBJECT, "text": TEXT,
        })  # fmt: skip
    for words in (letter.subject, letter.text):
        templates.check(words)
    if len(letter.versions) > MOST_MATERIALS:
        raise Refused(_("At most %(most)d materials go at once.") % {"most": MOST_MATERIALS})
    for version in letter.versions:
        if why := lacks(version.material.kind, version):
            raise Refused(f"“{version.title}”: {why}")
    if len(engagements) > MOST:
        raise Refused(_("At most %(most)d clients at once.") % {"most": MOST})
    if all(why_not(one) for one in engagements):
        raise Refused(_("Choose at least one client whose work together goes on."))


@transaction.atomic
def send_to_several(letter: Letter, engagements: Sequence[Engagement], *, by: Membership, once: uuid.UUID) -> Mailing:
    """A mail to each client of these works together (loaded with their parts), all of them the member's own; who can't
    be written to now is kept with the reason. The same `once` is the same letter. Raises Refused."""
    Membership.objects.select_for_update(of=("self",)).get(pk=by.pk)  # pressed twice at once, it is sent once
    known = Mailing.objects.filter(created_by=by, once=once).first()
    if known is not None:
        return known
    check(letter, engagements)
    made = Mailing(public_id=public_id(), practice=by.practice, created_by=by, once=once, attach=letter.attach)
    subject = one_line(letter.subject)
    made.words = private.seal_words(made, {"subject": subject, "text": letter.text.strip()})
    made.save(force_insert=True)
    parts = [part for one in engagements for part in _parts(made, letter, one)]
    MailingPart.objects.bulk_create(parts)
    post_all([_mail(made, part, part.client) for part in parts if part.client is not None])
    record_events(
        Event(practice=by.practice, engagement=one, actor=by.person, verb="mailing.sent", thing=made.public_id, data={})
        for one in engagements
        if not why_not(one)
    )
    return made


def _parts(made: Mailing, letter: Letter, engagement: Engagement) -> list[MailingPart]:
    why = why_not(engagement)
    if why:
        return [MailingPart(mailing=made, engagement=engagement, left_out=why)]
    clients = engagement.current_clients
    sending: Sending | None = None
    if letter.versions:
        sending = hand_over(
            letter.versions, engagement, clients, by=made.created_by.person, attach=letter.attach,
            origin=(ORIGIN, made.public_id),
        )  # fmt: skip
    return [MailingPart(mailing=made, engagement=engagement, client=client, sending=sending) for client in clients]


def mail_key(mailing: Mailing, engagement_id: int, client_id: int) -> str:
    """The dedupe key of the mail to one client."""
    return f"mailing:{mailing.public_id}:{engagement_id}:{client_id}"


def _mail(mailing: Mailing, part: MailingPart, client: Membership) -> Delivery:
    return new(
        KIND, address=client.person.email, dedupe_key=mail_key(mailing, part.engagement_id, client.pk),
        practice=mailing.practice, engagement=part.engagement, person=client.person,
        payload={"mailing": str(mailing.public_id), "member": str(client.public_id)},
    )  # fmt: skip


@transaction.atomic
def withdraw(mailing: Mailing, *, by: Membership) -> int:
    """What still waits doesn't go; gives how many that were. Who has it keeps it."""
    parts = MailingPart.objects.filter(mailing=mailing).exclude(client=None)
    keys = [mail_key(mailing, part.engagement_id, part.client_id) for part in parts if part.client_id]
    stopped = take_back_mails(keys, _("It was taken back."))
    if stopped and mailing.withdrawn_at is None:
        mailing.withdrawn_at = timezone.now()
        mailing.save(update_fields=["withdrawn_at"])
        record_event("mailing.withdrawn", practice=by.practice, actor=by.person, thing=mailing.public_id)
    return stopped
