import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from opencoach.conversations.bodies import unseal
from opencoach.conversations.models import Attachment, Conversation, Message, Participant
from opencoach.demo.build import build
from opencoach.library.actions.materials import lacks, newest_of
from opencoach.library.models import Material, Share
from opencoach.notes.models import Summary
from opencoach.onboarding.models import Acceptance, Invitation
from opencoach.outbox.models import Delivery
from opencoach.people.models import Engagement, Event, Membership, Practice
from opencoach.plan.access import goals_shown_to_sponsor
from opencoach.plan.models import Action, CheckIn, Encouragement, Habit, Measure
from opencoach.questionnaires import private
from opencoach.questionnaires.models import Response
from opencoach.scheduling.models import CalendarLink
from opencoach.sessions.models import SessionRating
from tests.demo.conftest import NOON

pytestmark = pytest.mark.both_databases
Role = Membership.Role


def told() -> list[tuple[Any, ...]]:
    """Everything that people see, without ids."""
    rows: list[tuple[Any, ...]] = []
    for row in Message.objects.select_related("conversation__engagement", "sender").order_by("conversation", "seq"):
        person = row.sender.public_id if row.sender else None
        talk = row.conversation
        words = unseal(talk.engagement, talk.public_id, person, row.client_id, bytes(row.body))
        who = row.sender.email if row.sender else ""
        rows.append((talk.engagement.title, row.seq, who, row.kind, row.at, words, row.reply_to_seq, row.target_seq))
    rows += Engagement.objects.order_by("pk").values_list("title", "status", "specialisation", "created_at")
    rows += Acceptance.objects.order_by("pk").values_list("name", "text_hash", "accepted_at")
    rows += Participant.objects.order_by("pk").values_list("person__email", "seen_seq", "seen_at")
    return rows


def test_the_same_day_gives_the_same_practice(demo: Path, own_folder: Path, settings: Any) -> None:
    first = told()
    settings.DATA = own_folder
    Message.objects.all().delete()
    for model in (Acceptance, Invitation, Delivery, Conversation):
        model.objects.all().delete()
    _forget()
    assert build(NOON)
    assert told() == first


def _forget() -> None:
    """Take everything away; what is never removed (events, people) is moved out of the way."""
    from django.db import connection

    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
            return
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        for table in tables:
            if table != "django_migrations":
                cursor.execute(f'DELETE FROM "{table}"')


def test_two_coaches_and_nine_clients_over_four_specialisations(demo: Path) -> None:
    roles = list(Membership.objects.values_list("role", flat=True))
    assert roles.count(Role.OWNER) + roles.count(Role.COACH) == 2
    assert (roles.count(Role.CLIENT), roles.count(Role.ASSISTANT), roles.count(Role.SPONSOR)) == (9, 1, 1)
    taken = Engagement.objects.filter(clients__isnull=False)
    assert len(set(taken.values_list("specialisation", flat=True))) == 4


def test_engagements_are_in_every_state_that_a_coach_meets(demo: Path) -> None:
    states = list(Engagement.objects.values_list("status", flat=True))
    assert {state: states.count(state) for state in set(states)} == {
        "active": 4,
        "paused": 1,
        "ended": 1,
        "invited": 3,
        "prospect": 1,
    }
    assert sorted(row.state for row in Invitation.objects.filter(accepted_at=None)) == ["expired", "expired", "open"]
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent", "failed", "waiting"}


def test_conversations_are_months_long(demo: Path) -> None:
    said = {
        talk.engagement.title: talk.messages.filter(kind="text").count()
        for talk in Conversation.objects.select_related("engagement")
    }
    assert len(said) == 6
    assert min(said.values()) >= 50
    assert max(said.values()) >= 250
    first, last = Message.objects.order_by("at").first(), Message.objects.order_by("at").last()
    assert first is not None
    assert last is not None
    assert last.at - first.at >= dt.timedelta(days=110)
    assert last.at <= NOON


def test_messages_are_numbered_without_a_gap_and_never_go_back(demo: Path) -> None:
    for talk in Conversation.objects.all():
        rows = list(talk.messages.order_by("seq").values_list("seq", "at", "kind"))
        assert [seq for seq, _at, _kind in rows] == list(range(1, talk.last_seq + 1))
        said = [at for _seq, at, kind in rows if kind == "text"]
        assert said == sorted(said)


def test_somebody_has_something_unread(demo: Path) -> None:
    behind = [
        row for row in Participant.objects.select_related("conversation") if row.seen_seq < row.conversation.last_seq
    ]
    assert {row.person.email.partition("@")[0] for row in behind} == {"miriam", "devi", "mei", "sofia"}


def test_files_of_every_kind_are_there_and_open(demo: Path) -> None:
    kinds = set(Attachment.objects.values_list("media_type", flat=True))
    assert kinds == {"application/pdf", "image/png", "audio/wav"}
    assert not Attachment.objects.filter(message_seq=None).exists()


def test_three_weeks_of_a_plan_are_lived(demo: Path) -> None:
    habit = Habit.objects.get()
    assert {tick.state for tick in habit.ticks.all()} == {"done", "sick"}
    assert habit.ticks.count() == 17
    assert sorted(Action.objects.values_list("status", flat=True)) == ["done", "done", "open", "open"]
    assert [measure.values.count() for measure in Measure.objects.order_by("pk")] == [8, 5]
    assert list(CheckIn.objects.order_by("day").values_list("progress", flat=True)) == [5, 6, 7]
    sponsor = Membership.objects.get(role="sponsor")
    assert goals_shown_to_sponsor(sponsor).count() == 1
    latest = Encouragement.objects.latest("created_at")
    assert latest.created_at < NOON - dt.timedelta(hours=20)  # none of it was noticed only now


def test_nothing_lies_in_the_future(demo: Path) -> None:
    assert not Event.objects.exclude(verb__in=["engagement.began", "invitation.sent"]).filter(at__gt=NOON).exists()
    assert not Message.objects.filter(at__gt=NOON).exists()


def test_mails_of_the_past_are_in_the_mailbox(demo: Path) -> None:
    assert len(list((demo / "mailbox").glob("*.eml"))) == 8


def test_an_installation_with_a_practice_stays_as_it_is(demo: Path) -> None:
    before = Practice.objects.count()
    assert build(NOON) is False
    assert Practice.objects.count() == before


def test_ana_has_an_intake_and_a_worksheet_with_its_score(demo: Path) -> None:
    rows = Response.objects.exclude(about_kind="rating").select_related("version__questionnaire").order_by("began_at")
    assert [(row.version.questionnaire.title, row.state) for row in rows] == [
        ("Before we begin", "submitted"), ("Look back on your week", "submitted"),
        ("Look back on your week", "submitted"), ("Look back on your week", "draft"),
    ]  # fmt: skip
    scores = [private.unseal(row, "scores")["room"]["value"] for row in rows[1:3]]  # type: ignore[index]
    assert scores == [pytest.approx(5 / 3), pytest.approx(11 / 3)]


def test_miriams_library_is_full_and_ana_has_some_of_it(demo: Path) -> None:
    assert Material.objects.filter(created_by__display_name="Miriam Okafor").count() == 15
    lacking = [one.title for one in Material.objects.all() if lacks(one.kind, newest_of(one))]
    assert lacking == []
    states = [(share.opened_at is not None, share.done_at is not None) for share in Share.objects.order_by("pk")]
    assert states == [(True, True), (True, True), (True, False), (False, False)]


def test_sessions_have_summaries_and_marks_and_one_low_mark_waits(demo: Path) -> None:
    assert Summary.objects.filter(shared_at__isnull=False).count() == 2
    waiting = SessionRating.objects.filter(low=True, seen_at=None)
    assert [one.membership.display_name.split()[0] for one in waiting] == ["Jonas"]
    assert SessionRating.objects.filter(membership__role=Role.OWNER).count() == 6
    assert not SessionRating.objects.filter(at__gt=NOON).exists()


def test_miriam_is_busy_elsewhere_now_and_then(demo: Path) -> None:
    link = CalendarLink.objects.get()
    assert (link.name, link.problem, link.checked_at) == ("Family", "", NOON)
    assert link.busy_times.count() == 15
