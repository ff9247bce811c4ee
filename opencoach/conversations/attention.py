"""What the conversations put on *Today* and into the rows of the Clients list."""

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencoach.conversations import access
from opencoach.conversations.held import waits_on_today
from opencoach.conversations.models import Message
from opencoach.conversations.queries.lists import Listed, filled
from opencoach.conversations.queries.questions import Asked, open_questions
from opencoach.conversations.queries.standing import Standing, standings, unread_in
from opencoach.lib.moments import spoken
from opencoach.people import attention
from opencoach.people.attention import Brief, Unread, Waiting
from opencoach.people.models import Engagement, Membership
from opencoach.people.once import once

MOST = 31  # of what waits, more than Today shows
MOST_NEW = 10  # of what is unread


def register() -> None:
    """Called once, when the app is ready."""
    attention.add_waiting("conversations", unanswered)
    attention.add_waiting("questions", questions)
    attention.add_waiting("held mail", waits_on_today)
    attention.add_unread("conversations", unread)
    attention.add_briefs("conversations", briefs)


def unanswered(membership: Membership) -> Iterable[Waiting]:
    """For a coach: clients whose message waits for an answer, though it has been read."""
    if not membership.is_coach:
        return []
    promised = membership.practice.response_hours
    asked = {str(one.conversation) for one in _questions(membership)}
    return [
        Waiting(
            key=f"unanswered:{row.key}",
            name=row.name,
            why=_since(row, promised),
            step=_("Answer"),
            url=url_of(membership, row),
            weight=90 if _is_late(row, promised) else 60,
            since=row.waits_since,
            group=row.group,
            who=row.who,
        )
        for row in _front(membership)
        if row.waits_since is not None and not row.unread and row.key not in asked
    ]


def questions(membership: Membership) -> Iterable[Waiting]:
    """For a coach: questions that wait, read or not, the one that is promised soonest first."""
    return [_asked(membership, one) for one in _questions(membership)] if membership.is_coach else []


def _asked(membership: Membership, one: Asked) -> Waiting:
    late = one.due_at is not None and one.due_at <= timezone.now()
    if one.due_at is None:
        why = _("Asks: “%(words)s”") % {"words": one.words}
    elif late:
        why = _("Asks: “%(words)s” You promised an answer %(when)s.") % {"words": one.words, "when": spoken(one.due_at)}
    else:
        why = _("Asks: “%(words)s” An answer is promised by %(when)s.") % {
            "words": one.words, "when": spoken(one.due_at),
        }  # fmt: skip
    return Waiting(
        key=f"question:{one.public_id}", name=one.name, why=why, step=_("Answer"),
        url=f"{reverse('conversations:conversation', args=[membership.practice.slug, one.conversation])}"
        f"?around={one.seq}#m{one.seq}",
        weight=92 if late else 70, since=one.asked_at, group=one.group, who=one.who,
    )  # fmt: skip


def unread(membership: Membership) -> Iterable[Unread]:
    """The conversations with something that this member has not seen, at most `MOST_NEW` of them."""
    if not (membership.is_coach or membership.is_client):
        return []
    return [
        Unread(
            name=row.name,
            text=row.last.preview or _("A file"),
            at=row.last.at,
            url=url_of(membership, row),
            count=row.unread,
            group=row.group,
            who=row.who,
        )
        for row in _front(membership)
        if row.unread and row.last is not None
    ]


def _front(membership: Membership) -> list[Listed]:
    """What stands on *Today*: the latest that is unread, and what has waited longest; loaded once for both."""
    return once(membership, "conversations.front", lambda: _load_front(membership))


def _standings(membership: Membership) -> list[Standing]:
    return once(membership, "conversations.standings", lambda: standings(membership).rows)


def _questions(membership: Membership) -> list[Asked]:
    """What waits on the question desk; asks the database only where there may be one."""
    return open_questions(membership) if any(row.asked for row in _standings(membership)) else []


def _load_front(membership: Membership) -> list[Listed]:
    rows = _standings(membership)
    new = [row for row in rows if row.unread]
    waiting = [(row.waits, row) for row in rows if not row.unread and row.waits is not None]
    longest = [row for _first, row in sorted(waiting, key=itemgetter(0))[:MOST]]
    return filled(membership, new[:MOST_NEW], by_name=longest)


def briefs(membership: Membership, engagements: Sequence[Engagement]) -> Mapping[int, Brief]:
    """How much is unread with each of these, and when something was last said."""
    mine = access.conversations_for(membership).filter(engagement__in=engagements)
    texts = Message.objects.filter(conversation=OuterRef("pk"), kind=Message.Kind.TEXT).order_by("-seq")
    said = mine.annotate(said_at=Subquery(texts.values("at")[:1])).values_list("engagement_id", "said_at")
    new = unread_in(membership, [one.pk for one in engagements])
    return {engagement: Brief(unread=new.get(engagement, 0), at=at) for engagement, at in said}


def url_of(membership: Membership, row: Listed) -> str:
    return reverse("conversations:conversation", args=[membership.practice.slug, row.key])


def _hours(row: Listed) -> int:
    waited = timezone.now() - row.waits_since if row.waits_since else None
    return int(waited.total_seconds() // 3600) if waited else 0


def _is_late(row: Listed, promised: int | None) -> bool:
    return promised is not None and _hours(row) >= promised


def _since(row: Listed, promised: int | None) -> str:
    hours = _hours(row)
    if hours < 1:
        return _("Wrote within the last hour and has no answer yet.")
    if hours < 48:
        said = ngettext("Has waited %d hour for an answer.", "Has waited %d hours for an answer.", hours) % hours
    else:
        said = _("Has waited %d days for an answer.") % (hours // 24)
    if _is_late(row, promised):
        said += " " + ngettext("You promise one within %d hour.", "You promise one within %d hours.", promised or 0) % (
            promised or 0
        )
    return said
