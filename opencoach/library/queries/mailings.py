"""Letters to several: whom they can go to, and what became of each."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from opencoach.library.actions.mailings import LeftOut, mail_key, why_not
from opencoach.library.models import Mailing, MailingPart
from opencoach.outbox.models import Delivery
from opencoach.people import access, specialisations
from opencoach.people.models import Engagement, Membership
from opencoach.people.queries.engagements import with_parts

State = Delivery.State
ALL, ALONE, GROUPS = "all", "alone", "groups"
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Choice:
    """A work together as a recipient. `why`: why nothing can be sent there now, in plain words; "" where it can."""

    engagement: Engagement
    why: str
    picked: bool

    @property
    def detail(self) -> str:
        return str(_(specialisations.get(self.engagement.specialisation).name))


def kinds_of(works: Sequence[Engagement]) -> list[tuple[str, str]]:
    """The kinds of clients that a coach has, by key and name: all, in a group or alone, and of each specialisation."""
    known = [key for key in specialisations.KEYS if any(one.specialisation == key for one in works)]
    kinds = [(ALL, _("All who go on"))]
    if any(one.group_id for one in works) and not all(one.group_id for one in works):
        kinds += [(ALONE, _("Coached alone")), (GROUPS, _("In groups"))]
    if len(known) > 1:
        kinds += [(key, str(_(specialisations.get(key).name))) for key in known]
    return kinds


def is_of(engagement: Engagement, kind: str) -> bool:
    """Whether it is of that kind."""
    if kind in {ALONE, GROUPS}:
        return (engagement.group_id is not None) == (kind == GROUPS)
    return kind in (ALL, engagement.specialisation)


def works_of(reader: Membership) -> list[Engagement]:
    """The works together of a coach with their people, by name."""
    rows = list(with_parts(access.engagements_for(reader), coaches=False))
    for one in rows:
        one.practice = reader.practice
    return sorted(rows, key=lambda one: one.name.casefold())


def choices(works: Sequence[Engagement], kind: str, chosen: Sequence[str]) -> list[Choice]:
    """Everybody whom a letter can go to; of those of that kind who go on each is picked, and whoever is `chosen`. Who
    can't be written to now comes last; who has ended only where they were chosen."""
    picked = set(chosen)
    found = []
    for one in works:
        why, wanted = why_not(one), str(one.public_id) in picked
        if why == LeftOut.ENDED and not wanted and not (kind and is_of(one, kind)):
            continue
        of_kind = bool(kind) and is_of(one, kind) and one.status == Engagement.Status.ACTIVE
        found.append(Choice(one, str(why.label) if why else "", not why and (wanted or of_kind)))
    return sorted(found, key=lambda one: bool(one.why))


@dataclass(frozen=True, slots=True)
class Line:
    """What became of a letter with one client. `state` is that of its mail, or "left"; `why` in plain words."""

    name: str
    state: str
    why: str
    at: dt.datetime | None
    engagement: Engagement


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a letter is."""

    lines: Sequence[Line]
    count: Counter[str]

    @property
    def total(self) -> int:
        """Mails that were to go."""
        return sum(number for state, number in self.count.items() if state != "left")

    @property
    def waiting(self) -> int:
        return sum(self.count[state] for state in Delivery.UNFINISHED)

    @property
    def over(self) -> int:
        """Those of which it is known what became of them."""
        return self.total - self.waiting

    @property
    def goes_on(self) -> bool:
        """Whether something is to change within the next minutes."""
        return any(line.state in Delivery.UNFINISHED and not line.why for line in self.lines)


def mailings_of(reader: Membership) -> QuerySet[Mailing]:
    """The reader's own, the newest first, each with how many clients it went to (`went_to`)."""
    to = Count("parts", filter=Q(parts__left_out=LeftOut.NO))
    return Mailing.objects.filter(created_by=reader).annotate(went_to=to).order_by("-pk")[:SHOWN]


def get_mailing(reader: Membership, public_id: uuid.UUID) -> Mailing:
    """One of the reader's own; else Http404."""
    found = Mailing.objects.filter(created_by=reader, public_id=public_id).first()
    if found is None or not reader.is_coach:
        raise Http404
    found.practice, found.created_by = reader.practice, reader
    return found


def part_for(reader: Membership, public_id: uuid.UUID) -> MailingPart:
    """What that client was written; else Http404. What has not gone to them yet is nobody's to read."""
    rows = MailingPart.objects.filter(
        mailing__public_id=public_id, client=reader, engagement__in=access.engagements_for(reader)
    )
    found = rows.select_related("mailing__practice", "mailing__created_by__person", "engagement__practice").first()
    if found is None:
        raise Http404
    sent = Delivery.objects.filter(
        dedupe_key=mail_key(found.mailing, found.engagement_id, reader.pk),
        state__in=(State.SENT, State.SENDING, State.MERGED),
    )
    if not sent.exists():
        raise Http404
    found.mailing.created_by.practice = found.mailing.practice
    return found


def progress_of(mailing: Mailing) -> Progress:
    """What became of each, those that need a look first; two queries, and those for the names."""
    parts = list(MailingPart.objects.filter(mailing=mailing).select_related("client").order_by("pk"))
    works = with_parts(Engagement.objects.filter(pk__in={part.engagement_id for part in parts}), coaches=False)
    known = {one.pk: one for one in works}
    keys = {mail_key(mailing, part.engagement_id, part.client_id): part for part in parts if part.client_id}
    mails = {row.dedupe_key: row for row in Delivery.objects.filter(dedupe_key__in=keys)}
    lines = []
    for part in parts:
        engagement = known[part.engagement_id]
        mail = mails.get(mail_key(mailing, part.engagement_id, part.client_id)) if part.client_id else None
        name = part.client.display_name if part.client else engagement.name
        if part.left_out or mail is None:
            lines.append(Line(name, "left", str(part.get_left_out_display()), None, engagement))
            continue
        at = mail.finished_at if mail.is_over else mail.next_at
        lines.append(Line(name, str(mail.state), mail.reason, at, engagement))
    order = (State.FAILED, State.SKIPPED, "left", State.WAITING, State.SENDING, State.MERGED, State.SENT)
    lines.sort(key=lambda line: (order.index(line.state), line.name.casefold()))
    return Progress(lines, Counter(line.state for line in lines))
