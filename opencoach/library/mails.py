"""The mail with which materials come: their names, the coach's words, one link each, small files if the coach wants."""

import uuid
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencoach.lib.sealing import Unreadable
from opencoach.library import linked, pieces, private
from opencoach.library.actions.sending import KIND
from opencoach.library.models import MaterialFile, Sending, Share
from opencoach.outbox import ports
from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Attached, Kind, Rendered
from opencoach.outbox.words import compose
from opencoach.people import access
from opencoach.people.models import Engagement, Membership, Person

GROUP = "materials"
ATTACHED = 5_000_000  # bytes of one file that travels with a mail
ATTACHED_TOGETHER = 10_000_000


def register() -> None:
    """Called once, when the app is ready."""
    ports.register_group(GROUP, str(gettext_lazy("Materials")))
    ports.register_kind(
        Kind(
            KIND,
            gettext_lazy("Materials"),
            render,
            still_due,
            may_preview,
            group=GROUP,
            automatic=False,
            about=abouts,
        )
    )


def still_due(delivery: Delivery) -> str:
    """Not what was taken back, nor to somebody who takes no part any more."""
    sending, reader = _found(delivery)
    if sending is None or reader is None or sending.engagement.status == Engagement.Status.ENDED:
        return _("They take no part in this work any more.")
    return "" if shares_of(sending, reader) else _("It was taken back.")


def render(delivery: Delivery) -> Rendered:
    """The mail as it is now. Raises LookupError where what it is about is gone."""
    sending, reader = _found(delivery)
    if sending is None or reader is None:
        raise LookupError("the sending is gone")
    shares = shares_of(sending, reader)
    coach = access.people_in(sending.engagement).filter(person=sending.sent_by).first()
    files = [share.version.file for share in shares if share.version.file]
    name = coach.display_name if coach else ""
    return compose(
        "library/mail/materials.html",
        {
            "name": name,
            "note": private.note(sending),
            "shares": [(share.version.title, link_of(share, delivery)) for share in shares],
            "first": shares[0].version.title if shares else "",
            "more": shares[1:],
            "all": settings.PUBLIC_URL + reverse("library:mine", args=[sending.practice.slug]),
        },
        sending.practice,
        from_name=name,
        reply_to=ports.answers_to(sending.engagement, reader.person, coach.person.email if coach else ""),
        language=reader.language,
        attachments=attachments(files) if sending.attach else (),
    )


def abouts(payloads: Sequence[Mapping[str, object]]) -> list[str]:
    """The titles of what was sent; one query."""
    rows = Share.objects.filter(sending__public_id__in=[str(one["sending"]) for one in payloads], withdrawn_at=None)
    titles: dict[str, dict[str, None]] = {}
    for sending, title in rows.order_by("pk").values_list("sending__public_id", "version__title"):
        titles.setdefault(str(sending), {})[title] = None
    return [", ".join(titles.get(str(one["sending"]), {})) for one in payloads]


def may_preview(person: Person, delivery: Delivery) -> bool:
    """Whoever takes part in the engagement."""
    sending, _reader = _found(delivery)
    if sending is None:
        return False
    member = Membership.objects.filter(person=person, practice=sending.practice_id, ended_at=None).first()
    return member is not None and access.engagements_for(member).filter(pk=sending.engagement_id).exists()


def shares_of(sending: Sending, reader: Membership) -> list[Share]:
    """What of a sending is in that client's hands now."""
    rows = sending.shares.filter(client=reader, withdrawn_at=None).select_related(
        "version__file__practice", "client", "engagement__practice"
    )  # fmt: skip
    return list(rows.order_by("pk"))


def link_of(share: Share, delivery: Delivery) -> str:
    """Where it is read from that mail: without signing in, but not where others read a client's mails, too."""
    if not share.client.preferences.get("mail_words", True):
        path = reverse("library:share", args=[share.engagement.practice.slug, share.public_id])
        return str(settings.PUBLIC_URL) + path
    return linked.url(delivery.hidden(lambda: linked.token_of(share, sent=timezone.now()), linked.HIDDEN))


def attachments(files: Sequence[MaterialFile]) -> tuple[Attached, ...]:
    """Those of these files (with their practice) that are small enough to travel, as many as fit together."""
    found, left = [], ATTACHED_TOGETHER
    for file in files:
        if file.size > min(ATTACHED, left):
            continue
        try:
            content = b"".join(pieces.Whole(file).read())
        except (FileNotFoundError, Unreadable):
            continue
        left -= len(content)
        found.append(Attached(file.name, file.media_type, content))
    return tuple(found)


def _found(delivery: Delivery) -> tuple[Sending | None, Membership | None]:
    try:
        sending_id, member_id = (uuid.UUID(str(delivery.payload[key])) for key in ("sending", "member"))
    except (KeyError, ValueError):
        return None, None
    rows = Sending.objects.select_related("practice", "engagement__practice", "sent_by")
    sending = rows.filter(public_id=sending_id).first()
    if sending is None:
        return None, None
    return sending, access.people_in(sending.engagement).filter(public_id=member_id).select_related("person").first()
