"""The mail with which a packet comes."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencoach.lib import markdown
from opencoach.library import fields
from opencoach.library.mails import attachments, link_of
from opencoach.library.models import Share, Version
from opencoach.library.ports import About
from opencoach.outbox import jobs, ports
from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Kind, Rendered
from opencoach.outbox.words import compose
from opencoach.people import access
from opencoach.people.actions.pause import current_pauses
from opencoach.people.models import Engagement, Membership, Person
from opencoach.people.reading import as_read_by
from opencoach.questionnaires import linked
from opencoach.questionnaires.models import Response
from opencoach.sessions import links
from opencoach.sessions.actions.rating import is_ratable
from opencoach.sessions.mails import words
from opencoach.sessions.mails.invitation import address
from opencoach.sessions.mails.readers import Letter, letter_of
from opencoach.sessions.mails.reminder import abouts
from opencoach.sessions.models import ASKED, PacketCopy
from opencoach.sessions.packets import content
from opencoach.sessions.packets.handing import hand
from opencoach.sessions.packets.planning import PACKET
from opencoach.sessions.packets.standing import Moment, Standing, Status, standing_of
from opencoach.sessions.queries.ratings import has_rated
from opencoach.sessions.reminders import Breaks

GROUP = "packets"
State = Delivery.State
RECENT = dt.timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Said:
    """A packet in words, for one client."""

    text: str
    summary: str
    actions: list[str]


def register() -> None:
    """Called once, when the app is ready."""
    ports.register_group(GROUP, str(gettext_lazy("Before and after sessions")))
    ports.register_kind(
        Kind(
            PACKET,
            gettext_lazy("Before or after a session"),
            render,
            still_due,
            may_preview,
            group=GROUP,
            about=abouts,
        )
    )
    jobs.register(jobs.Job("sessions.packets", dt.timedelta(minutes=5), hand_without_mail))


def _found(delivery: Delivery) -> tuple[Letter, Standing] | None:
    letter = letter_of(delivery)
    one = standing_of(letter.session, delivery.payload.get("rule")) if letter else None
    return (letter, one) if letter and one else None


def still_due(delivery: Delivery) -> str:
    """Only while the session stands as it must, and nobody has skipped it."""
    found = _found(delivery)
    if found is None:
        return _("They take no part in this session any more.")
    letter, one = found
    if one.is_skipped:
        return _("It was skipped.")
    if one.content.is_empty or one.content.waits:
        return _("There is nothing to send.")
    return _rests(letter) or ("" if one.by_hand else _changed(letter, one))


def _rests(letter: Letter) -> str:
    """Why nothing goes in this engagement now; "" when it does."""
    if letter.session.engagement.status in {Engagement.Status.ENDED, Engagement.Status.PAUSED}:
        return _("The work together has ended or pauses.")
    return ""


def _changed(letter: Letter, one: Standing) -> str:
    """Why what nobody sent by hand shouldn't go any more."""
    if letter.session.status != (Status.BOOKED if one.rule.moment == Moment.BEFORE else Status.HELD):
        return _("The session has changed since.")
    if Breaks(list(current_pauses(letter.session.engagement))).cover(timezone.now(), letter.reader.zone):
        return _("The work together pauses.")
    return ""


def said(one: Standing, client: Membership) -> Said:
    """The words of a packet for a client, in their language and zone."""
    session = one.session
    session.coach.practice = client.practice = session.practice
    about = About(session.coach, session.engagement, client, session)
    merged = fields.merged(one.content.text, about)
    actions = content.agreed_actions(session, client.pk) if one.content.actions else []
    return Said(merged.text, one.content.summary, actions)


def render(delivery: Delivery) -> Rendered:
    """The mail as it is now; what goes comes into the client's hands with it. Raises LookupError where it is gone."""
    found = _found(delivery)
    if found is None:
        raise LookupError("the packet is gone")
    letter, one = found
    if not delivery.previewing and delivery.state in {State.SENDING, State.MERGED}:
        hand(one, letter.reader)
    session, reader = letter.session, letter.reader
    versions = content.newest(one.content.materials)
    with as_read_by(reader):
        shown = said(one, reader)
        private = not reader.preferences.get("mail_words", True)
        context = {
            "before": one.rule.moment == Moment.BEFORE,
            "name": letter.name,
            "when": words.when(letter),
            "private": private,
            "text": "" if private else shown.text,
            "html": "" if private else markdown.chat(shown.text),
            "summary": "" if private else shown.summary,
            "summary_html": "" if private else markdown.document(shown.summary, below=2),
            "actions": [] if private else shown.actions,
            "materials": _materials(delivery, letter, versions),
            "questions": one.content.questionnaire.title if one.content.questionnaire else "",
            "questions_url": questions_url(one, reader, delivery),
            "rating_url": rating_url(one, reader, delivery),
            "page": address(session),
        }
        return compose(
            "sessions/mail/packet.html", context, session.practice,
            from_name=letter.name, reply_to=letter.reply_to, language=reader.language,
            attachments=attachments([row.file for row in versions if row.file]) if one.content.attach else (),
        )  # fmt: skip


def _materials(delivery: Delivery, letter: Letter, versions: Sequence[Version]) -> list[tuple[str, str]]:
    """Title and address of each; what is in the client's hands is read from the mail without signing in."""
    shares = Share.objects.filter(client=letter.reader, version__in=versions, withdrawn_at=None)
    found = {
        share.version_id: share for share in shares.select_related("client", "engagement__practice").order_by("pk")
    }
    slug = letter.session.practice.slug
    return [
        (row.title, link_of(found[row.pk], delivery) if row.pk in found else _material_url(slug, row.public_id))
        for row in versions
    ]


def _material_url(slug: str, version: uuid.UUID) -> str:
    return str(settings.PUBLIC_URL) + reverse("library:version", args=[slug, version])


def questions_url(one: Standing, client: Membership, delivery: Delivery) -> str:
    """Where the client answers, without signing in; the session's page while nothing has been asked yet."""
    if one.content.questionnaire is None:
        return ""
    row = (
        Response.objects.filter(
            version__questionnaire=one.content.questionnaire, about_kind=ASKED, about_id=one.session.public_id,
            person=client.person_id, withdrawn_at=None,
        )
        .order_by("-pk")
        .first()
    )  # fmt: skip
    if row is None:
        return address(one.session)
    if not client.preferences.get("mail_words", True):  # others read their mails, too
        path = reverse("questionnaires:response", args=[one.session.practice.slug, row.public_id])
        return str(settings.PUBLIC_URL) + path
    return linked.url(delivery.hidden(lambda: linked.token_of(row, client, sent=timezone.now()), linked.HIDDEN))


def rating_url(one: Standing, client: Membership, delivery: Delivery) -> str:
    """Where the client says how the session was; "" before it, or once they have."""
    session = one.session
    if one.rule.moment == Moment.BEFORE or not is_ratable(session) or has_rated(client, session):
        return ""
    if not client.preferences.get("mail_words", True):  # others read their mails, too
        return str(settings.PUBLIC_URL) + reverse("sessions:rating", args=[session.practice.slug, session.public_id])
    return links.rating_url(delivery.hidden(lambda: links.rating_token_of(session, client), links.HIDDEN))


def may_preview(person: Person, delivery: Delivery) -> bool:
    """Whoever reads the engagement's content: its coaches and the client."""
    if delivery.engagement_id is None:
        return False
    return any(
        access.engagements_for(member).filter(pk=delivery.engagement_id).exists()
        for member in access.memberships_of(person).filter(practice=delivery.practice)
    )


def hand_without_mail() -> bool:
    """Whose mail did not go (it bounced, or they want none) gets what is in the packet all the same."""
    rows = Delivery.objects.filter(
        kind=PACKET, state__in=(State.FAILED, State.SKIPPED), by_hand=False, finished_at__gt=timezone.now() - RECENT
    ).select_related("practice", "engagement", "person")
    for delivery in rows.order_by("pk")[:500]:
        found = _found(delivery)
        if found is None or still_due(delivery):
            continue
        letter, one = found
        if one.packet is None or not PacketCopy.objects.filter(packet=one.packet, client=letter.reader).exists():
            hand(one, letter.reader)
    return False
