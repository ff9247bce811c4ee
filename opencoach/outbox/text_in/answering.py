"""A text as an answer: to the one question that it fits, to the talk that goes on, or to one of several.

What fits nothing is no answer. What fits more than one question is kept for a moment, and a numbered list asks which.
"""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.lib import secretbox
from opencoach.outbox import ports
from opencoach.outbox.models import Ask
from opencoach.outbox.ports import Answering, Fit
from opencoach.outbox.text_in import asks, replies
from opencoach.outbox.text_in.asks import Asking
from opencoach.people.models import Membership
from opencoach.people.reading import as_read_by
from opencoach.people.refusal import Refused

CHOICE = "outbox.choice"
CHOOSES = dt.timedelta(hours=1)  # a list holds so long
TALKS = dt.timedelta(minutes=45)  # and a talk goes on so long before other questions count again
MOST = 6  # questions in a list
BOX = "outbox.choice"


def register() -> None:
    """Called once, when the app is ready."""
    ports.register_answering(Answering(CHOICE, lambda ask: _("A list"), _chooses, _choose, leads=True, stays=True))


def answer(number: str, members: Sequence[Membership], text: str) -> bool:
    """Take a text as an answer, and say so to its sender; False where it is none."""
    people = {one.person_id: one for one in reversed(members)}
    there = [ask for ask in asks.open_asks(number, list(people)) if ask.handler in ports.answers]
    text = text.strip()
    found = _leading(there, text) or _fitting(there, text)
    if not found:
        return False
    if len(found) == 1:
        _take(found[0], text)
    else:
        _list(people[found[0].person_id], number, found, text)
    return True


def _leading(there: Sequence[Ask], text: str) -> list[Ask]:
    """The question of a talk that goes on, where it is the newest and the text fits it."""
    talking = [ask for ask in there if ports.answers[ask.handler].leads]
    newest = max(talking, key=lambda ask: ask.created_at, default=None)
    if newest is None or timezone.now() - newest.created_at > TALKS:
        return []
    return [newest] if ports.answers[newest.handler].fits(newest, text) == Fit.YES else []


def _fitting(there: Sequence[Ask], text: str) -> list[Ask]:
    """Those that it answers; where it answers none, the one that it tries to."""
    fits = [(ask, ports.answers[ask.handler].fits(ask, text)) for ask in there if ask.handler != CHOICE]
    good = [ask for ask, fit in fits if fit == Fit.YES]
    if good:
        return good
    nearly = [ask for ask, fit in fits if fit == Fit.NEARLY]
    return nearly if len(nearly) == 1 else []


def _take(ask: Ask, text: str) -> None:
    handler = ports.answers[ask.handler]
    member = Membership.objects.select_related("person", "practice").filter(
        practice=ask.practice_id, person=ask.person_id, ended_at=None
    ).first()  # fmt: skip
    if member is None:
        return
    with as_read_by(member):
        try:
            said = handler.take(ask, text)
        except Refused as error:
            said = str(error)
        else:
            if not handler.stays:
                asks.answered(ask)
        replies.reply(member, ask.number, said)


def _list(member: Membership, number: str, found: Sequence[Ask], text: str) -> None:
    """Ask which of them it answers."""
    named = [(ask, label) for ask in found[-MOST:] if (label := ports.answers[ask.handler].label(ask))]
    if not named:
        return
    key = f"choice:{number}"
    sealed = secretbox.seal(BOX, key.encode(), text).hex()
    payload = {"text": sealed, "key": key, "asks": [ask.pk for ask, _label in named]}
    asks.ask_now(member, number, Asking(CHOICE, key, timezone.now() + CHOOSES, payload))
    lines = [f"{place} {label}" for place, (_ask, label) in enumerate(named, start=1)]
    words = _("Which one is “%(text)s” for? Answer with its number.") % {"text": text[:20]}
    replies.reply(member, number, "\n".join([words, *lines]))


def _chooses(ask: Ask, text: str) -> Fit:
    return Fit.YES if _place(ask, text) is not None else Fit.NO


def _place(ask: Ask, text: str) -> int | None:
    bare = text.strip().rstrip(".)")
    return int(bare) if bare.isascii() and bare.isdigit() and 1 <= int(bare) <= len(ask.payload["asks"]) else None


def _choose(ask: Ask, text: str) -> str:
    """What was said before goes to the one that they mean."""
    place = _place(ask, text)
    asks.answered(ask)
    kept = secretbox.unseal(BOX, str(ask.payload["key"]).encode(), bytes.fromhex(str(ask.payload["text"])))
    meant = Ask.objects.filter(
        pk=ask.payload["asks"][(place or 1) - 1], answered_at=None, until__gt=timezone.now()
    ).select_related("person", "practice", "delivery").first()  # fmt: skip
    if meant is None:
        return _("That is not open any more.")
    handler = ports.answers[meant.handler]
    said = handler.take(meant, kept)
    if not handler.stays:
        asks.answered(meant)
    return said
