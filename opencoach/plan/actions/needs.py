"""What people do with needs."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.people.models import Engagement, Membership, Person
from opencoach.people.refusal import Refused
from opencoach.plan import private
from opencoach.plan.actions import items
from opencoach.plan.models import Need, NeedRating, Wheel

Source = Need.Source
SLIP = dt.timedelta(minutes=10)  # so long a rating can be taken back


@transaction.atomic
def name_need(
    engagement: Engagement, client: Membership | None, text: str, *, actor: Person, source: str = Source.OWN,
    key: str = "",
) -> Need:  # fmt: skip
    """A need stands in the client's plan (the group's where `client` is None), after the others."""
    need = items.begin(Need(source=source), engagement, client, actor)
    need.words = private.seal(need, {"text": text, "key": key})
    need.save()
    items.record("need.named", need, actor, source=source)
    return need


@transaction.atomic
def reword_need(need: Need, words: Mapping[str, Any], *, revision: int, actor: Person) -> Need:
    """Its words change. Raises Changed where somebody else has changed the same words meanwhile."""
    need = items.locked(need)
    if items.reword(need, words, revision=revision, actor=actor):
        need.save(update_fields=["words", "revision"])
        items.record("need.reworded", need, actor)
    return need


@transaction.atomic
def rate_need(need: Need, importance: int, satisfaction: int, *, actor: Person) -> NeedRating:
    """How important it is, and how satisfied the client is there now; earlier ratings stay."""
    need = items.locked(need)
    rating = NeedRating.objects.create(need=need, importance=importance, satisfaction=satisfaction, by=actor)
    items.record("need.rated", need, actor)
    return rating


@transaction.atomic
def unrate_need(need: Need, *, actor: Person) -> None:
    """Somebody's own rating of a moment ago was a slip: it goes. Raises Refused for any other."""
    need = items.locked(need)
    last = need.ratings.order_by("-at", "-pk").first()
    if last is None or last.by_id != actor.pk or last.at < timezone.now() - SLIP:
        raise Refused(_("Rate it anew instead; earlier ratings are kept."))
    last.delete()
    items.record("need.unrated", need, actor)


@transaction.atomic
def remove_need(need: Need, *, actor: Person) -> Need:
    """It stands in the plan no longer; its goals stay."""
    return items.remove(need, actor=actor, verb="need.removed")


@transaction.atomic
def restore_need(need: Need, *, actor: Person) -> Need:
    """It stands there again."""
    return items.restore(need, actor=actor, verb="need.restored")


@transaction.atomic
def name_from_checklist(
    engagement: Engagement, client: Membership | None, chosen: Mapping[str, str], *, actor: Person, known: set[str]
) -> list[Need]:
    """The needs that were ticked in a checklist (key → sentence), but those that stand in the plan already."""
    new = {key: text for key, text in chosen.items() if key not in known}
    return [
        name_need(engagement, client, text, actor=actor, source=Source.CHECKLIST, key=key) for key, text in new.items()
    ]


@transaction.atomic
def turn_wheel(
    engagement: Engagement, client: Membership | None, areas: Sequence[tuple[str, int]], *, actor: Person
) -> Wheel:
    """How satisfied the client is in each area of life now, 0–10; earlier wheels stay."""
    wheel = items.begin(Wheel(), engagement, client, actor)
    wheel.words = private.seal(wheel, {"areas": [{"name": name, "score": score} for name, score in areas]})
    wheel.save()
    items.record("wheel.turned", wheel, actor)
    return wheel


@transaction.atomic
def remove_wheel(wheel: Wheel, *, actor: Person) -> Wheel:
    return items.remove(wheel, actor=actor, verb="wheel.removed")


@transaction.atomic
def restore_wheel(wheel: Wheel, *, actor: Person) -> Wheel:
    return items.restore(wheel, actor=actor, verb="wheel.restored")
