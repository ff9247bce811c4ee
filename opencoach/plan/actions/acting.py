"""What a client does from a mail, and takes back within ten minutes."""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.outbox.actions.post import post
from opencoach.outbox.models import Delivery
from opencoach.people.models import Membership, Person
from opencoach.people.refusal import Refused
from opencoach.plan import days, recurrence, reminding, rhythm
from opencoach.plan.actions import checkins, doing, items, measures
from opencoach.plan.actions.measures import Given
from opencoach.plan.asking import Said
from opencoach.plan.models import Action, ActionTick, CheckIn, CheckInRhythm, Measure, MeasureValue

UNDO = dt.timedelta(minutes=10)
LATER = dt.timedelta(days=1)


def tick_of(action: Action, day: dt.date) -> ActionTick | None:
    """That it was done: on that day, of one that comes again."""
    ticks = action.ticks.filter(day=day) if action.is_again else action.ticks.all()
    return ticks.order_by("-pk").first()


def may_undo(at: dt.datetime | None) -> bool:
    """Whether what was done at that instant can be taken back from the mail."""
    return at is not None and timezone.now() - at <= UNDO


@transaction.atomic
def untick(action: Action, day: dt.date, *, actor: Person) -> None:
    """Raises Refused after ten minutes."""
    tick = tick_of(action, day)
    if tick is None or not may_undo(tick.at):
        raise Refused(_("It can be taken back for ten minutes. Open your plan to change it."))
    doing.untick(action, actor=actor, day=day)


def report(measure: Measure, value: Decimal, *, actor: Person, source: str = MeasureValue.Source.PAGE) -> None:
    """A number of a measure, now. Raises Refused for one outside its span."""
    measures.add_values(measure, [Given(value, timezone.now())], actor=actor, source=source)


def latest_report(measure: Measure, by: Person) -> MeasureValue | None:
    """What they reported within the last ten minutes, if it stands."""
    rows = measure.values.filter(by=by, removed_at=None, created_at__gte=timezone.now() - UNDO)
    return rows.order_by("-pk").first()


@transaction.atomic
def take_report_back(measure: Measure, *, actor: Person) -> None:
    """Raises Refused after ten minutes."""
    value = latest_report(measure, actor)
    if value is None:
        raise Refused(_("It can be taken back for ten minutes. Open your plan to change it."))
    measures.remove_value(value, actor=actor)


def answer_with_number(found: CheckInRhythm, day: dt.date, progress: int, *, actor: Person) -> CheckIn:
    """How far it is, and nothing else: what was answered before that day stays. Raises Refused."""
    if not 0 <= progress <= 10:
        raise Refused(_("Answer with a number from 0 to 10."))
    before = CheckIn.objects.filter(rhythm=found, day=day).first()
    if before is not None and before.progress == progress:
        return before
    said = checkins.said_of(before, progress) if before else Said(progress)
    return checkins.check_in(found, day, said, actor=actor)


def checkin_of(found: CheckInRhythm, day: dt.date) -> CheckIn | None:
    return CheckIn.objects.filter(rhythm=found, day=day).first()


@transaction.atomic
def take_checkin_back(found: CheckInRhythm, day: dt.date, *, actor: Person) -> None:
    """As if it had never been answered. Raises Refused after ten minutes, or for one that was corrected."""
    row = CheckIn.objects.select_for_update(of=("self",)).filter(rhythm=found, day=day).first()
    if row is None or row.revision or not may_undo(row.created_at):
        raise Refused(_("It can be taken back for ten minutes. You can still correct it."))
    items.record("checkin.taken_back", row, actor)
    row.delete()


@transaction.atomic
def later(thing: Action | CheckInRhythm, member: Membership, day: dt.date) -> dt.datetime:
    """Remind them of it tomorrow at the same time; gives that instant. Raises Refused where that would be too late.

    What is done once goes out of sight until then, and its own reminder comes with it; of what comes again, and of a
    check-in, another mail is posted.
    """
    tomorrow = days.today_of(thing) + LATER
    clock = thing.clock or reminding.MORNING
    if isinstance(thing, CheckInRhythm):
        if day not in rhythm.open_days(thing, tomorrow):
            raise Refused(_("Tomorrow it is closed. Take it today."))
    elif not thing.is_again:
        doing.snooze(thing, tomorrow, actor=member.person)
        return recurrence.instant(tomorrow, clock, member.zone)
    meant = recurrence.instant(day, clock, member.zone)
    due = recurrence.instant(tomorrow, clock, member.zone)
    post(
        reminding.REMINDER, address=member.person.email, person=member.person, practice=member.practice,
        engagement=thing.engagement, dedupe_key=f"later:{thing.public_id}:{member.pk}:{day}:{tomorrow}",
        payload={"member": str(member.public_id), "at": meant.isoformat(), "only": str(thing.public_id)}, due_at=due,
        expires_at=due + reminding.HOLDS,
    )  # fmt: skip
    return due


@transaction.atomic
def not_later(thing: Action | CheckInRhythm, member: Membership, day: dt.date) -> None:
    """Tomorrow's reminder is taken back, within ten minutes. Raises Refused where there is none (any more)."""
    rows = Delivery.objects.filter(
        dedupe_key__startswith=f"later:{thing.public_id}:{member.pk}:{day}:", state=Delivery.State.WAITING,
        created_at__gte=timezone.now() - UNDO,
    )  # fmt: skip
    found = rows.delete()[0]
    if isinstance(thing, Action) and not thing.is_again:
        doing.snooze(thing, None, actor=member.person)
    elif not found:
        raise Refused(_("It can be taken back for ten minutes."))
