"""What is said by text about a plan, and what is answered: DONE for an action, a number for a check-in or a measure."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.lib.segments import clipped, economical
from opencoach.outbox import ports
from opencoach.outbox.models import Ask, Delivery
from opencoach.outbox.ports import Answering, Fit
from opencoach.outbox.shortening import shortened
from opencoach.outbox.text_in.asks import Asking, ask_now
from opencoach.outbox.text_in.words import plain
from opencoach.people.models import Engagement, Membership
from opencoach.people.reading import as_read_by
from opencoach.people.refusal import Refused
from opencoach.plan import acting, private, spoken
from opencoach.plan.acting import Sort, Thing
from opencoach.plan.actions import acting as verbs
from opencoach.plan.actions import checkins, doing
from opencoach.plan.asking import Asks, Said
from opencoach.plan.mail_in import number_in, value_in
from opencoach.plan.models import Action, CheckIn, CheckInRhythm, Measure, MeasureValue
from opencoach.plan.reminder_mails import Letter, awaited, due_of, letter_of, words_of
from opencoach.plan.reminding import REMINDER, WORD

DONE, PROGRESS, MOOD, NUMBER = "plan.done", "plan.progress", "plan.mood", "plan.number"
TODAY = "plan.today"
MOST_PARTS = 3
TITLE = 50  # characters of a thing's title
HOLDS = dt.timedelta(days=2)
DID = frozenset({"done", "did it", "did", "ok done", "erledigt", "fait", "hecho", "fatto", "klaar", "feito", "gotowe"})
LONGEST_NUMBER = 30
SORTS = {DONE: Sort.ACTION, PROGRESS: Sort.CHECKIN, MOOD: Sort.CHECKIN, NUMBER: Sort.MEASURE}


def register() -> None:
    """Called once, when the app is ready."""
    ports.also_by_text(REMINDER, reminder, asks)
    ports.also_by_text(WORD, word)
    ports.register_answering(Answering(DONE, _label, _did, _tick))
    ports.register_answering(Answering(PROGRESS, _label, _is_progress, _progress))
    ports.register_answering(Answering(MOOD, _label, _is_mood, _mood, leads=True))
    ports.register_answering(Answering(NUMBER, _label, _is_number, _number))
    ports.register_link(TODAY, lambda payload: reverse("dashboard:today", args=[str(payload["practice"])]))


def _letter(delivery: Delivery) -> Letter:
    letter = letter_of(delivery)
    if letter is None:
        raise LookupError("the reader is gone")
    return letter


def reminder(delivery: Delivery) -> str:
    """What is due, and how to answer it. Raises LookupError where the reader is gone."""
    letter = _letter(delivery)
    due, _day = due_of(delivery, letter)
    with as_read_by(letter.reader):
        practice = letter.reader.practice
        titles = [_title(letter.engagement, one) for one in (*due.actions, *due.habits)]
        parts = [_sentence("; ".join(one for one in titles if one))] if titles else []
        if due.actions and letter.reader.is_client:
            parts.append(_("Answer DONE when it is."))
        for one in due.rhythms:
            about = _title(letter.engagement, one.goal) if one.goal else ""
            parts.append(
                _("How far has “%(goal)s” come, 0-10?") % {"goal": about} if about
                else _("How is it going, 0-10? Answer with a number.")
            )  # fmt: skip
        for measure in _measures(letter, due.rhythms):
            parts.append(_("%(title)s? Answer with a number.") % {"title": _title(letter.engagement, measure)})
        if len(parts) == 1 and titles:
            parts.append(shortened(delivery, TODAY, {"practice": practice.slug}, timezone.now() + HOLDS))
        said = " ".join(parts)
        return clipped(economical(f"{practice.name[:TITLE]}: {said}"), MOST_PARTS)


def word(delivery: Delivery) -> str:
    """What was said, by whom. Raises LookupError where the reader is gone."""
    letter = _letter(delivery)
    with as_read_by(letter.reader):
        return clipped(economical("\n".join(words_of(delivery, letter))), MOST_PARTS)


def asks(delivery: Delivery) -> Sequence[Asking]:
    """One for everything in it that can be answered by a text."""
    letter = letter_of(delivery)
    if letter is None or not letter.reader.is_client:
        return []
    due, day = due_of(delivery, letter)
    until = timezone.now() + HOLDS
    things: list[tuple[str, Thing]] = [
        *((DONE, one) for one in due.actions), *((PROGRESS, one) for one in due.rhythms),
        *((NUMBER, one) for one in _measures(letter, due.rhythms)),
    ]  # fmt: skip
    return [
        Asking(handler, f"{SORTS[handler]}:{one.public_id}", until, _payload(one, letter.reader, day))
        for handler, one in things
    ]


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _payload(thing: Thing, reader: Membership, day: dt.date) -> dict[str, object]:
    return {"thing": str(thing.public_id), "member": str(reader.public_id), "day": day.isoformat()}


def _measures(letter: Letter, rhythms: Sequence[CheckInRhythm]) -> list[Measure]:
    """As in the mail: with a check-in, the numbers that are awaited."""
    return awaited(letter.engagement, letter.reader) if rhythms and letter.reader.is_client else []


def _title(engagement: Engagement, row: object) -> str:
    row.engagement = engagement  # type: ignore[attr-defined]
    return str(private.words(row).get("title", ""))[:TITLE]  # type: ignore[arg-type]


def _asked(ask: Ask) -> tuple[Thing, Membership, dt.date] | None:
    """What is asked about, of whom, and for which day; None once it is not asked any more."""
    key = uuid.UUID(str(ask.payload["thing"]))
    rows = acting.ROWS[SORTS[ask.handler]].objects.select_related("client", "goal")
    thing = rows.filter(public_id=key, removed_at=None).first()
    if thing is None:
        return None
    member = acting.taking_part(thing, uuid.UUID(str(ask.payload["member"])))
    return (thing, member, dt.date.fromisoformat(str(ask.payload["day"]))) if member is not None else None


def _label(ask: Ask) -> str:
    found = _asked(ask)
    if found is None:
        return ""
    thing = found[0]
    if isinstance(thing, CheckInRhythm):
        about = _title(thing.engagement, thing.goal) if thing.goal else ""
        if ask.handler == MOOD:
            return _("How does it feel? (1-5)")
        return about or _("How is it going? (0-10)")
    words = private.words(thing)
    return f"{str(words.get('title', ''))[:TITLE]} {words.get('unit', '')}".strip()


def _did(ask: Ask, text: str) -> Fit:
    return Fit.YES if plain(text) in DID and _asked(ask) is not None else Fit.NO


def _tick(ask: Ask, text: str) -> str:
    found = _present(ask)
    action, member, day = found
    if not isinstance(action, Action):
        raise Refused(_("That is not open any more."))
    doing.tick(action, actor=member.person, day=day if action.is_again else None)
    return _("Done. That counts.")


def _is_progress(ask: Ask, text: str) -> Fit:
    if number_in(text) is not None:
        return Fit.YES if _asked(ask) is not None else Fit.NO
    return Fit.NEARLY if value_in(text) is not None else Fit.NO


def _progress(ask: Ask, text: str) -> str:
    rhythm, member, day = _present(ask)
    number = number_in(text)
    if number is None or not isinstance(rhythm, CheckInRhythm):
        raise Refused(_("Answer with a number from 0 to 10."))
    verbs.answer_with_number(rhythm, day, number, actor=member.person)
    if "mood" not in Asks.read(private.words(rhythm)).parts:
        return _("Kept. Your coach can read it.")
    key = f"{MOOD}:{rhythm.public_id}:{day}"
    ask_now(member, ask.number, Asking(MOOD, key, timezone.now() + HOLDS, _payload(rhythm, member, day)))
    moods = ", ".join(f"{int(value)} {label}" for value, label in CheckIn.Mood.choices)
    return _("Kept. And how does it feel? %(moods)s") % {"moods": moods}


def _is_mood(ask: Ask, text: str) -> Fit:
    number = number_in(text)
    return Fit.YES if number is not None and 1 <= number <= 5 and _asked(ask) is not None else Fit.NO


def _mood(ask: Ask, text: str) -> str:
    rhythm, member, day = _present(ask)
    number = number_in(text)
    row = verbs.checkin_of(rhythm, day) if isinstance(rhythm, CheckInRhythm) else None
    if row is None or number is None or not isinstance(rhythm, CheckInRhythm):
        raise Refused(_("That is not open any more."))
    before = checkins.said_of(row, row.progress)
    said = Said(before.progress, number, before.obstacle, before.proud, before.own)
    checkins.check_in(rhythm, day, said, actor=member.person)
    return _("Thank you. Your coach can read it.")


def _is_number(ask: Ask, text: str) -> Fit:
    if not any(letter.isdigit() for letter in text[:LONGEST_NUMBER]) or (found := _asked(ask)) is None:
        return Fit.NO
    measure = found[0]
    return Fit.YES if isinstance(measure, Measure) and value_in(text, _unit(measure)) is not None else Fit.NO


def _number(ask: Ask, text: str) -> str:
    measure, member, _day = _present(ask)
    value = value_in(text, _unit(measure)) if isinstance(measure, Measure) else None
    if value is None or not isinstance(measure, Measure):
        raise Refused(_("This is no number."))
    verbs.report(measure, value, actor=member.person, source=MeasureValue.Source.TEXT)
    return _("Written down: %(title)s %(value)s.") % {
        "title": _title(measure.engagement, measure), "value": spoken.number(value),
    }  # fmt: skip


def _unit(measure: Measure) -> str:
    return str(private.words(measure).get("unit", ""))


def _present(ask: Ask) -> tuple[Thing, Membership, dt.date]:
    """Raises Refused where it is not asked any more."""
    found = _asked(ask)
    if found is None:
        raise Refused(_("That is not open any more."))
    return found
