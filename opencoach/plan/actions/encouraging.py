"""What people do with encouragement."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.people.models import Engagement, Membership, Person
from opencoach.people.refusal import Refused
from opencoach.plan import private
from opencoach.plan.actions import items
from opencoach.plan.models import Encouragement, Goal

A_DAY = 2  # from one coach to one client


@transaction.atomic
def encourage(
    engagement: Engagement, client: Membership | None, text: str, *, actor: Person, goal: Goal | None = None
) -> Encouragement:
    """A coach's words for something that happened. Raises Refused for the third of a day: words lose by number."""
    Engagement.objects.select_for_update(of=("self",)).get(pk=engagement.pk)
    since = timezone.now() - dt.timedelta(hours=20)
    sent = Encouragement.objects.filter(
        engagement=engagement, client=client, created_by=actor, origin=Encouragement.Origin.COACH, removed_at=None,
        created_at__gte=since,
    )  # fmt: skip
    if sent.count() >= A_DAY:
        raise Refused(_("You have sent two today. Let them work until tomorrow."))
    word = items.begin(Encouragement(goal=goal), engagement, client, actor)
    word.words = private.seal(word, {"text": text})
    word.save()
    items.record("encouragement.sent", word, actor)
    return word


@transaction.atomic
def thank(word: Encouragement, *, actor: Person) -> None:
    """The client lets them know that it arrived."""
    if Encouragement.objects.filter(pk=word.pk, thanked_at=None).update(thanked_at=timezone.now()):
        items.record("encouragement.thanked", word, actor)


@transaction.atomic
def take_down(word: Encouragement, *, actor: Person) -> None:
    """It stands on the wall no longer."""
    items.remove(word, actor=actor, verb="encouragement.removed")


@transaction.atomic
def put_back(word: Encouragement, *, actor: Person) -> None:
    items.restore(word, actor=actor, verb="encouragement.restored")


@transaction.atomic
def choose_tone(client: Membership, tone: str) -> None:
    """In what tone the house says what it noticed, or that it shall not."""
    kept = Membership.objects.select_for_update(of=("self",)).get(pk=client.pk)
    kept.preferences = {**kept.preferences, "encouragement": tone}
    kept.save(update_fields=["preferences"])
