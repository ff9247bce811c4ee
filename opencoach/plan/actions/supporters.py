"""Supporters: whom a client asks to stand by one goal, and what these send."""

import datetime as dt
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.outbox.actions.post import post
from opencoach.people.models import Person
from opencoach.people.refusal import Refused
from opencoach.plan import private
from opencoach.plan.actions import items
from opencoach.plan.models import Encouragement, Goal, Supporter, SupporterAnswer

MOST = 5  # of one goal
A_DAY = 3  # cheers of one supporter
ASKED_EVERY = dt.timedelta(days=6)  # a pulse is asked for at most once a week
DAY = dt.timedelta(hours=20)


@transaction.atomic
def invite_supporter(goal: Goal, *, name: str, address: str, note: str, actor: Person) -> Supporter:
    """Ask somebody to stand by the goal; a mail with their link goes out. Raises Refused for the sixth, and for an
    address that was asked already."""
    goal = items.locked(goal)
    if goal.removed_at is not None:
        raise Refused(_("This goal is out of the plan."))
    present = list(goal.supporters.filter(ended_at=None))
    if len(present) >= MOST:
        raise Refused(_("Five people stand by this goal already. More eyes don’t help more."))
    for row in present:
        row.goal = goal
        if private.words(row).get("address", "").casefold() == address.casefold():
            raise Refused(_("%(address)s was asked already.") % {"address": address})
    made = Supporter(goal=goal, nonce=secrets.token_urlsafe(16), invited_by=actor)
    made.words = private.seal(made, {"name": name, "address": address, "note": note})
    made.save()
    items.record("supporter.invited", goal, actor, supporter=str(made.public_id))
    _mail("supporter_invitation", made, address, made.nonce[:8])
    return made


@transaction.atomic
def accept(supporter: Supporter) -> None:
    """They agree to stand by the goal, and to what is kept of them."""
    supporter = _locked(supporter)
    if Supporter.objects.filter(pk=supporter.pk, accepted_at=None).update(accepted_at=timezone.now()):
        items.record("supporter.accepted", supporter.goal, None, supporter=str(supporter.public_id))


@transaction.atomic
def answer(supporter: Supporter, *, text: str = "", pulse: int | None = None) -> SupporterAnswer:
    """A cheer, a pulse (1–5) that was asked for, or both. A cheer stands on the client's wall. Raises Refused before
    they agreed, for nothing, for the fourth cheer of a day, and for a pulse that nobody asked for."""
    supporter = _locked(supporter)
    if supporter.accepted_at is None:
        raise Refused(_("Say first that you stand by this goal."))
    if not text and pulse is None:
        raise Refused(_("Write a word, or choose how you see it going."))
    if pulse is not None and not is_asked(supporter):
        raise Refused(_("You have said already how you see it going. You will be asked again."))
    since = timezone.now() - DAY
    if text and supporter.answers.filter(at__gte=since).exclude(words=b"").count() >= A_DAY:
        raise Refused(_("You have sent three words today. Let them work until tomorrow."))
    made = SupporterAnswer(supporter=supporter, pulse=pulse)
    made.words = private.seal(made, {"text": text})
    made.save()
    if text:
        _on_the_wall(supporter, text, made)
    items.record("supporter.answered", supporter.goal, None, supporter=str(supporter.public_id))
    return made


def is_asked(supporter: Supporter) -> bool:
    """Whether a pulse was asked for that they have not given yet."""
    if supporter.asked_at is None or supporter.accepted_at is None:
        return False
    return not supporter.answers.filter(pulse__isnull=False, at__gte=supporter.asked_at).exists()


def _on_the_wall(supporter: Supporter, text: str, made: SupporterAnswer) -> None:
    goal = supporter.goal
    word = items.begin(Encouragement(goal=goal), goal.engagement, goal.client, supporter.invited_by)
    word.origin, word.key = Encouragement.Origin.SUPPORTER, f"supporter:{made.public_id}"
    word.words = private.seal(word, {"text": text, "name": private.words(supporter).get("name", "")})
    word.save()
    items.record("encouragement.sent", word, None)


@transaction.atomic
def ask_for_pulse(goal: Goal, *, actor: Person) -> int:
    """Ask all who stand by the goal how they see it going; gives how many are asked. Raises Refused where nobody
    stands by it, or all were asked within a week."""
    goal = items.locked(goal)
    rows = list(goal.supporters.select_for_update(of=("self",)).filter(ended_at=None, accepted_at__isnull=False))
    if not rows:
        raise Refused(_("Nobody has agreed yet to stand by this goal."))
    now = timezone.now()
    due = [row for row in rows if row.asked_at is None or row.asked_at <= now - ASKED_EVERY]
    if not due:
        raise Refused(_("They were asked within the last week. Give them time to see something."))
    for row in due:
        row.goal, row.asked_at = goal, now
        row.save(update_fields=["asked_at"])
        _mail("supporter_pulse", row, str(private.words(row).get("address", "")), f"{now:%Y%m%d%H%M}")
    items.record("supporter.asked", goal, actor, count=len(due))
    return len(due)


@transaction.atomic
def end(supporter: Supporter, *, actor: Person) -> None:
    """The client doesn't need them by this goal any more: the link opens nothing from now on."""
    supporter = _locked(supporter, ended=True)
    if Supporter.objects.filter(pk=supporter.pk, ended_at=None).update(ended_at=timezone.now(), left=False):
        items.record("supporter.ended", supporter.goal, actor, supporter=str(supporter.public_id))


@transaction.atomic
def take_back(supporter: Supporter, *, actor: Person) -> None:
    """The client wants them after all; the same link opens again. Raises Refused for whoever left by themselves."""
    supporter = _locked(supporter, ended=True)
    if supporter.left:
        raise Refused(_("They have left by themselves. You can ask them again."))
    if Supporter.objects.filter(pk=supporter.pk).exclude(ended_at=None).update(ended_at=None):
        items.record("supporter.returned", supporter.goal, actor, supporter=str(supporter.public_id))


@transaction.atomic
def leave(supporter: Supporter) -> None:
    """They want to hear no more of it. Their address and what the client wrote to them are forgotten."""
    supporter = _locked(supporter)
    supporter.words = private.seal(supporter, {"name": private.words(supporter).get("name", "")})
    supporter.ended_at, supporter.left = timezone.now(), True
    supporter.save(update_fields=["words", "ended_at", "left"])
    items.record("supporter.left", supporter.goal, None, supporter=str(supporter.public_id))


def _locked(supporter: Supporter, *, ended: bool = False) -> Supporter:
    """The supporter as they stand now, with the goal and its engagement. Raises Refused for one who has ended."""
    goal = items.locked(supporter.goal)
    found = Supporter.objects.select_for_update(of=("self",)).select_related("invited_by").get(pk=supporter.pk)
    found.goal = goal
    if found.ended_at is not None and not ended:
        raise Refused(_("This has ended meanwhile."))
    return found


def _mail(kind: str, supporter: Supporter, address: str, which: str) -> None:
    engagement = supporter.goal.engagement
    post(
        kind, address=address, dedupe_key=f"{kind}:{supporter.public_id}:{which}", practice=engagement.practice,
        engagement=engagement, payload={"supporter": str(supporter.public_id)},
    )  # fmt: skip
