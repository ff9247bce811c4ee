"""From a text that came in to what it means: a word for the house, an answer to what was asked, or a message."""

import datetime as dt
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.lib import limits
from opencoach.outbox import ports
from opencoach.outbox.actions import numbers
from opencoach.outbox.models import Delivery, Inbound, Number, Suppression, TextConsent
from opencoach.outbox.ports import Held, Ignored, Outcome, Taken
from opencoach.outbox.suppressing import STOPPED
from opencoach.outbox.text_in import answering, replies, words
from opencoach.outbox.text_in.ingest import words_of
from opencoach.outbox.text_in.words import Word
from opencoach.people.models import Engagement, Membership
from opencoach.people.reading import as_read_by

log = logging.getLogger("opencoach.outbox")
State = Inbound.State
PORTION = 20
TRIES = 5
LATELY = dt.timedelta(days=14)  # a text of ours that an answer may be about
AN_HOUR = 40  # texts from one number that are taken


@dataclass(frozen=True, slots=True)
class Sender:
    """Who has this number: one row for each practice that they are in, the one that texted them last first."""

    number: str
    rows: Sequence[Number]

    @property
    def members(self) -> list[Membership]:
        return [row.member for row in self.rows]


def route_waiting() -> bool:
    """The worker's job: a portion of what came in, one sender's texts in the order in which they came; True while there
    is more."""
    rows = list(Inbound.objects.filter(state=State.NEW, channel="sms").order_by("received_at", "pk")[:PORTION])
    for row in rows:
        try:
            with transaction.atomic():
                route(row)
        except Exception as error:
            log.exception("A text that came in could not be read")
            row.refresh_from_db()
            row.attempts += 1
            if row.attempts >= TRIES:
                row.state, row.reason = State.HELD, f"{type(error).__name__}"
            row.save(update_fields=["attempts", "state", "reason"])
    return len(rows) == PORTION


def route(row: Inbound) -> None:
    """Deal with one text, in the caller's transaction; what was taken keeps no words here."""
    text, sender = words_of(row), sender_of(row.sender)
    word = words.word_of(text)
    if word is not None:
        _obey(word, row, sender, text)
        return _done(row, State.TAKEN, str(word))
    if not sender.rows:
        return _settle(row, _from_nobody(row))
    if not limits.allowed("texts-in", row.sender, AN_HOUR, 3600):
        held = _engagement(sender)
        return _settle(row, Held(held[0], _("Too many texts came within an hour."), held[1].person) if held else None)
    if not text.strip():
        return _done(row, State.IGNORED, "empty")
    with as_read_by(sender.members[0]):
        if answering.answer(sender.number, sender.members, text):
            return _done(row, State.TAKEN, "answer")
        return _settle(row, _say(row, sender, text))


def sender_of(number: str) -> Sender:
    """The members who have confirmed that number; the practice whose text went there last comes first."""
    rows = Number.objects.filter(
        number=number, removed_at=None, confirmed_at__isnull=False, member__ended_at=None
    ).select_related("member__person", "member__practice")  # fmt: skip
    found = list(rows.order_by("pk"))
    if len(found) > 1:
        texts = Delivery.objects.filter(channel="sms", address=number, state=Delivery.State.SENT).order_by(
            "finished_at"
        )
        order = {key: place for place, key in enumerate(texts.values_list("practice_id", "person_id"))}
        found.sort(key=lambda one: -order.get((one.member.practice_id, one.member.person_id), -1))
    return Sender(number, found)


def _obey(word: Word, row: Inbound, sender: Sender, text: str) -> None:
    """STOP, START and HELP hold for everything that goes from here to this number."""
    if word == Word.STOP:
        _stop(sender)
    elif word == Word.START:
        numbers.stopped(sender.number).update(lifted_at=timezone.now())
        for one in sender.rows:
            numbers.agree(one, TextConsent.Road.TEXT, text)
    if not sender.rows:
        if word == Word.HELP:
            replies.to_nobody(row.sender)
        return
    member = sender.members[0]
    with as_read_by(member):
        names = " & ".join(dict.fromkeys(one.practice.name for one in sender.members))
        said = {
            Word.STOP: _("%(name)s: you get no more texts from us. START brings them back."),
            Word.START: _("%(name)s: you get texts again, as you chose. STOP ends them, HELP helps."),
            Word.HELP: _(
                "%(name)s: answer our texts, or write to your coach here. STOP ends texts. In an emergency call your "
                "local number. %(url)s"
            ),
        }[word]
        replies.reply(member, sender.number, said % {"name": names, "url": replies.help_url(member)}, after=row)


def _stop(sender: Sender) -> None:
    for one in sender.rows:
        numbers.withdraw(one, TextConsent.Road.TEXT)
    if not numbers.stopped(sender.number).exists():
        Suppression.objects.create(
            channel="sms", address=sender.number, scope=STOPPED, reason=_("They have texted STOP.")
        )


def _from_nobody(row: Inbound) -> Outcome:
    """A number that nobody has confirmed. Where one client names it in their profile, their coach looks at it; anybody
    else hears once a day that nobody knows the number."""
    named = list(
        Membership.objects.filter(phone=row.sender, ended_at=None, role=Membership.Role.CLIENT).select_related(
            "person", "practice"
        )[:2]
    )
    if row.sender and len(named) == 1 and (found := _engagement(Sender(row.sender, ()), named)):
        return Held(
            found[0],
            _("The number %s is in their profile, and they have not confirmed it.") % row.sender,
            named[0].person,
        )
    replies.to_nobody(row.sender)
    return Ignored("nobody's number")


def _say(row: Inbound, sender: Sender, text: str) -> Outcome:
    found = _engagement(sender)
    if found is None:
        return Ignored("takes no part")
    engagement, member = found
    return ports.said_by_text(engagement, member.person, text, str(row.public_id))


def _engagement(sender: Sender, members: Sequence[Membership] = ()) -> tuple[Engagement, Membership] | None:
    """Which work a text belongs to: the one that our last text was about, else the one that began last."""
    members = members or sender.members
    parts = Engagement.objects.exclude(status=Engagement.Status.ENDED).select_related("practice", "group")
    works = {
        (work.pk, one.pk): (work, one)
        for one in members
        for work in parts.filter(client_parts__membership=one, client_parts__until=None).order_by("pk")
    }
    works |= {
        (work.pk, one.pk): (work, one)
        for one in members
        if one.is_coach
        for work in parts.filter(coach_parts__membership=one, coach_parts__until=None).order_by("pk")
    }
    texts = Delivery.objects.filter(
        channel="sms", address=sender.number, state=Delivery.State.SENT, engagement__isnull=False,
        finished_at__gt=timezone.now() - LATELY,
    ).order_by("-finished_at")  # fmt: skip
    for engagement in texts.values_list("engagement_id", flat=True)[:20]:
        for (work, _member), found in works.items():
            if work == engagement:
                return found
    clients = [found for found in works.values() if found[1].is_client]
    return max(clients, key=lambda found: found[0].pk) if clients else None


def _settle(row: Inbound, outcome: Outcome | None) -> None:
    if isinstance(outcome, Taken):
        return _done(row, State.TAKEN, "")
    if isinstance(outcome, Held):
        row.state, row.reason, row.engagement = State.HELD, outcome.reason, outcome.engagement
        row.practice, row.person = outcome.engagement.practice, outcome.person
        row.save(update_fields=["state", "reason", "engagement", "practice", "person"])
        return None
    return _done(row, State.IGNORED, outcome.reason if outcome is not None else "too many")


def _done(row: Inbound, state: str, reason: str) -> None:
    row.state, row.reason, row.raw, row.done_at = state, reason[:500], b"", timezone.now()
    row.save(update_fields=["state", "reason", "raw", "done_at"])
