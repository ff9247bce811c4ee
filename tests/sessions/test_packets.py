"""What goes before and after a session: planned by rule, changed for one session, in the client's hands once."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from opencoach.library import linked
from opencoach.library.models import Share
from opencoach.notes.actions.writing import write
from opencoach.outbox import planning, ports
from opencoach.outbox.models import Delivery
from opencoach.people.actions.pause import pause_engagement
from opencoach.people.refusal import Refused
from opencoach.plan.actions.doing import Todo
from opencoach.questionnaires.models import Response
from opencoach.sessions.actions import cancel, hold, miss, move
from opencoach.sessions.actions import packets as verbs
from opencoach.sessions.actions.following_up import share_summary, summary_of
from opencoach.sessions.actions.reviewing import agree_new
from opencoach.sessions.models import CoachingSession, PacketCopy, PacketRule
from opencoach.sessions.packets import mails, timing
from opencoach.sessions.packets.planning import PACKET
from opencoach.sessions.packets.standing import Standing, standing_of
from opencoach.sessions.queries.packets import packets_of
from tests.cast import Cast
from tests.counting import MOST, queries
from tests.library.making import text
from tests.questionnaires.making import published
from tests.sessions.making import offer, upcoming

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.zones]
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
THREE_DAYS, AN_HOUR = {"before": 3 * 86_400}, {"after": 3_600}
NOW = dt.datetime(2027, 3, 1, 10, 0, tzinfo=dt.UTC)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("rule", "starts", "zone", "goes"),
    [
        ({"before": 3 * 86_400}, "2027-03-29T08:00", "Europe/Berlin", "2027-03-26T08:00"),  # clocks change: elapsed
        ({"days": 1, "at": 540}, "2027-03-28T20:00", "Asia/Singapore", "2027-03-28T01:00"),
        ({"after": 3_600}, "2027-03-28T00:30", "Europe/Berlin", "2027-03-28T02:30"),
        ({"later": 1, "at": 540}, "2027-03-27T20:00", "Europe/Berlin", "2027-03-28T07:00"),  # the first summer morning
        ({"later": 1, "at": 150}, "2027-03-27T10:00", "Europe/Berlin", "2027-03-28T01:30"),  # 02:30 is left out there
        ({"later": 0, "at": 1_080}, "2027-06-01T08:00", "America/New_York", "2027-06-01T22:00"),
        ({"later": 0, "at": 1_080}, "2027-06-01T20:00", "Europe/Berlin", "2027-06-01T21:00"),  # never before its end
    ],
)
def test_when_a_rule_says_that_it_goes(rule: dict[str, int], starts: str, zone: str, goes: str) -> None:
    start = at(starts)
    assert timing.due(rule, start, start + HOUR, zone) == at(goes)


def test_every_choice_can_be_said_and_has_a_key_of_its_own() -> None:
    for moment, choices in (("before", timing.BEFORE), ("after", timing.AFTER)):
        assert len(timing.offered(moment)) == len(choices)
    assert timing.spoken(THREE_DAYS) == "3 days before"
    assert timing.spoken(AN_HOUR) == "1 hour after"
    assert timing.spoken({"later": 1, "at": 540}) == "the day after at 09:00"


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def session(cast: Cast, clock: Any) -> CoachingSession:
    """Ana's with Miriam, in a week from `NOW`."""
    return upcoming(cast)


def rule(cast: Cast, session: CoachingSession, moment: str = "before", when: Any = None, **wanted: Any) -> PacketRule:
    wanted.setdefault("text", "Hello {first name}, until {session date}.")
    when = when or (THREE_DAYS if moment == "before" else AN_HOUR)
    assert session.session_type
    made = verbs.add_rule(session.session_type, moment, when, verbs.Wanted(**wanted), by=cast.miriam)
    planning.materialise(cast.ana_engagement)
    return made


def waiting() -> list[dt.datetime]:
    return [row.due_at for row in Delivery.objects.filter(kind=PACKET, state="waiting").order_by("due_at")]


def one_of(session: CoachingSession, rule: PacketRule) -> Standing:
    fresh = CoachingSession.objects.select_related("practice", "session_type", "coach__person").get(pk=session.pk)
    fresh.engagement.practice = fresh.practice
    found = standing_of(fresh, rule.public_id)
    assert found
    return found


def send_due(clock: Any, when: dt.datetime) -> ports.Rendered:
    """As the worker does at that time: checked, and written down while it is being sent."""
    clock.move_to(when)
    delivery = Delivery.objects.get(kind=PACKET, state="waiting", due_at__lte=when)
    assert mails.still_due(delivery) == ""
    delivery.state = Delivery.State.SENDING
    delivery.save()
    rendered = mails.render(delivery)
    Delivery.objects.filter(pk=delivery.pk).update(state="sent", finished_at=when)
    return rendered


def test_three_days_before_questions_and_materials_come_into_the_clients_hands(
    cast: Cast, session: CoachingSession, clock: Any, client: Client
) -> None:
    made = rule(cast, session, materials=[text(cast.miriam)], questionnaire=published(cast.miriam).questionnaire)
    assert waiting() == [session.starts_at - 3 * DAY]
    assert not Share.objects.exists()
    rendered = send_due(clock, session.starts_at - 3 * DAY)
    assert "Hello Ana, until Monday 8 March." in rendered.text
    share, answer = Share.objects.get(), Response.objects.get(about_id=session.public_id)
    [link] = re.findall(r"/material/(\w+)/", rendered.text)
    assert linked.find(link) == share
    assert share.client == cast.ana
    assert answer.person == cast.ana.person
    mails.hand(one_of(session, made), cast.ana)  # a second attempt of the worker
    assert (Share.objects.count(), Response.objects.filter(about_id=session.public_id).count()) == (1, 1)
    planning.materialise(cast.ana_engagement)
    assert waiting() == []
    client.force_login(cast.ana.person)
    page = client.get(reverse("sessions:session", args=["okafor", session.public_id])).content.decode()
    assert "To prepare" in page
    assert "Hello Ana, until Monday 8 March." in page
    client.force_login(cast.miriam.person)
    page = client.get(reverse("sessions:session", args=["okafor", session.public_id])).content.decode()
    assert "0 of 1 opened" in page
    assert "not answered yet" in page


def test_it_follows_a_move_is_gone_with_a_cancellation_and_comes_late_for_a_late_booking(
    cast: Cast, session: CoachingSession, clock: Any
) -> None:
    rule(cast, session)
    move(session, session.starts_at + 2 * DAY, actor=cast.ana.person)
    assert waiting() == [session.starts_at - DAY]
    session.refresh_from_db()
    cancel(session, actor=cast.ana.person)
    assert waiting() == []
    clock.move_to(NOW + HOUR)
    late = upcoming(cast, 2)  # nearer than three days: a little after the booking
    assert waiting() == [NOW + HOUR + timing.SETTLE]
    pause_engagement(cast.ana_engagement, starts_on=NOW.date(), ends_on=NOW.date() + DAY, actor=cast.miriam.person)
    planning.materialise(cast.ana_engagement)
    assert waiting() == []
    assert late.is_ahead


def test_a_rule_younger_than_its_time_for_a_session_sends_nothing_by_itself(
    cast: Cast, session: CoachingSession, clock: Any
) -> None:
    clock.move_to(session.starts_at - DAY)
    made = rule(cast, session)
    assert waiting() == []
    assert "too late" in packets_of(one_of(session, made).session)[0].why
    verbs.send_packet(one_of(session, made), by=cast.miriam)
    assert waiting() == [timezone.now()]
    assert Delivery.objects.get(kind=PACKET).by_hand
    planning.materialise(cast.ana_engagement)
    assert waiting() == [timezone.now()]


def test_after_a_session_that_was_held_summary_and_agreed_actions_go(
    cast: Cast, session: CoachingSession, clock: Any
) -> None:
    made = rule(cast, session, "after", summary=True, actions=True)
    assert waiting() == []
    clock.move_to(session.ends_at + 5 * dt.timedelta(minutes=1))
    agree_new(session, cast.ana, Todo({"title": "Ask Rui for an hour"}), actor=cast.miriam.person)
    hold(session, actor=cast.miriam.person)
    assert waiting() == []  # it waits for the summary
    assert packets_of(one_of(session, made).session)[0].why == "It waits for your summary."
    with pytest.raises(Refused, match="summary first"):
        verbs.send_packet(one_of(session, made), by=cast.miriam)
    wanted = verbs.Wanted(text="Until soon, {first name}.")
    verbs.change_packet(one_of(session, made), wanted, by=cast.miriam)
    write(summary_of(session, by=cast.miriam), "We spoke of Rui.", revision=0)
    assert waiting() == []  # nobody reads it before it is shared
    share_summary(session, by=cast.miriam)
    assert waiting() == [session.ends_at + HOUR]
    rendered = send_due(clock, session.ends_at + HOUR)
    for words in ("Until soon, Ana.", "We spoke of Rui.", "Ask Rui for an hour"):
        assert words in rendered.text
    packet = one_of(session, made).packet
    assert packet
    assert b"Rui" not in bytes(packet.words)
    with pytest.raises(Refused, match="gone already"):
        verbs.change_packet(one_of(session, made), wanted, by=cast.miriam)


def test_held_late_it_goes_a_little_after_that_and_missed_never(
    cast: Cast, session: CoachingSession, clock: Any
) -> None:
    rule(cast, session, "after")
    clock.move_to(session.ends_at + 2 * DAY)
    hold(session, actor=cast.miriam.person)
    assert waiting() == [timezone.now() + timing.SETTLE]
    assert mails.still_due(Delivery.objects.get(kind=PACKET)) == ""
    miss(session, actor=cast.miriam.person, missing=[cast.ana])
    assert waiting() == []


def test_skipped_for_one_session_and_taken_up_again(cast: Cast, session: CoachingSession) -> None:
    made = rule(cast, session)
    other = upcoming(cast, 10)
    assert waiting() == [session.starts_at - 3 * DAY, other.starts_at - 3 * DAY]
    verbs.skip_packet(one_of(session, made), by=cast.miriam)
    assert waiting() == [other.starts_at - 3 * DAY]
    verbs.unskip_packet(one_of(session, made), by=cast.miriam)
    assert waiting() == [session.starts_at - 3 * DAY, other.starts_at - 3 * DAY]


def test_whose_mail_cannot_go_has_it_all_the_same(cast: Cast, session: CoachingSession, clock: Any) -> None:
    rule(cast, session, materials=[text(cast.miriam)])
    clock.move_to(session.starts_at - 3 * DAY)
    Delivery.objects.filter(kind=PACKET).update(state="failed", finished_at=timezone.now())
    mails.hand_without_mail()
    mails.hand_without_mail()
    assert Share.objects.get().client == cast.ana
    assert PacketCopy.objects.count() == 1


def test_a_coach_makes_a_rule_and_changes_one_session(cast: Cast, session: CoachingSession, client: Client) -> None:
    client.force_login(cast.miriam.person)
    assert session.session_type
    args = ["okafor", session.session_type.public_id]
    material = text(cast.miriam)
    new = reverse("sessions:type_packet_new", args=[*args, "before"])
    assert client.post(new, {"timing": "before-259200"}).status_code == 422
    assert client.post(new, {"timing": "before-259200", "text": "{nonsense}"}).status_code == 422
    form = {"timing": "before-259200", "text": "Hello", "material": [str(material.public_id)]}
    assert client.post(new, form).status_code == 302
    made = PacketRule.objects.get()
    assert "3 days before" in client.get(reverse("sessions:type_packets", args=args)).content.decode()
    page = client.get(reverse("library:material", args=["okafor", material.public_id])).content.decode()
    assert "3 days before: Coaching session" in page
    one = reverse("sessions:packet", args=["okafor", session.public_id, made.public_id])
    assert client.post(one, {"text": "Only this time", "do": "save"}).status_code == 302
    content = one_of(session, made).content
    assert (content.text, list(content.materials)) == ("Only this time", [])
    client.post(reverse("sessions:packet_reset", args=["okafor", session.public_id, made.public_id]))
    assert one_of(session, made).content.text == "Hello"


def test_the_page_of_a_session_asks_little_more_for_its_packets(
    cast: Cast, session: CoachingSession, client: Client
) -> None:
    rule(cast, session, materials=[text(cast.miriam)], questionnaire=published(cast.miriam).questionnaire)
    rule(cast, session, "after", summary=True)
    client.force_login(cast.miriam.person)
    url = reverse("sessions:session", args=["okafor", session.public_id])
    two = queries(client, url)
    rule(cast, session, "after", {"later": 1, "at": 540}, materials=[text(cast.miriam, "Another")])
    assert queries(client, url) == two <= MOST
    done = one_of(session, rule(cast, session, materials=[text(cast.miriam, "A third")]))
    mails.hand(done, cast.ana)
    for member in (cast.miriam, cast.ana):
        client.force_login(member.person)
        assert queries(client, url) <= MOST


def test_a_session_that_was_over_before_its_rule_says_nothing_of_it(
    cast: Cast, session: CoachingSession, clock: Any
) -> None:
    clock.move_to(session.ends_at + DAY)
    rule(cast, session)
    assert packets_of(one_of_any(session)) == []


def one_of_any(session: CoachingSession) -> CoachingSession:
    return CoachingSession.objects.select_related("practice", "session_type", "coach__person").get(pk=session.pk)


def test_where_nothing_goes_yet_a_usual_rule_fills_the_form(cast: Cast, client: Client) -> None:
    kind = offer(cast.miriam)
    paper = published(cast.miriam, purpose="preparation").questionnaire
    client.force_login(cast.miriam.person)
    rules = reverse("sessions:type_packets", args=["okafor", kind.public_id])
    page = client.get(rules).content.decode()
    assert "1 hour after" in page
    [there] = re.findall(r'href="([^"]+\?usual=prepare)"', page)
    form = client.get(there)
    assert f'<option value="{paper.public_id}" selected>' in form.content.decode()
    assert "we meet on {session date}" in form.content.decode()
    assert not PacketRule.objects.exists()
    sent = {"timing": "before-259200", "text": "Hello {first name}", "questionnaire": str(paper.public_id)}
    assert client.post(there, sent).status_code == 302
    made = PacketRule.objects.get()
    assert (made.timing, made.questionnaire) == ({"before": 259_200}, paper)
    assert "?usual=" not in client.get(rules).content.decode()


def test_the_words_of_a_rule_for_one_client_are_sealed(cast: Cast, session: CoachingSession, clock: Any) -> None:
    wanted = verbs.Wanted(text="Hello {first name}, how was Lisbon?")
    made = verbs.add_rule(cast.ana_engagement, "before", THREE_DAYS, wanted, by=cast.miriam)
    made.refresh_from_db()
    assert (made.text, b"Lisbon" in bytes(made.words), made.has_words) == ("", False, True)
    assert "Hello Ana, how was Lisbon?" in send_due(clock, session.starts_at - 3 * DAY).text
    for_many = rule(cast, session)
    assert (for_many.text[:5], for_many.words) == ("Hello", b"")
