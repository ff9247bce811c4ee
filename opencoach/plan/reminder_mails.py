"""The mails that remind of what is due, and those that bring a word of encouragement: to whom they are for alone."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencoach.outbox import ports
from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Kind, Rendered
from opencoach.outbox.words import compose
from opencoach.people import access
from opencoach.people.actions.pause import current_pauses
from opencoach.people.models import Engagement, Membership, Person
from opencoach.people.queries.engagements import with_parts
from opencoach.plan import acting, days, mail_in, private, reminding
from opencoach.plan.acting import Sort, Thing
from opencoach.plan.models import Encouragement, Item, Measure
from opencoach.plan.queries.encouragement import seen_word, with_names
from opencoach.plan.queries.todos import present
from opencoach.plan.reminding import REMINDER, WORD, Due

GROUP, WORDS = "reminders", "encouragement"


def register() -> None:
    """Called once, when the app is ready."""
    ports.register_group(GROUP, str(gettext_lazy("Reminders")))
    ports.register_group(WORDS, str(gettext_lazy("Encouragement")))
    kinds = (
        Kind(
            REMINDER,
            gettext_lazy("Reminder of what is due"),
            reminder,
            reminder_due,
            is_theirs,
            group=GROUP,
            about=_abouts,
            answers=mail_in.answers,
        ),
        Kind(WORD, gettext_lazy("A word of encouragement"), word, word_due, is_theirs, group=WORDS),
    )
    for kind in kinds:
        ports.register_kind(kind)


def _abouts(payloads: Sequence[Mapping[str, object]]) -> list[str]:
    """Nothing of what it is: the client may keep a goal to themselves."""
    return [_("Something in the plan that reminds")] * len(payloads)


def is_theirs(person: Person, delivery: Delivery) -> bool:
    """Only whom it is for: it may be about a goal that they keep to themselves."""
    return delivery.person_id == person.pk


@dataclass(frozen=True, slots=True)
class Letter:
    """To whom, and of which work."""

    engagement: Engagement
    reader: Membership

    @property
    def coach(self) -> Membership | None:
        found = self.engagement.current_coaches
        return found[0] if found and self.reader.is_client else None


def letter_of(delivery: Delivery) -> Letter | None:
    """None where they take no part any more."""
    try:
        key = uuid.UUID(str(delivery.payload["member"]))
    except (KeyError, ValueError):
        return None
    if delivery.engagement_id is None:
        return None
    engagement = with_parts(Engagement.objects.all()).get(pk=delivery.engagement_id)
    reader = access.people_in(engagement).select_related("person", "practice").filter(public_id=key).first()
    return Letter(engagement, reader) if reader else None


def _rests(letter: Letter | None) -> str:
    """Why nothing goes to them today; "" where it does."""
    if letter is None:
        return _("They take no part in this work any more.")
    if letter.engagement.status != Engagement.Status.ACTIVE:
        return _("The work together rests.")
    today = reminding.wall(timezone.now(), letter.reader.zone).date()
    if days.paused_on(current_pauses(letter.engagement), today):
        return _("The work together pauses.")
    return ""


def due_of(delivery: Delivery, letter: Letter) -> tuple[Due, dt.date]:
    """What is still open of what the mail reminds of, and the reader's day."""
    at = dt.datetime.fromisoformat(str(delivery.payload["at"]))
    every = reminding.reminding(letter.engagement)
    found = reminding.due_for(letter.reader, every, at, at + dt.timedelta(minutes=1)).get(at, Due())
    day = reminding.wall(at, letter.reader.zone).date()
    only = delivery.payload.get("only")  # of what was put off: nothing else of that minute comes again
    if only:
        actions = [one for one in found.actions if str(one.public_id) == only]
        found = Due(actions=actions, rhythms=[one for one in found.rhythms if str(one.public_id) == only])
    return reminding.still_open(found, day), day


def reminder_due(delivery: Delivery) -> str:
    """Only for what is still to be done."""
    letter = letter_of(delivery)
    if (why := _rests(letter)) or letter is None:
        return why
    due, _day = due_of(delivery, letter)
    return "" if due else _("It is done already, or not in the plan any more.")


def reminder(delivery: Delivery) -> Rendered:
    """What is due, and the way to it. Raises LookupError where the reader is gone."""
    letter = letter_of(delivery)
    if letter is None:
        raise LookupError("the reader is gone")
    due, day = due_of(delivery, letter)
    slug = letter.reader.practice.slug
    with translation.override(_language(letter.reader)):
        lines = [_line(delivery, letter, Sort.ACTION, action, day) for action in due.actions]
        lines += [Line(_title(letter, habit)) for habit in due.habits]
        checks = [_line(delivery, letter, Sort.CHECKIN, found, day) for found in due.rhythms]
        measures = numbers_of(letter)
        numbers = [_line(delivery, letter, Sort.MEASURE, one, day) for one in measures]
        first, reply_to = lines[0].title if len(lines) == 1 and not due.rhythms else "", ""
        if len(due.rhythms) == 1 and not lines:
            reply_to = mail_in.address_for(due.rhythms[0], day)
        elif not due.rhythms and len(measures) == 1:
            reply_to = mail_in.address_for_measure(measures[0])
        context = {
            "lines": lines,
            "checks": checks,
            "numbers": numbers,
            "answers": bool(reply_to),
            "asks": bool(due.rhythms),
            "first": first,
            "today": settings.PUBLIC_URL + reverse("dashboard:today", args=[slug]),
        }
        return _compose("plan/mail/reminder.html", context, letter, reply_to)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in the mail, and the link that opens it alone; "" for a coach, who signs in."""

    title: str
    link: str = ""


def _title(letter: Letter, row: Item) -> str:
    row.engagement = letter.engagement
    return str(private.words(row).get("title", "")) or _("Something in your plan")


def _line(delivery: Delivery, letter: Letter, sort: Sort, thing: Thing, day: dt.date) -> Line:
    title = _title(letter, thing) if sort != Sort.CHECKIN else ""
    if not letter.reader.is_client:
        return Line(title)
    token = delivery.hidden(
        lambda: acting.token_of(sort, thing, letter.reader, day, sent=timezone.now()), acting.HIDDEN
    )  # fmt: skip
    return Line(title, acting.url(token))


SPANS = {Measure.Rhythm.DAY: 1, Measure.Rhythm.WEEK: 7, Measure.Rhythm.MONTH: 30}
MOST_NUMBERS = 4


def numbers_of(letter: Letter) -> list[Measure]:
    """The numbers that a mail to a client asks for besides what it reminds of."""
    return awaited(letter.engagement, letter.reader) if letter.reader.is_client else []


def awaited(engagement: Engagement, client: Membership) -> list[Measure]:
    """The measures of a client on a rhythm of which no number has come for so long; at most four."""
    rows = Measure.objects.filter(engagement=engagement, client=client, removed_at=None, rhythm__in=SPANS)
    now = timezone.now()
    found = []
    for one in present(client, rows).annotate(latest=Max("values__at", filter=Q(values__removed_at=None))):
        if one.latest is None or now - one.latest >= dt.timedelta(days=SPANS[Measure.Rhythm(one.rhythm)], hours=-6):
            found.append(one)
    return found[:MOST_NUMBERS]


def word_due(delivery: Delivery) -> str:
    """Only for words that still stand and that nobody has thanked for."""
    letter = letter_of(delivery)
    if (why := _rests(letter)) or letter is None:
        return why
    return "" if _words(delivery, letter) else _("They have seen it, or it was taken back.")


def _words(delivery: Delivery, letter: Letter) -> list[Encouragement]:
    keys = [str(one) for one in delivery.payload.get("words", [])]
    rows = present(letter.reader, Encouragement.objects.filter(engagement=letter.engagement, public_id__in=keys))
    return list(with_names(rows.filter(thanked_at=None)).order_by("pk"))


def words_of(delivery: Delivery, letter: Letter) -> list[str]:
    """What was said, each with who says it, as plain lines."""
    said = [seen_word(row) for row in _words(delivery, letter)]
    return [f"{one.name}: {one.text}" if one.name else one.text for one in said]


def word(delivery: Delivery) -> Rendered:
    """What was said, by whom. Raises LookupError where the reader is gone."""
    letter = letter_of(delivery)
    if letter is None:
        raise LookupError("the reader is gone")
    with translation.override(_language(letter.reader)):
        said = [seen_word(row) for row in _words(delivery, letter)]
        wall = reverse("plan:encouragement", args=[letter.reader.practice.slug, letter.engagement.public_id])
        if letter.engagement.group_id is not None:
            wall += f"?of={letter.reader.public_id}"
        names = list(dict.fromkeys(one.name for one in said if one.name))
        context = {"said": said, "name": ", ".join(names), "wall": settings.PUBLIC_URL + wall}
        return _compose("plan/mail/word.html", context, letter)


def _language(reader: Membership) -> str:
    return reader.language if translation.check_for_language(reader.language) else reader.practice.language


def _compose(template: str, context: Mapping[str, object], letter: Letter, reply_to: str = "") -> Rendered:
    coach = letter.coach
    own = coach.person.email if coach else ""
    return compose(
        template, context, letter.reader.practice, from_name=coach.display_name if coach else "",
        reply_to=reply_to or ports.answers_to(letter.engagement, letter.reader.person, own),
        language=_language(letter.reader),
    )  # fmt: skip
