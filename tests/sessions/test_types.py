import datetime as dt
from typing import Any

import pytest
from django.test import Client

from opencoach.lib import moments
from opencoach.people.models import Event, Membership
from opencoach.people.refusal import Refused
from opencoach.sessions import access, reminder_choices
from opencoach.sessions.actions import add_type, begin_with_the_usual, book, change_type
from opencoach.sessions.forms.fields import Span, SpanInput
from opencoach.sessions.models import CoachingSession, SessionType
from tests.cast import Cast, member
from tests.counting import MOST, queries
from tests.sessions.making import NOW, offer, upcoming

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
URL = "/p/okafor/settings/session-types/"
RIGHT: dict[str, Any] = {
    "name": "Deep dive",
    "description": "Two hours\nfor one thing.",
    "hue": "iris",
    "minutes": "120",
    "before": "10",
    "after": "20",
    "medium": "link",
    "place": "https://meet.example.org/ana?pwd=1",
    "audience": "clients",
    "approval": "on",
    "price": "180 €",
    "notice_0": "36",
    "notice_1": "hours",
    "free_until_0": "2",
    "free_until_1": "days",
    "ahead_days": "90",
    "per_day": "1",
    "per_week": "",
    "questions": "What for?\n\n  And what   else? \n",
    "reminders": ["before-7200", "days-1-540", "days-0-420"],
    "nudge_days": "21",
    "nudged": "both",
}


@pytest.fixture
def miriam(client: Client, cast: Cast) -> Client:
    client.force_login(cast.miriam.person)
    return client


def right(cast: Cast, **other: Any) -> dict[str, Any]:
    return {**RIGHT, "coaches": [str(cast.miriam.public_id)], **other}


def holders(kind: SessionType) -> set[str]:
    return {part.membership.display_name for part in kind.coach_parts.all()}


def events() -> list[tuple[str, dict[str, Any]]]:
    return [(one.verb, one.data) for one in Event.objects.filter(verb__startswith="session_type.").order_by("pk")]


def test_a_new_type_is_as_it_was_said(miriam: Client, cast: Cast) -> None:
    answer = miriam.post(f"{URL}new/", right(cast), follow=True)
    assert "Deep dive" in answer.content.decode()
    made = SessionType.objects.get()
    values = {name: getattr(made, name) for name in ("slug", "description", "hue", "minutes", "before", "after")}
    assert values == {
        "slug": "deep-dive", "description": "Two hours for one thing.", "hue": "iris", "minutes": 120, "before": 10,
        "after": 20,
    }  # fmt: skip
    assert (made.medium, made.place) == ("link", "https://meet.example.org/ana?pwd=1")
    assert (made.notice, made.free_until, made.ahead_days) == (36 * 60, 2 * 24 * 60, 90)
    assert (made.per_day, made.per_week, made.approval) == (1, None, True)
    assert (made.nudge_days, made.nudged) == (21, "both")
    assert made.questions == ["What for?", "And what else?"]
    assert made.reminders == [{"days": 1, "at": 540}, {"days": 0, "at": 420}, {"before": 7200}]
    assert holders(made) == {"Miriam Okafor"}
    assert events() == [("session_type.added", {})]


def test_the_form_says_what_is_stored_in_the_words_of_people(miriam: Client, cast: Cast) -> None:
    made = offer(cast.miriam, notice=36 * 60, free_until=2 * 24 * 60, reminders=[{"days": 3, "at": 1020}])
    page = miriam.get(f"{URL}{made.public_id}/").content.decode()
    for said in ('name="notice_0" value="36"', 'name="free_until_0" value="2"', "3 days before at 17:00"):
        assert said in page
    assert page.count("selected>days") == page.count("selected>hours") == 1
    miriam.post(f"{URL}{made.public_id}/", right(cast, reminders=["days-3-1020"]))
    made.refresh_from_db()
    assert made.reminders == [{"days": 3, "at": 1020}]  # no preset, and kept


def test_the_slug_is_the_practice_s_own_and_stays(cast: Cast) -> None:
    first = add_type({"name": "First talk"}, [cast.miriam], by=cast.miriam)
    second = add_type({"name": "First  talk!"}, [cast.devi], by=cast.devi)
    elsewhere = add_type({"name": "First talk"}, [cast.astrid], by=cast.astrid)
    nameless = add_type({"name": "会话"}, [cast.miriam], by=cast.miriam)
    assert [one.slug for one in (first, second, elsewhere, nameless)] == [
        "first-talk", "first-talk-2", "first-talk", "session",
    ]  # fmt: skip
    change_type(first, {"name": "Hello"}, [cast.miriam], by=cast.miriam)
    first.refresh_from_db()
    assert (first.name, first.slug) == ("Hello", "first-talk")


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"name": ""}, "This field is required."),
        ({"medium": "link", "place": ""}, "Give the link."),
        ({"place": "javascript:alert(1)"}, "This is no link."),
        ({"place": "ftp://example.org/x"}, "This is no link."),
        ({"place": "meet.example.org"}, "beginning with https://"),
        ({"medium": "in_person", "place": " "}, "Say where you meet."),
        ({"questions": "\n".join(f"Number {n}?" for n in range(11))}, "Ask at most 10 questions."),
        ({"questions": "x" * 201}, "is longer than 200 characters."),
        ({"questions": "Why?\nwhy?"}, "One question stands there twice."),
        ({"notice_0": "400", "notice_1": "days"}, "At most a year."),
        ({"notice_0": "", "notice_1": "days"}, "This field is required."),
        ({"notice_0": "2", "notice_1": "weeks"}, "Select a valid choice."),
        ({"notice_0": "7", "notice_1": "days", "ahead_days": "7"}, "Nobody could book it"),
        ({"minutes": "4"}, "greater than or equal to 5"),
        ({"per_day": "0"}, "greater than or equal to 1"),
        ({"coaches": []}, "This field is required."),
        ({"reminders": ["before-1"]}, "Select a valid choice."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    other: dict[str, Any], why: str, miriam: Client, cast: Cast
) -> None:
    answer = miriam.post(f"{URL}new/", right(cast, **other))
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert "180 €" in answer.content.decode()
    assert not SessionType.objects.exists()


def test_meeting_in_person_needs_an_address_and_a_call_needs_nothing(miriam: Client, cast: Cast) -> None:
    miriam.post(f"{URL}new/", right(cast, medium="in_person", place="Torstraße 1, Berlin"))
    miriam.post(f"{URL}new/", right(cast, medium="phone", place=""))
    miriam.post(f"{URL}new/", right(cast, medium="video", place="x" * 301))  # it happens here, whatever stood there
    assert set(SessionType.objects.values_list("medium", "place")) == {
        ("in_person", "Torstraße 1, Berlin"), ("phone", ""), ("video", ""),
    }  # fmt: skip


def test_an_owner_says_who_holds_it(miriam: Client, cast: Cast) -> None:
    both = [str(cast.miriam.public_id), str(cast.devi.public_id)]
    miriam.post(f"{URL}new/", right(cast, coaches=both))
    made = SessionType.objects.get()
    assert holders(made) == {"Miriam Okafor", "Devi Anand"}
    miriam.post(f"{URL}{made.public_id}/", right(cast, coaches=both[1:]))
    assert holders(made) == {"Devi Anand"}
    assert events()[-1] == ("session_type.changed", {"fields": ["coaches"]})
    answer = miriam.post(f"{URL}{made.public_id}/", right(cast, coaches=[str(cast.bea.public_id)]))
    assert answer.status_code == 422


def test_a_coach_holds_it_alone(client: Client, cast: Cast) -> None:
    client.force_login(cast.devi.person)
    assert "Who holds it" not in client.get(f"{URL}new/").content.decode()
    client.post(f"{URL}new/", right(cast))  # says Miriam, who is not theirs to choose
    assert holders(SessionType.objects.get()) == {"Devi Anand"}
    with pytest.raises(Refused, match="Only an owner"):
        add_type({"name": "Ours"}, [cast.devi, cast.miriam], by=cast.devi)


@pytest.mark.parametrize("name", ["bea", "ana", "priya", "astrid"])
def test_only_a_present_coach_of_the_practice_holds_it(name: str, cast: Cast) -> None:
    with pytest.raises(Refused, match="Only a coach"):
        add_type({"name": "X"}, [getattr(cast, name)], by=cast.miriam)
    with pytest.raises(KeyError):
        add_type({"name": "X", "slug": "y"}, [cast.miriam], by=cast.miriam)


def test_who_left_comes_back_to_what_they_held(cast: Cast) -> None:
    kind = offer(cast.miriam)
    gone = offer(cast.bea, slug="beas").coach_parts.get()
    gone.session_type = kind
    gone.save()
    change_type(kind, {"name": "Same"}, [cast.miriam, cast.devi], by=cast.miriam)
    assert {part.membership_id for part in kind.coach_parts.all()} == {cast.miriam.pk, cast.devi.pk, cast.bea.pk}
    [found] = access.with_coaches(SessionType.objects.filter(pk=kind.pk))
    assert access.holders(found) == [cast.devi, cast.miriam]


def test_a_coach_decides_alone_once_the_other_has_left(cast: Cast) -> None:
    kind = offer(cast.devi)
    offer(cast.bea, slug="beas").coach_parts.update(session_type=kind)
    assert access.may_change(cast.devi, kind)
    Membership.objects.filter(pk=cast.bea.pk).update(ended_at=None)
    assert not access.may_change(cast.devi, kind)


def test_archived_it_is_not_offered_and_what_is_booked_stays(miriam: Client, cast: Cast) -> None:
    session = upcoming(cast)
    kind = session.session_type
    assert kind is not None
    said = miriam.post(f"{URL}{kind.public_id}/archiving/", follow=True).content.decode()
    assert "is not offered any more. What is booked stays." in said
    assert "No longer offered" in said
    session.refresh_from_db()
    assert (session.status, session.session_type) == ("booked", kind)
    kind.refresh_from_db()
    with pytest.raises(Refused, match="not offered any more"):
        book(cast.ana_engagement, kind, cast.miriam, NOW + dt.timedelta(days=3), actor=None, now=NOW)
    miriam.post(f"{URL}{kind.public_id}/archiving/")
    miriam.post(f"{URL}{kind.public_id}/restoring/")
    miriam.post(f"{URL}{kind.public_id}/restoring/")
    assert [verb for verb, _data in events()] == ["session_type.archived", "session_type.restored"]
    kind.refresh_from_db()
    made = book(cast.ana_engagement, kind, cast.miriam, NOW + dt.timedelta(days=3), actor=None, now=NOW)
    assert made.status == "booked"


def test_a_change_leaves_what_is_booked_as_it_was(miriam: Client, cast: Cast) -> None:
    session = upcoming(cast)
    kind = session.session_type
    assert kind is not None
    miriam.post(f"{URL}{kind.public_id}/", right(cast))
    kept = CoachingSession.objects.get(pk=session.pk)
    assert (kept.minutes, kept.medium, kept.place, kept.ends_at) == (60, "video", "", session.ends_at)


def test_the_usual_two_to_begin_with(miriam: Client, cast: Cast) -> None:
    assert "Begin with the usual two" in miriam.get(URL).content.decode()
    assert "Change them as you like" in miriam.post(f"{URL}usual/", follow=True).content.decode()
    made = SessionType.objects.order_by("pk")
    assert [(one.minutes, one.medium, one.audience, holders(one)) for one in made] == [
        (60, "video", "clients", {"Miriam Okafor"}),
        (30, "video", "anybody", {"Miriam Okafor"}),
    ]
    assert "Begin with the usual two" not in miriam.get(URL).content.decode()
    assert "You offer something already." in miriam.post(f"{URL}usual/", follow=True).content.decode()
    assert made.count() == 2


def test_a_second_coach_begins_with_an_own_two(client: Client, cast: Cast) -> None:
    begin_with_the_usual(by=cast.miriam)
    client.force_login(cast.devi.person)
    page = client.get(URL).content.decode()
    assert "You hold none of these yet." in page
    assert str(SessionType.objects.earliest("pk").public_id) not in page  # Miriam's are hers to change
    client.post(f"{URL}usual/")
    assert sorted(SessionType.objects.values_list("slug", flat=True)) == [
        "coaching-session", "coaching-session-2", "first-talk", "first-talk-2",
    ]  # fmt: skip


def test_where_nothing_is_offered_a_coach_is_led_to_settings_and_a_client_is_not(client: Client, cast: Cast) -> None:
    booking = "/p/okafor/sessions/booking/"
    for who, led in (("miriam", True), ("priya", False), ("ana", False)):
        client.force_login(getattr(cast, who).person)
        answer = client.get(f"{booking}?with={cast.ana_engagement.public_id}")
        assert answer.status_code == 200
        assert (URL in answer.content.decode()) is led
        assert (URL in client.get("/p/okafor/sessions/").content.decode()) is led
    assert "Write to your coach about a time." in answer.content.decode()
    offer(cast.miriam)
    client.force_login(cast.miriam.person)
    assert URL not in client.get("/p/okafor/sessions/").content.decode()


def test_as_many_queries_for_one_type_as_for_many(miriam: Client, cast: Cast) -> None:
    offer(cast.miriam)
    before = queries(miriam, URL)
    for number in range(7):
        coach = member(cast.practice, f"coach{number}", Membership.Role.COACH)
        offer(coach, slug=f"type-{number}", archived_at=NOW if number % 2 else None)
    assert before == queries(miriam, URL) <= MOST


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [(0, [0, "hours"]), (45, [45, "minutes"]), (90, [90, "minutes"]), (1500, [25, "hours"]), (2880, [2, "days"])],
)
def test_a_span_is_shown_in_the_largest_unit_that_fits(minutes: int, shown: list[Any]) -> None:
    assert SpanInput().decompress(minutes) == shown
    assert Span().clean([str(shown[0]), shown[1]]) == minutes


def test_reminders_are_said_as_people_say_them() -> None:
    assert [reminder_choices.spoken(rule) for rule in reminder_choices.PRESETS] == [
        "7 days before", "2 days before", "24 hours before", "the day before at 09:00", "the day before at 18:00",
        "on the same day at 07:00", "2 hours before", "1 hour before", "15 minutes before",
    ]  # fmt: skip
    kept = moments.twelve_hours.set(True)
    try:
        assert reminder_choices.spoken({"days": 2, "at": 1050}) == "2 days before at 5:30 PM"
    finally:
        moments.twelve_hours.reset(kept)
    assert len(reminder_choices.offered(reminder_choices.PRESETS)) == len(reminder_choices.PRESETS)
