"""What a client does from a mail, without signing in: looking changes nothing, a button does, Undo takes it back."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from opencoach.outbox import ports
from opencoach.outbox.mail_in import authentic
from opencoach.outbox.mail_in.ingest import Envelope, ingest
from opencoach.outbox.mail_in.routing import route_waiting
from opencoach.outbox.models import Delivery, Inbound
from opencoach.people.actions.engagement import end_engagement
from opencoach.plan import acting, days, mail_in, reminder_mails
from opencoach.plan.acting import Sort
from opencoach.plan.models import Action, CheckIn, Measure, MeasureValue
from opencoach.plan.reminding import REMINDER
from tests.cast import Cast
from tests.outbox.mail_in.letters import letter
from tests.plan.doing import DAY, action_of_ana, measure_of_ana, rhythm_of_ana
from tests.plan.making import goal_of_ana

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
MONDAY = dt.datetime(2027, 3, 1, 0, 30, tzinfo=dt.UTC)  # half past eight in Singapore
MINUTES = dt.timedelta(minutes=1)


def links_in(mail: ports.Rendered) -> dict[str, str]:
    """The paths of the links that act, by what they open."""
    found = {}
    for token in dict.fromkeys(re.findall(r"/do/(\w+)/", mail.text)):
        found[acting.find(token).sort.name] = f"/do/{token}/"
    return found


def mailed(cast: Cast) -> dict[str, str]:
    """What one mail of Monday morning opens: an action, a check-in, and a number that is awaited."""
    today = days.today_of(action_of_ana(cast))
    action_of_ana(cast, "Ask Wei Ling first", timing="on", day=today, clock=dt.time(9), reminds=True)
    measure_of_ana(cast, "Hours of sleep", rhythm="week", low=0, high=12)
    rhythm_of_ana(cast, clock=dt.time(9), weekday=today.weekday())
    row = Delivery.objects.filter(kind=REMINDER, state="waiting").order_by("due_at").first()
    assert row is not None
    return links_in(reminder_mails.reminder(row))


def test_an_action_is_ticked_and_unticked(cast: Cast, client: Client) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        path = mailed(cast)["ACTION"]
        action = Action.objects.get(reminds=True)
        for ask in (client.get, client.head):
            assert ask(path).status_code == 200
        assert [client.get(f"{path}{step}/").status_code for step in ("answer", "undoing", "later", "sooner")] == [
            405
        ] * 4
        assert not action.ticks.exists()
        done = client.post(f"{path}answer/", follow=True).content.decode()
        assert ("It is done." in done, f"{path}undoing/" in done, action.ticks.get().by) == (
            True,
            True,
            cast.ana.person,
        )
        client.post(f"{path}undoing/")
        assert not action.ticks.exists()
        client.post(f"{path}answer/")
        clock.shift(11 * MINUTES)
        late = client.post(f"{path}undoing/", follow=True).content.decode()
        assert "It can be taken back for ten minutes." in late
        assert action.ticks.exists()


@pytest.mark.parametrize("rule", ["", "FREQ=DAILY"])
def test_later_is_tomorrow_at_the_same_time(cast: Cast, client: Client, rule: str) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        today = days.today_of(action_of_ana(cast))
        action_of_ana(cast, "Ask first", timing="on", day=today, clock=dt.time(9), reminds=True, rule=rule)
        row = Delivery.objects.filter(kind=REMINDER, state="waiting").order_by("due_at").first()
        assert row is not None
        path = links_in(reminder_mails.reminder(row))["ACTION"]
        Delivery.objects.filter(pk=row.pk).update(state="sent")
        assert "You are reminded tomorrow at 09:00." in client.post(f"{path}later/", follow=True).content.decode()
        clock.shift(DAY)
        due = Delivery.objects.filter(kind=REMINDER, state="waiting", due_at=MONDAY + DAY + 30 * MINUTES)
        assert [reminder_mails.reminder_due(one) for one in due] == ["" for _one in due]
        assert len(due) == (2 if rule else 1)  # what comes again comes by itself, too: in one mail


def test_a_check_in_is_answered_and_shows_no_answer(cast: Cast, client: Client) -> None:
    with time_machine.travel(MONDAY, tick=False):
        path = mailed(cast)["CHECKIN"]
        assert client.post(f"{path}answer/", {}).status_code == 422
        given = {"a.progress": "7", "a.mood": "3", "a.obstacle": "secret obstacle"}
        client.post(f"{path}answer/", given)
        row = CheckIn.objects.get()
        assert (row.progress, row.mood, row.created_by) == (7, 3, cast.ana.person)
        shown = client.get(path).content.decode()
        assert ("It is answered." in shown, "secret" in shown, "checked" in shown) == (True, False, False)
        client.post(f"{path}undoing/")
        assert not CheckIn.objects.exists()
        client.post(f"{path}later/")
        again = Delivery.objects.get(dedupe_key__startswith="later:")
        assert again.due_at == MONDAY + DAY + 30 * MINUTES
        assert "How is it going?" in reminder_mails.reminder(again).text
        client.post(f"{path}sooner/")
        assert not Delivery.objects.filter(dedupe_key__startswith="later:").exists()


def test_a_number_is_reported_and_taken_back(cast: Cast, client: Client) -> None:
    with time_machine.travel(MONDAY, tick=False):
        path = mailed(cast)["MEASURE"]
        for wrong in ("many", "13", "NaN", "1e400", "-Infinity", "<b>7</b>"):
            shown = client.post(f"{path}answer/", {"value": wrong})
            assert (shown.status_code, shown.context["typed"]) == (422, wrong)
        assert not MeasureValue.objects.exists()
        client.post(f"{path}answer/", {"value": "6,5"})
        value = MeasureValue.objects.get()
        assert (float(value.value), value.by) == (6.5, cast.ana.person)
        client.post(f"{path}undoing/")
        assert MeasureValue.objects.get().removed_at is not None


def test_a_link_ends_with_its_time_its_thing_and_the_work(cast: Cast, client: Client) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        paths = mailed(cast)
        theirs = acting.token_of(Sort.ACTION, Action.objects.get(reminds=True), cast.tomas, MONDAY.date(), sent=MONDAY)
        assert client.get(f"/do/{theirs}/").status_code == 410  # signed, and yet not of this work
        assert client.get("/do/made-up/").status_code == 404
        upper = paths["ACTION"].replace("/do/", "").strip("/").upper()
        assert client.get(f"/do/{upper}/").status_code == 200
        Action.objects.update(removed_at=timezone.now())
        assert client.get(paths["ACTION"]).status_code == 410
        clock.shift(15 * DAY)
        assert client.get(paths["CHECKIN"]).status_code == 410
        clock.shift(-15 * DAY)
        assert client.get(paths["CHECKIN"]).status_code == 200
        end_engagement(cast.ana_engagement, actor=cast.miriam.person)
        for path in paths.values():
            assert client.post(f"{path}answer/", {"a.progress": "7", "value": "3"}).status_code == 410
        assert not CheckIn.objects.exists()
        assert not MeasureValue.objects.exists()


@pytest.fixture
def answered(cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Ana answers the mail of her check-in; gives the check-in's rhythm and how to answer."""
    settings.MAIL_IN = "answers@okafor.example"
    proven = {"yes": True}
    monkeypatch.setattr(authentic, "is_from", lambda raw, sender: proven["yes"])
    rhythm = rhythm_of_ana(cast, clock=dt.time(9), goal=goal_of_ana(cast))
    address = mail_in.address_for(rhythm, days.today_of(rhythm))
    numbers = iter(range(100))

    def answer(text: str, *, proof: bool = True, sender: str = "ana@example.org") -> Inbound:
        proven["yes"] = proof
        mail = letter(address, text, sender, Message_ID=f"<n{next(numbers)}@example.org>", Subject="Re: For today")
        ingest(mail.as_bytes(), Envelope(sender, [address]))
        route_waiting()
        return Inbound.objects.latest("pk")

    return answer


def test_a_number_in_an_answer_is_the_check_in(cast: Cast, answered: Any) -> None:
    assert (
        answered("7\n\nOn Mon, Mar 1, 2027 at 9:00 AM Miriam <x@y.example> wrote:\n> How is it going?\n").state
        == "taken"
    )
    assert CheckIn.objects.get().progress == 7
    answered("8/10")
    assert CheckIn.objects.get().progress == 8
    assert answered("9", proof=False).state == "held"
    assert answered("9", sender="eve@example.org").state == "held"
    assert CheckIn.objects.get().progress == 8


def test_words_in_an_answer_are_said_in_the_conversation(cast: Cast, answered: Any) -> None:
    from opencoach.conversations.actions import open as open_conversation
    from opencoach.conversations.models import Message

    conversation = open_conversation(cast.ana_engagement)
    assert answered("7, but only because of Thursday.").state == "taken"
    said = Message.objects.filter(conversation=conversation, channel="email").get()
    assert (said.sender, CheckIn.objects.exists()) == (cast.ana.person, False)


@pytest.fixture
def asked_for_sleep(cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch) -> tuple[ports.Rendered, Any]:
    """A reminder of an action that also asks for one number, in hours; and how Ana answers it."""
    settings.MAIL_IN = "answers@okafor.example"
    monkeypatch.setattr(authentic, "is_from", lambda raw, sender: True)
    measure_of_ana(cast, "Sleep", rhythm="week", low=0, high=12)
    day = days.today_of(action_of_ana(cast)) + DAY
    action_of_ana(cast, "Ask Wei Ling first", timing="on", day=day, clock=dt.time(9), reminds=True)
    row = Delivery.objects.filter(kind=REMINDER, state="waiting").earliest("due_at")
    mail = reminder_mails.reminder(row)
    numbers = iter(range(100))

    def answer(text: str, to: str = "", **headers: str) -> Inbound:
        to = to or mail.reply_to
        made = letter(to, text, Message_ID=f"<m{next(numbers)}@example.org>", Subject="Re: For today", **headers)
        ingest(made.as_bytes(), Envelope("ana@example.org", [to]))
        route_waiting()
        return Inbound.objects.latest("pk")

    return mail, answer


def test_a_number_in_an_answer_is_the_measures(cast: Cast, asked_for_sleep: tuple[ports.Rendered, Any]) -> None:
    mail, answer = asked_for_sleep
    assert "Or answer this mail with the number alone." in " ".join(mail.text.split())
    assert answer("7\n\nOn Mon, Mar 1, 2027 at 9:00 AM Miriam <x@y.example> wrote:\n> Sleep\n").state == "taken"
    assert answer("6,5 a week").state == "taken"
    found = [(float(one.value), one.by) for one in MeasureValue.objects.order_by("pk")]
    assert found == [(7, cast.ana.person), (6.5, cast.ana.person)]


def test_words_and_numbers_out_of_span_are_said_to_the_coach(
    cast: Cast, asked_for_sleep: tuple[ports.Rendered, Any]
) -> None:
    from opencoach.conversations.actions import open as open_conversation
    from opencoach.conversations.models import Message

    conversation = open_conversation(cast.ana_engagement)
    _mail, answer = asked_for_sleep
    for text in ("13", "7, but badly", "about seven"):
        assert answer(text).state == "taken"
    assert Message.objects.filter(conversation=conversation, channel="email").count() == 3
    assert not MeasureValue.objects.exists()


def test_a_number_whose_measure_is_gone_is_not_kept(cast: Cast, asked_for_sleep: tuple[ports.Rendered, Any]) -> None:
    _mail, answer = asked_for_sleep
    Measure.objects.update(removed_at=timezone.now())
    assert (answer("7").state, MeasureValue.objects.exists()) == ("ignored", False)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("7", "", "7"),
        (" 6.5 ", "hours", "6.5"),
        ("6,5 Hours", "hours", "6.5"),
        ("7 hours.", "hours", "7"),
        ("-3", "", "-3"),
        ("1.200,5", "", "1200.5"),
        ("7 but badly", "", None),
        ("7 hours", "", None),
        ("seven", "", None),
        ("", "hours", None),
        ("hours", "hours", None),
        ("7 8", "", None),
        ("1 200", "", "1200"),
        ("1" * 50, "", None),
    ],
)
def test_what_counts_as_a_value(text: str, unit: str, value: str | None) -> None:
    found = mail_in.value_in(text, unit)
    assert (None if found is None else float(found)) == (None if value is None else float(value))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        (" 10 ", 10),
        ("0", 0),
        ("7/10", 7),
        ("7.", 7),
        ("11", None),
        ("-1", None),
        ("7 or 8", None),
        ("", None),
    ],
)
def test_what_counts_as_a_number(text: str, number: int | None) -> None:
    assert mail_in.number_in(text) == number
