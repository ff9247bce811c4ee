"""Materials on their way to clients, and what becomes of them there."""

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.lib.ids import public_id
from opencoach.library import private
from opencoach.library.actions.materials import lacks
from opencoach.library.models import Sending, Share, Version
from opencoach.outbox.actions.change import withdraw as take_back_mails
from opencoach.outbox.actions.post import post
from opencoach.people.actions.event import record_event
from opencoach.people.models import Engagement, Membership, Person
from opencoach.people.refusal import Refused

KIND = "library_materials"
MOST = 20  # at once
NOTE = 4000  # characters


@transaction.atomic
def send(
    versions: Sequence[Version], engagement: Engagement, *, by: Membership, note: str = "", attach: bool = False,
    mail: bool = True, to: Sequence[Membership] = (),
) -> Sending:  # fmt: skip
    """Put these versions into the hands of the engagement's clients (or of `to` alone), with a mail unless the words
    about it go another way. Raises Refused for none, too many, one without its words, or an engagement without a client
    or at its end."""
    if not versions:
        raise Refused(_("Choose what you want to send."))
    if len(versions) > MOST:
        raise Refused(_("At most %(most)d materials go at once.") % {"most": MOST})
    if len(note) > NOTE:
        raise Refused(_("Your words are longer than %(most)d characters.") % {"most": NOTE})
    clients = [one for one in engagement.current_clients if not to or one in to]
    if engagement.status == Engagement.Status.ENDED or not clients:
        raise Refused(_("Nobody takes part here who could get it."))
    for version in versions:
        if version.material.archived_at is not None:
            raise Refused(_("“%(title)s” is put away.") % {"title": version.title})
        if why := lacks(version.material.kind, version):
            raise Refused(f"“{version.title}”: {why}")
    sending = hand_over(versions, engagement, clients, by=by.person, note=note, attach=attach)
    if mail:
        for client in clients:
            _post(sending, client)
    return sending


def hand_over(
    versions: Sequence[Version], engagement: Engagement, clients: Sequence[Membership], *, by: Person | None,
    note: str = "", attach: bool = False, origin: tuple[str, uuid.UUID] | None = None,
) -> Sending:  # fmt: skip
    """The rows of a sending, in the caller's transaction, without a mail: for apps above, which have checked it."""
    kind, key = origin or ("", None)
    sending = Sending(
        public_id=public_id(), practice=engagement.practice, engagement=engagement, sent_by=by, attach=attach,
        origin_kind=kind, origin_id=key,
    )  # fmt: skip
    sending.note = private.seal_note(sending, note.strip())
    sending.save(force_insert=True)
    Share.objects.bulk_create(
        Share(sending=sending, engagement=engagement, client=client, version=version)
        for client in clients
        for version in versions
    )
    record_event(
        "material.sent", practice=engagement.practice, actor=by, engagement=engagement, thing=sending.public_id,
        versions=[str(version.public_id) for version in versions],
    )  # fmt: skip
    return sending


def mail_key(sending: Sending, client: Membership) -> str:
    """The dedupe key of the mail about it."""
    return f"library:{sending.public_id}:{client.pk}"


def _post(sending: Sending, client: Membership) -> None:
    post(
        KIND,
        address=client.person.email,
        dedupe_key=mail_key(sending, client),
        practice=sending.practice,
        engagement=sending.engagement,
        person=client.person,
        payload={"sending": str(sending.public_id), "member": str(client.public_id)},
    )


@transaction.atomic
def opened(share: Share, *, by: Membership) -> None:
    """Its client has opened it; the first time counts."""
    if Share.objects.filter(pk=share.pk, opened_at=None).update(opened_at=timezone.now()):
        _note("material.opened", share, by)


@transaction.atomic
def done(share: Share, *, by: Membership) -> None:
    """Its client is through with it."""
    now = timezone.now()
    Share.objects.filter(pk=share.pk, opened_at=None).update(opened_at=now)
    if Share.objects.filter(pk=share.pk, done_at=None).update(done_at=now):
        _note("material.done", share, by)


@transaction.atomic
def undone(share: Share, *, by: Membership) -> None:
    """Not yet, after all."""
    if Share.objects.filter(pk=share.pk, done_at__isnull=False).update(done_at=None):
        _note("material.undone", share, by)


@transaction.atomic
def withdraw(share: Share, *, by: Membership) -> None:
    """The client doesn't see it any more; where nothing of its sending is left, a mail that waits doesn't go."""
    if not Share.objects.filter(pk=share.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
        return
    _note("material.withdrawn", share, by)
    if not share.sending.shares.filter(client=share.client, withdrawn_at=None).exists():
        take_back_mails([mail_key(share.sending, share.client)], _("It was taken back."))


@transaction.atomic
def give_back(share: Share, *, by: Membership) -> None:
    """The client sees it again."""
    if Share.objects.filter(pk=share.pk, withdrawn_at__isnull=False).update(withdrawn_at=None):
        _note("material.given_back", share, by)


def _note(verb: str, share: Share, by: Membership) -> None:
    record_event(
        verb, practice=share.engagement.practice, actor=by.person, engagement=share.engagement, thing=share.public_id
    )
