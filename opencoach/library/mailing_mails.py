"""The mail of a letter to several: its words for one client, filled in when it goes."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencoach.lib import markdown
from opencoach.library import fields, private
from opencoach.library.actions.mailings import KIND
from opencoach.library.mails import attachments, link_of
from opencoach.library.models import Mailing, MailingPart, Share
from opencoach.library.ports import About
from opencoach.outbox import ports
from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Kind, Rendered
from opencoach.outbox.words import compose
from opencoach.people import access
from opencoach.people.models import Engagement, Membership, Person
from opencoach.people.queries.engagements import with_parts
from opencoach.people.reading import as_read_by

GROUP = "mailings"


@dataclass(frozen=True, slots=True)
class Said:
    """A letter in one client's words. `missing`: why a field of it can't be filled in, in plain words."""

    subject: str
    text: str
    missing: Sequence[str] = ()

    @property
    def html(self) -> str:
        return markdown.chat(self.text)


@dataclass(frozen=True, slots=True)
class Found:
    """A letter, one of its clients, and their part of it."""

    mailing: Mailing
    part: MailingPart
    reader: Membership


def register() -> None:
    """Called once, when the app is ready."""
    ports.register_group(GROUP, str(gettext_lazy("Letters to several clients")))
    ports.register_kind(
        Kind(
            KIND, gettext_lazy("Letter to several"), render, still_due, may_preview, group=GROUP, automatic=False,
            about=abouts,
        )
    )  # fmt: skip


def said(words: Mapping[str, str], sender: Membership, engagement: Engagement, client: Membership) -> Said:
    """The words for a client, in their language and zone."""
    client.practice = sender.practice
    about = About(sender, engagement, client)
    subject, text = (fields.merged(words.get(name, ""), about) for name in ("subject", "text"))
    missing = dict.fromkeys((*subject.missing, *text.missing))
    return Said(subject.text, text.text, [fields.why_missing(name) or "{" + name + "}" for name in missing])


def still_due(delivery: Delivery) -> str:
    """Only while the work together goes on, and with all of its fields filled in."""
    found = find(delivery)
    if found is None:
        return _("They take no part in this work any more.")
    if found.part.engagement.status in {Engagement.Status.ENDED, Engagement.Status.PAUSED}:
        return _("The work together has ended or pauses.")
    if found.mailing.withdrawn_at is not None and not delivery.by_hand:
        return _("It was taken back.")
    return " ".join(words_for(found).missing)


def words_for(found: Found) -> Said:
    mailing = found.mailing
    return said(private.words(mailing), mailing.created_by, found.part.engagement, found.reader)


def render(delivery: Delivery) -> Rendered:
    """The mail as it is now. Raises LookupError where what it is about is gone."""
    found = find(delivery)
    if found is None:
        raise LookupError("the letter is gone")
    mailing, reader = found.mailing, found.reader
    name = mailing.created_by.display_name
    with as_read_by(reader):
        words, shares = words_for(found), shares_of(found.part, reader)
        private_box = not reader.preferences.get("mail_words", True)
        page = reverse("library:letter", args=[mailing.practice.slug, mailing.public_id])
        context = {
            "subject_words": _("A letter from %(name)s") % {"name": name} if private_box else words.subject,
            "private": private_box,
            "text": "" if private_box else words.text,
            "html": "" if private_box else words.html,
            "page": settings.PUBLIC_URL + page,
            "shares": [(share.version.title, link_of(share, delivery)) for share in shares],
        }
        files = [share.version.file for share in shares if share.version.file]
        return compose(
            "library/mail/mailing.html", context, mailing.practice, from_name=name, language=reader.language,
            reply_to=ports.answers_to(found.part.engagement, reader.person, mailing.created_by.person.email),
            attachments=attachments(files) if mailing.attach else (),
        )  # fmt: skip


def shares_of(part: MailingPart, reader: Membership) -> list[Share]:
    """What of it came with the letter and is in that client's hands now."""
    if part.sending_id is None:
        return []
    rows = Share.objects.filter(sending=part.sending_id, client=reader, withdrawn_at=None)
    return list(
        rows.select_related("version__file__practice", "client", "engagement__practice").order_by("pk")
    )  # fmt: skip


def abouts(payloads: Sequence[Mapping[str, object]]) -> list[str]:
    """The subjects; one query, and one for the practice."""
    rows = Mailing.objects.filter(public_id__in=[str(one["mailing"]) for one in payloads]).select_related("practice")
    subjects = {str(row.public_id): private.words(row).get("subject", "") for row in rows}
    return [subjects.get(str(one["mailing"]), "") for one in payloads]


def may_preview(person: Person, delivery: Delivery) -> bool:
    """Its writer, and its reader."""
    found = find(delivery)
    return found is not None and person.pk in {found.mailing.created_by.person_id, found.reader.person_id}


def find(delivery: Delivery) -> Found | None:
    """None where it is gone, or they take no part any more."""
    try:
        mailing_id, member_id = (uuid.UUID(str(delivery.payload[key])) for key in ("mailing", "member"))
    except (KeyError, ValueError):
        return None
    rows = MailingPart.objects.filter(
        mailing__public_id=mailing_id, client__public_id=member_id, engagement=delivery.engagement_id
    )
    part = rows.select_related("mailing__practice", "mailing__created_by__person").first()
    if part is None:
        return None
    part.mailing.created_by.practice = part.mailing.practice
    part.engagement = with_parts(Engagement.objects.all()).get(pk=part.engagement_id)
    reader = access.people_in(part.engagement).filter(public_id=member_id).select_related("person", "practice").first()
    return Found(part.mailing, part, reader) if reader else None
