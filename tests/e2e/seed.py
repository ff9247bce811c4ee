"""A lived-in practice in the folder OPENCOACH_DATA, for the browser: the cast, long names, words, mails.

Run as a process of its own; prints one line of JSON: the places of `pages.py` and a session for everybody.
"""

import datetime as dt
import json
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencoach.people.models import Engagement, Membership, Person
    from opencoach.sessions.models import CoachingSession
    from tests.cast import Cast

LONG = "Wilhelmina Konstantinopoulou-Featherstonehaugh van den Bergh-Oppenheimer"
WORDS = (
    ("ana", "I said no to the reorganisation meeting and nobody died."),
    ("miriam", "Good. What did you do with the hour?\n\nTell me before **Thursday**."),
    ("ana", "Walked. Then wrote the three sentences for Rui:\n\n1. What I saw\n2. What it did\n3. What I ask for"),
    ("ana", "https://example.org/a-rather-long-address/that-does-not-break/anywhere/" + "and-goes-on-" * 9),
    ("miriam", "That is a plan. `Thursday 09:30` then."),
)


def seed() -> dict[str, object]:
    """Fill the database; gives the places and the sessions."""
    from django.utils import timezone

    from opencoach.conversations.actions import open as open_conversation
    from opencoach.conversations.actions import say
    from opencoach.onboarding import setup
    from opencoach.onboarding.actions.agreement import accept, publish
    from opencoach.onboarding.actions.invite import NewClient, invite_client, invite_colleague, token_of
    from opencoach.outbox.models import Delivery
    from opencoach.people.models import Membership
    from opencoach.rooms.actions.prompts import begin_with_the_usual
    from opencoach.scheduling.actions import feeds
    from opencoach.scheduling.actions.hours import set_week
    from opencoach.sessions import links
    from opencoach.sessions.actions import answering, book, cancel, note_agenda
    from tests.cast import build, engagement, member
    from tests.conversations.holding import hold
    from tests.e2e.seed_calendars import calendars
    from tests.e2e.seed_library import library, packets
    from tests.e2e.seed_mails import asked_by_mail, to_several
    from tests.questionnaires import making as questionnaires
    from tests.sessions.making import upcoming

    cast = build()
    for number in range(14):
        client = member(cast.practice, f"client{number}", Membership.Role.CLIENT, display_name=f"Client {number} Osei")
        theirs = engagement(cast.miriam, client)
    long = member(cast.practice, "long", Membership.Role.CLIENT, display_name=LONG, zone="America/New_York")
    engagement(cast.miriam, long)
    agreement = publish(cast.practice, "# Our agreement\n\nCoaching, {client}, is not therapy.", by=cast.miriam.person)
    accepted = accept(agreement, cast.ana_engagement, cast.ana.person, name="Ana Kovačević")
    invitation = invite_client(cast.miriam, NewClient("Nora Lind", "nora@example.org", "executive"))
    invite_colleague(cast.miriam, email="noor@example.org", name="Noor Haddad", role="coach")
    talk = open_conversation(cast.ana_engagement, "Welcome, *Ana*. This is where we talk.")
    for who, words in WORDS:
        say(talk, getattr(cast, who).person, words)
    empty = open_conversation(cast.tomas_engagement)
    hold(cast.ana_engagement, cast.ana.person)
    coming = upcoming(cast)
    note_agenda(coming, "The talk with Rui: how it went, and what I want from him now.", actor=cast.ana.person)
    proposed = upcoming(cast, 14)
    answering.propose(proposed, cast.ana, proposed.starts_at + dt.timedelta(hours=2), at=timezone.now())
    answering.note_answer(coming, cast.ana, "declined", at=timezone.now())
    assert coming.session_type
    long_plan = much_planned(theirs, client, coming)
    later = coming.starts_at + dt.timedelta(days=14)
    together = book(cast.group_engagement, coming.session_type, cast.miriam, later, actor=cast.mei.person)
    cancelled = cancel(together, actor=cast.mei.person)
    set_week(cast.miriam, {day: [(540, 720), (810, 1080)] for day in range(5)})
    begin_with_the_usual(cast.miriam)
    feeds.make(cast.miriam)
    feeds.make(cast.ana, shows_names=True)
    done = lived(cast)
    calendar = calendars(cast.miriam)
    free = timezone.now() + dt.timedelta(days=(7 - timezone.now().weekday()) % 7 + 7)  # a Monday
    public = open_pages(cast, free)
    delivery = Delivery.objects.order_by("pk").first()
    planned = planned_by(cast)
    sheet, read = questionnaires.asked(cast, questionnaires.EVERY_KIND), questionnaires.answered(cast)
    every = questionnaires.asked(cast, questionnaires.on_one_page())
    places = {
        "p": "/p/okafor",
        "ana": cast.ana_engagement.public_id,
        "tomas": cast.tomas_engagement.public_id,
        "long": long.engagements.get().public_id if hasattr(long, "engagements") else "",
        "invited": invitation.engagement.public_id if invitation.engagement else "",
        "talk": talk.public_id,
        "empty": empty.public_id,
        "accepted": accepted.public_id,
        "delivery": delivery.public_id if delivery else "",
        "invitation": token_of(invitation),
        "setup": setup.link(),
        "session": coming.public_id,
        "long_session": long_plan.public_id,
        "link": links.token_of(coming, cast.ana),
        "proposed": proposed.public_id,
        "link_proposed": f"{links.token_of(proposed, cast.miriam)}/proposals/{cast.ana.public_id}",
        "link_settled": f"{links.token_of(coming, cast.miriam)}/proposals/{cast.ana.public_id}",
        "link_over": links.token_of(cancelled, cast.mei),
        "sheet": sheet.public_id,
        "read": read.public_id,
        "every": every.public_id,
        "made": sheet.version.questionnaire.public_id,
        "calendar": calendar,
        "type": coming.session_type.public_id if coming.session_type else "",
        **planned,
        "day": f"{coming.starts_at:%Y-%m-%d}",
        "free": f"{free:%Y-%m-%d}T10:00Z",
        **public,
    }
    places |= done | library(cast, LONG) | from_mails(cast)
    places |= packets(cast, coming) | texts(cast) | asked_by_mail(cast) | {"mailing": to_several(cast)}
    safer(cast.mei.person)
    sessions = {name: session(person) for name, person in cast.people().items()}
    return {"places": {name: str(value) for name, value in places.items()}, "sessions": sessions}


def from_mails(cast: "Cast") -> dict[str, object]:
    """Links that open one thing each: an action, a check-in, a number. And mails of it that are on their way."""
    import zoneinfo

    from django.utils import timezone

    from opencoach.conversations.actions import asking, say
    from opencoach.conversations.actions import open as open_conversation
    from opencoach.plan import acting, days
    from opencoach.plan.models import Measure, MeasureValue
    from tests.plan.doing import DAY, action_of_ana, rhythm_of_ana

    now = timezone.now()
    clock = (now.astimezone(zoneinfo.ZoneInfo(cast.ana.zone)) + dt.timedelta(minutes=30)).time().replace(second=0)
    action = action_of_ana(cast, "Ask Wei Ling first", timing="on", day=days.today_of(action_of_ana(cast)) + DAY,
                           clock=clock, reminds=True)  # fmt: skip
    rhythm = rhythm_of_ana(cast, clock=clock)
    together = open_conversation(cast.group_engagement)
    say(together, cast.mei.person, "Could we talk about how one says no to a whole room?")
    asking.look_for_questions()
    number = Measure.objects.filter(rhythm="week").latest("pk")
    assert MeasureValue.objects.filter(measure=number).exists()
    day = days.today_of(rhythm)

    def link(sort: acting.Sort, thing: acting.Thing) -> str:
        return acting.token_of(sort, thing, cast.ana, day, sent=now)

    sorts = acting.Sort
    return {
        "do_action": link(sorts.ACTION, action), "do_checkin": link(sorts.CHECKIN, rhythm),
        "do_number": link(sorts.MEASURE, number),
    }  # fmt: skip


def planned_by(cast: "Cast") -> dict[str, object]:
    """Ana's plan, with something in each of its corners."""
    from opencoach.plan import actions, supporting
    from opencoach.plan.actions import supporters
    from opencoach.plan.actions.doing import Todo, set_action, tick
    from tests.plan.making import goal_of_ana, need_of_ana, stands_by, strategy_of_ana, wheel_of_ana

    wheel_of_ana(cast)
    wheel_of_ana(cast, work=7)
    need = need_of_ana(cast)
    actions.rate_need(need, 9, 3, actor=cast.ana.person)
    need_of_ana(cast, "I want the last years of work to be good ones, and " + "very " * 20 + "quiet.")
    goal = goal_of_ana(cast, needs=[need])
    for level in (-2, 0):
        actions.rate(goal, level, "client", actor=cast.ana.person, note="What I saw on Thursday")
    actions.measure_will(goal, 9, 4, actor=cast.ana.person)
    actions.measure_will(goal, 9, 7, actor=cast.ana.person, note="One talk that went well")
    strategy = strategy_of_ana(cast, goal=goal)
    actions.choose(strategy, actor=cast.ana.person)
    strategy_of_ana(cast, "Be away on Thursdays", goal=goal)
    balance = {"question": "Shall I move?", "change_for": [{"text": "The sea", "weight": 4}]}
    for title in ("Write down which decisions are only mine", "Tell the team on Thursday what is theirs now"):
        last = set_action(cast.ana_engagement, cast.ana, Todo({"title": title}, goal=goal), actor=cast.ana.person)
    tick(last, actor=cast.ana.person)
    weighing = actions.weigh(goal, "balance", balance, actor=cast.ana.person)
    loose = goal_of_ana(cast, "Two evenings a week belong to nobody else")
    supporters.answer(stands_by(goal, "Luka"), text="You let them decide about the vendor. I was impressed.")
    supporters.ask_for_pulse(goal, actor=cast.ana.person)
    asked = stands_by(goal, "Iva", agreed=False)
    actions.share_goal(goal, ["coach", "sponsor"], actor=cast.ana.person)
    gone = goal_of_ana(cast, "I write a book")
    actions.take_step(gone, "let_go", actor=cast.ana.person, reason="Not now", word="I know what it would be about")
    return {
        "need": need.public_id, "goal": goal.public_id, "strategy": strategy.public_id, "loose_goal": loose.public_id,
        "weighing": weighing.public_id, "asked": supporting.token_of(asked),
        "stands_by": supporting.token_of(goal.supporters.earliest("pk")),
    }  # fmt: skip


def much_planned(theirs: "Engagement", client: "Membership", like: "CoachingSession") -> "CoachingSession":
    """A session of a client whose plan is too long to be looked at all at once."""
    from opencoach.plan import actions
    from opencoach.plan.actions.doing import Todo, set_action, tick
    from opencoach.sessions.actions import book
    from tests.plan.making import LEVELS

    assert like.session_type
    assert like.coach
    actor = client.person
    need = actions.name_need(theirs, client, "Everything comes to my desk, and nothing leaves it.", actor=actor)
    for place, title in enumerate(("I give work away", "I read a book a month", "Two evenings belong to us", LONG)):
        wanted = actions.Wanted({"title": title}, levels=LEVELS, needs=[need] if place < 2 else [])
        goal = actions.set_goal(theirs, client, wanted, actor=actor, status="agreed")
        for level in (-2, place - 1):
            actions.rate(goal, level, "client", actor=actor)
        for number in range(1, 17):
            made = set_action(theirs, client, Todo({"title": f"{title}: step {number}"}, goal=goal), actor=actor)
            if number % 3 == 0:
                tick(made, actor=actor)
    for number in range(4):
        set_action(theirs, client, Todo({"title": f"Besides {number}"}), actor=actor)
    return book(theirs, like.session_type, like.coach, like.starts_at + dt.timedelta(days=21), actor=actor)


def lived(cast: "Cast") -> dict[str, object]:
    """What Ana does between sessions: actions, habits and what came of them."""
    from opencoach.plan.actions import habits
    from opencoach.plan.models import Goal
    from tests.plan.doing import DAY, action_of_ana, habit_of_ana, measure_of_ana, value_of, word_for_ana

    habit = habit_of_ana(cast, ago=40)
    today = habit.started_on + 40 * DAY
    for ago in (1, 2, 3, 5, 8, 9, 13, 21, 34):
        habits.mark_day(habit, today - ago * DAY, "sick" if ago == 8 else "done", actor=cast.ana.person)
    action = action_of_ana(cast, timing="by", day=today - 2 * DAY)
    action_of_ana(cast, "Look back at the week", timing="on", day=today - 7 * DAY, rule="FREQ=DAILY")
    action_of_ana(cast, LONG + " reads what was decided, and says what she would have decided", timing="on", day=today)
    word_for_ana(cast)
    measure = measure_of_ana(cast, direction="down", target=4, rhythm="week", sd=2.5, reliability=0.8)
    for ago, value in ((70, 14), (63, 13), (56, 14), (49, 11), (42, 12), (14, 8), (7, 6), (0, 5)):
        value_of(measure, value, ago, note="After the holiday" if ago == 14 else "")
    sleep = measure_of_ana(
        cast, "Nights with seven hours of sleep", rhythm="week", goal=Goal.objects.order_by("pk").first()
    )
    for ago, value in ((66, 3), (59, 3), (52, 4), (45, 4), (38, 5), (10, 5), (3, 6)):
        value_of(sleep, value, ago)
    return {
        "action": action.public_id, "habit": habit.public_id, "measure": measure.public_id, **looked_at(cast)
    }  # fmt: skip


def looked_at(cast: "Cast") -> dict[str, object]:
    """How it went, week by week, with a gap."""
    from opencoach.plan import days
    from opencoach.plan.actions.checkins import check_in
    from opencoach.plan.asking import Asks, Said
    from tests.plan.doing import DAY, rhythm_of_ana

    found = rhythm_of_ana(cast, ago=84, asks=Asks(own=("Which decision was taken without you?",)))
    now = dt.datetime.now(dt.UTC)
    for weeks, progress, mood, words in (
        (12, 1, 2, {"obstacle": "Everybody stands at my door, and I let them in."}),
        (11, 2, 2, {}), (10, 4, 3, {"proud": "I asked back three times"}), (9, 3, 3, {}), (8, 5, 4, {}),
        (4, 5, 3, {"obstacle": "The board week", "own": [("Which decision was taken without you?", "The vendor")]}),
        (3, 6, 4, {}), (2, 7, 5, {"proud": "Nobody rang me on Thursday. " + "Nobody. " * 12}), (1, 3, 2, {}),
    ):  # fmt: skip
        then = now - weeks * 7 * DAY
        check_in(found, days.today_of(found, then), Said(progress, mood, **words), actor=cast.ana.person, now=then)
    return {"rhythm": found.public_id, "due": days.today_of(found).isoformat()}


def open_pages(cast: "Cast", monday: dt.datetime) -> dict[str, object]:
    """The pages for strangers are open; one of them has chosen a time, another one has booked."""
    from opencoach.demo.asking import INTAKE
    from opencoach.questionnaires.models import Response
    from opencoach.scheduling import doors
    from opencoach.scheduling.actions import booking_page, first_talk, holding
    from opencoach.scheduling.actions.holding import Reader, Said
    from opencoach.scheduling.queries.choices import Offer
    from tests.questionnaires.making import published
    from tests.sessions.making import offer

    kind = offer(
        cast.miriam, slug="first-talk", name="First talk", minutes=30, audience="anybody", price="Free of charge",
        description="You tell me what you’d like to change. I tell you how I work.",
        questions=["What brings you here?"], notice=120, ahead_days=400,
    )  # fmt: skip
    words = "I coach people who lead for the first time.\n\nWe begin with half an hour, and you decide afterwards."
    booking_page.change_coach_page(doors.page_of(cast.miriam), is_open=True, slug="miriam", about=words)
    booking_page.change_practice_page(
        doors.settings_of(cast.practice), cast.miriam, is_open=True, about="We coach leaders.", listed=True
    )
    booking_page.change_sites(cast.miriam, ["https://www.example.org"])
    start = (monday + dt.timedelta(days=2)).replace(hour=13, minute=0, second=0, microsecond=0)
    held = []
    for number, name in enumerate(("Yuki Mori", "Noa Lindqvist")):
        at = start + dt.timedelta(hours=number)
        said = Said(name, f"stranger{number}@example.org", [("What brings you here?", "A new role, and little sleep.")])
        held.append(holding.hold(Offer(kind, cast.miriam), at, said, Reader("Asia/Tokyo")))
    made = first_talk.confirm(held[1])
    asking = offer(
        cast.miriam, slug="intake-talk", name="Intake talk", minutes=45, audience="anybody", notice=120, ahead_days=400,
        questionnaire=published(cast.miriam, INTAKE, purpose="intake").questionnaire,
    )  # fmt: skip
    said = Said("Ines Duarte", "stranger2@example.org")
    asked = holding.hold(Offer(asking, cast.miriam), start + dt.timedelta(days=1), said, Reader("Asia/Tokyo"))
    talk = first_talk.confirm(asked)
    return {
        "held_asked": doors.token_of(asked),
        "asked_there": Response.objects.get(about_id=talk.public_id).public_id,
        "held": doors.token_of(held[0]),
        "held_booked": doors.token_of(held[1]),
        "prospect": made.engagement.public_id,
    }


def safer(person: "Person") -> None:
    """They have a password, an authenticator app and its recovery codes."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP

    person.set_password("three blue bicycles")
    person.save()
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(person)


def texts(cast: "Cast") -> dict[str, object]:
    """Ana gets texts; Mei waits for her code. One of Ana's has gone, in two parts."""
    from django.utils import timezone

    from opencoach.outbox.actions import numbers
    from opencoach.outbox.actions.post import post
    from opencoach.outbox.models import Delivery, Number, Text
    from opencoach.people.models import Membership

    found = Number.objects.create(member=cast.ana, number="+4915112345678", confirmed_at=timezone.now())
    numbers.agree(found, "page", "Okafor Coaching may send me texts at this number. STOP ends them at any time.")
    member = Membership.objects.get(pk=cast.ana.pk)
    member.preferences = {**member.preferences, "texts": ["reminders", "messages"]}
    member.save(update_fields=["preferences"])
    numbers.ask_code(cast.mei, "+818012345678")
    sent = post(
        "text_reply", channel="sms", address=found.number, dedupe_key="seed-text", person=cast.ana.person,
        practice=cast.practice, engagement=cast.ana_engagement, secret={"text": "Kept."},
    )  # fmt: skip
    Delivery.objects.filter(pk=sent.pk).update(state="sent", finished_at=timezone.now(), secret=None)
    Text.objects.create(
        delivery=sent, practice=cast.practice, parts=2, price="0.15", currency="EUR", handed_at=timezone.now(),
        taken_at=timezone.now(), repeated_at=timezone.now(), report="arrived", reported_at=timezone.now(),
    )  # fmt: skip
    return {"delivery_text": sent.public_id}


def session(person: "Person") -> str:
    """The key of a new session of that person, who has signed in a moment ago, at an address that is confirmed."""
    from django.test import Client

    from tests.signing import sign_in

    client = Client()
    sign_in(client, person)
    return client.cookies["sessionid"].value


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencoach.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    sys.stdout.write(json.dumps(seed()) + "\n")
