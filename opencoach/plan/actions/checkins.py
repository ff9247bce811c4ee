"""What people do with check-ins."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.people.models import Engagement, Membership, Person
from opencoach.people.refusal import Refused
from opencoach.plan import days, private, reminding, rhythm
from opencoach.plan.actions import items
from opencoach.plan.asking import Asks, Said
from opencoach.plan.models import CheckIn, CheckInRhythm, Goal

COLUMNS = (("weekday", "interval"), "clock")


@transaction.atomic
def set_rhythm(
    engagement: Engagement, client: Membership | None, *, actor: Person, weekday: int, interval: int = 1,
    clock: dt.time | None = None, goal: Goal | None = None, asks: Asks | None = None,
) -> CheckInRhythm:  # fmt: skip
    """Check-ins on a rhythm, of a goal or of all of it. There is one rhythm for each: a second one changes it."""
    Engagement.objects.select_for_update(of=("self",)).get(pk=engagement.pk)
    present = CheckInRhythm.objects.filter(engagement=engagement, client=client, goal=goal, ended_on=None)
    old = present.filter(removed_at=None).first()
    if old is not None:
        return change_rhythm(old, actor=actor, weekday=weekday, interval=interval, clock=clock, asks=asks or Asks())
    made = items.begin(CheckInRhythm(), engagement, client, actor)
    made.weekday, made.interval, made.clock, made.goal = weekday, interval, clock, goal
    made.started_on = days.today_of(made)
    made.words = private.seal(made, (asks or Asks()).words)
    made.save()
    items.record("checkin.planned", made, actor, weekday=weekday, interval=interval)
    reminding.follow(engagement)
    return made


@transaction.atomic
def change_rhythm(
    found: CheckInRhythm, *, actor: Person, weekday: int, interval: int, clock: dt.time | None, asks: Asks,
    revision: int | None = None,
) -> CheckInRhythm:  # fmt: skip
    """Another day, time or other questions. Once there are answers, another day is a new rhythm in place of the old
    one, whose answers stay on their days. Raises Refused for one that has ended, Changed where somebody else has
    changed the same meanwhile."""
    found = items.locked(found)
    if found.ended_on is not None:
        raise Refused(_("These check-ins have ended. Set them anew."))
    if (found.weekday, found.interval) != (weekday, interval) and found.checkins.exists():
        asks = Asks.read(items.merged(found, asks.words, revision=revision)[1])
        end_rhythm(found, actor=actor)
        return set_rhythm(
            found.engagement, found.client, actor=actor, weekday=weekday, interval=interval, clock=clock,
            goal=found.goal, asks=asks,
        )  # fmt: skip

    def apply(row: CheckInRhythm) -> None:
        row.weekday, row.interval, row.clock = weekday, interval, clock

    if items.change(found, asks.words, COLUMNS, apply, revision=revision, actor=actor):
        found.save()
        items.record("checkin.replanned", found, actor, weekday=weekday, interval=interval)
        reminding.follow(found.engagement)
    return found


@transaction.atomic
def end_rhythm(found: CheckInRhythm, *, actor: Person) -> None:
    """No more of them are due; what was answered stays."""
    found = items.locked(found)
    if found.ended_on is None:
        found.ended_on = days.today_of(found)
        found.save(update_fields=["ended_on"])
        items.record("checkin.unplanned", found, actor)
        reminding.follow(found.engagement)


@transaction.atomic
def take_up_rhythm(found: CheckInRhythm, *, actor: Person) -> None:
    """What was ended a moment ago goes on. Raises Refused where another one has taken its place."""
    Engagement.objects.select_for_update(of=("self",)).get(pk=found.engagement_id)
    found = items.locked(found)
    same = CheckInRhythm.objects.filter(engagement=found.engagement, client=found.client_id, goal=found.goal_id)
    if same.filter(ended_on=None, removed_at=None).exclude(pk=found.pk).exists():
        raise Refused(_("There are other check-ins in their place now."))
    if found.ended_on is not None:
        found.ended_on = None
        found.save(update_fields=["ended_on"])
        items.record("checkin.replanned", found, actor, weekday=found.weekday, interval=found.interval)
        reminding.follow(found.engagement)


@transaction.atomic
def put_rhythm_back(found: CheckInRhythm, instead_of: CheckInRhythm, *, actor: Person) -> None:
    """The rhythm that stood before `instead_of` took its place goes on in its stead. Raises Refused once the newer one
    has answers."""
    Engagement.objects.select_for_update(of=("self",)).get(pk=found.engagement_id)
    newer = items.locked(instead_of)
    if newer.checkins.exists():
        raise Refused(_("There are answers to the newer check-ins already. Change their day instead."))
    if newer.ended_on is None:
        items.remove(newer, actor=actor, verb="checkin.unplanned")
    take_up_rhythm(found, actor=actor)


@transaction.atomic
def check_in(
    found: CheckInRhythm, day: dt.date, said: Said, *, actor: Person, now: dt.datetime | None = None
) -> CheckIn:
    """How it goes; of the same day again, it is corrected. Raises Refused for a day that none is open for."""
    found = items.locked(found)
    if day not in rhythm.open_days(found, days.today_of(found, now)):
        raise Refused(_("This check-in is closed. Take the one of this week."))
    row = CheckIn.objects.select_for_update(of=("self",)).filter(rhythm=found, day=day).first()
    made = row is None
    if row is None:
        row = items.begin(CheckIn(rhythm=found, day=day), found.engagement, found.client, actor)
    elif (row.progress, row.mood, private.words(row)) == (said.progress, said.mood, _words(said)):
        return row
    else:
        items.keep(row, "words", actor)
        row.revision += 1
    row.progress, row.mood, row.looked_at = said.progress, said.mood, None
    row.words = private.seal(row, _words(said))
    row.save()
    items.record("checkin.answered" if made else "checkin.corrected", row, actor, progress=row.progress)
    return row


def said_of(row: CheckIn, progress: int) -> Said:
    """What was answered, with another progress."""
    words = private.words(row)
    own = [(str(one["question"]), str(one["answer"])) for one in words.get("own") or ()]
    return Said(progress, row.mood, str(words.get("obstacle", "")), str(words.get("proud", "")), own)


def _words(said: Said) -> dict[str, Any]:
    own = [{"question": question, "answer": answer} for question, answer in said.own]
    found = {"obstacle": said.obstacle, "proud": said.proud, "own": own}
    return {name: value for name, value in found.items() if value}


@transaction.atomic
def look_at(row: CheckIn, *, actor: Person) -> None:
    """A coach has seen to it: it waits no longer."""
    if CheckIn.objects.filter(pk=row.pk, looked_at=None).update(looked_at=timezone.now()):
        items.record("checkin.looked_at", row, actor)


@transaction.atomic
def look_at_missing(found: CheckInRhythm, day: dt.date, *, actor: Person) -> None:
    """A coach has seen that nothing came on that day, nor before it: it waits no longer."""
    found = items.locked(found)
    if found.seen_until is None or found.seen_until < day:
        found.seen_until = day
        found.save(update_fields=["seen_until"])
        items.record("checkin.missing_looked_at", found, actor, day=day.isoformat())
