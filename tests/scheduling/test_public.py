"""The booking page as strangers meet it: what it shows, what it never tells, how a first talk comes to be."""

import datetime as dt
import gzip
import re

import pytest
from django.test import Client

from opencoach.outbox.models import Delivery
from opencoach.people.models import Engagement, Membership, Person
from opencoach.scheduling.actions import hours
from opencoach.scheduling.actions.booking_page import change_coach_page, change_practice_page, change_sites
from opencoach.scheduling.actions.hours import set_week
from opencoach.scheduling.doors import page_of, settings_of
from opencoach.scheduling.models import Hold
from opencoach.sessions import private
from opencoach.sessions.actions import book
from opencoach.sessions.models import CoachingSession, Occupancy, SessionType
from tests.cast import Cast
from tests.counting import MOST, same_with_more
from tests.scheduling.strangers import NEW, NINE, PAGE, choose, code_sent, words
from tests.sessions.making import offer

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.zones, pytest.mark.usefixtures("monday")]


def test_a_closed_page_is_a_page_that_never_was(client: Client, cast: Cast, talk: SessionType) -> None:
    change_coach_page(page_of(cast.miriam), is_open=False, slug="miriam-okafor", about="")
    for path in (PAGE, "/book/okafor/miriam-okafor/", "/book/okafor/", "/book/nowhere/", "/book/okafor/devi-anand/"):
        assert client.get(path).status_code == 404


def test_a_stranger_finds_a_time_on_their_own_clock(client: Client, cast: Cast, talk: SessionType) -> None:
    page = words(client.get("/book/okafor/miriam-okafor/?zone=Asia/Tokyo"))
    assert "I listen first." in page
    assert f"{PAGE}?zone=Asia%2FTokyo" in page
    page = words(client.get(f"{PAGE}?zone=Asia/Tokyo&day=2027-03-02"))
    assert f"at={NINE}" in page
    assert ">17:00<" in page
    assert '<option value="Asia/Tokyo" selected>' in page
    assert "It is 15:00 in Tokyo now." in page
    page = words(client.get(f"{PAGE}?day=2027-03-02", HTTP_ACCEPT_LANGUAGE="en-US,en;q=0.9"))
    assert ">9:00 AM<" in page  # nobody has said a zone: it is the coach's
    for wrong in ("Mars/Base", "", "a" * 500, "../../etc"):
        assert client.get(f"{PAGE}?zone={wrong}&day=2027-03-02").status_code == 200


def test_the_first_free_time_is_found_however_far_away(client: Client, cast: Cast, talk: SessionType) -> None:
    """A coach who is away for months: the page opens where something is free."""
    SessionType.objects.update(ahead_days=200)
    hours.add_override(cast.miriam, dt.date(2027, 3, 1), dt.date(2027, 7, 31), [])
    page = words(client.get(f"{PAGE}?zone=Asia/Tokyo"))
    assert "August 2027</h2>" in page
    assert "at=2027-08-02T07:00Z" in page
    march = words(client.get(f"{PAGE}?zone=Asia/Tokyo&month=2027-03"))
    assert "Nothing is free in this month." in march
    assert 'href="?zone=Asia%2FTokyo">The first free time' in march
    assert "So far ahead nothing can be booked yet." in words(client.get(f"{PAGE}?month=2028-03"))
    set_week(cast.miriam, {})
    page = words(client.get(PAGE))
    assert "Nothing is free at the moment." in page
    assert "The first free time" not in page


def test_nothing_of_the_coachs_life_is_told(client: Client, cast: Cast, talk: SessionType) -> None:
    book(cast.ana_engagement, offer(cast.miriam), cast.miriam, dt.datetime(2027, 3, 2, 8, tzinfo=dt.UTC),
         actor=cast.miriam.person)  # fmt: skip
    page = words(client.get(f"{PAGE}?day=2027-03-02"))
    assert f"at={NINE}" not in page
    for secret in ("Kova", "Coaching session", "miriam@example.org", str(cast.miriam.public_id)):
        assert secret not in page


def test_from_a_time_to_a_first_talk(client: Client, cast: Cast, talk: SessionType) -> None:
    answer = choose(client)
    assert answer.status_code == 302
    assert not Person.objects.filter(email="yuki@example.org").exists()  # nothing is known of them yet
    assert not CoachingSession.objects.exists()
    assert f"at={NINE}" not in words(client.get(f"{PAGE}?day=2027-03-02"))  # it is held
    assert "Yuki" not in str(bytes(Hold.objects.get().said))
    url = answer.headers["Location"]
    asked = words(client.get(url))
    assert "Tomorrow, 17:00–17:30" in asked
    assert "09:00 for Miriam Okafor in Berlin" in asked
    assert client.post(url, {"code": "WRONG1"}).status_code == 422
    done = client.post(url, {"code": code_sent().lower()}, follow=True)
    assert "It is booked" in words(done)
    made = CoachingSession.objects.get()
    assert made.starts_at == dt.datetime(2027, 3, 2, 8, tzinfo=dt.UTC)
    assert (made.zone, made.counts) == ("Europe/Berlin", False)
    assert private.answers(made) == {"What brings you here?": "A new role."}
    assert made.engagement.status == Engagement.Status.PROSPECT
    client_now = made.engagement.current_clients[0]
    assert (client_now.display_name, client_now.zone) == ("Yuki Mori", "Asia/Tokyo")
    assert client_now.person.email == "yuki@example.org"
    assert Occupancy.objects.filter(session=made, until=None).count() == Occupancy.objects.count() == 1
    assert not bytes(Hold.objects.get().said)
    manage = re.search(r'href="[^"]*(/session/[a-z0-9]+/)"', done.content.decode())
    assert manage
    assert client.get(manage[1]).status_code == 200  # without an account: it moves and cancels
    entry = client.get(f"{url}first-talk.ics").content.decode()
    assert "DTSTART:20270302T080000Z" in entry


def test_opened_twice_or_sent_twice_it_is_one_talk(client: Client, cast: Cast, talk: SessionType) -> None:
    url = choose(client).headers["Location"]
    code = code_sent()
    for _ in range(2):
        assert "It is booked" in words(client.post(url, {"code": code}, follow=True))
    assert CoachingSession.objects.count() == 1


def test_a_known_address_looks_like_an_unknown_one(client: Client, cast: Cast, talk: SessionType) -> None:
    answers = []
    for number, email in enumerate(("ana@example.org", "nobody@example.org", "miriam@example.org")):
        at = f"2027-03-02T{8 + number}:00Z".replace("T8", "T08").replace("T9", "T09")
        answer = choose(client, at=at, email=email)
        page = words(client.get(answer.headers["Location"]))
        answers.append((answer.status_code, page.count("<p"), "A code is on its way to" in page))
    assert len(set(answers)) == 1


def test_a_client_who_books_there_goes_on_in_their_own_engagement(
    client: Client, cast: Cast, talk: SessionType
) -> None:
    url = choose(client, email="ana@example.org").headers["Location"]
    client.post(url, {"code": code_sent()})
    made = CoachingSession.objects.get()
    assert made.engagement == cast.ana_engagement
    assert Membership.objects.get(pk=cast.ana.pk).display_name == "Ana Kovačević"  # not what a form said


def test_a_colleague_is_told_after_the_code(client: Client, cast: Cast, talk: SessionType) -> None:
    url = choose(client, email="devi@example.org").headers["Location"]
    answer = client.post(url, {"code": code_sent()})
    assert answer.status_code == 409
    assert "They already belong to this practice, in another role." in words(answer)
    assert not CoachingSession.objects.exists()


def test_who_comes_second_keeps_what_they_wrote_and_gets_other_times(
    client: Client, cast: Cast, talk: SessionType
) -> None:
    choose(client)
    answer = choose(client, email="second@example.org", name="Second")
    page = words(answer)
    assert answer.status_code == 422
    assert "That time has just been taken." in page
    assert 'value="Second"' in page
    assert 'value="2027-03-02T09:00Z"' in page
    assert client.post(f"{PAGE}?at={NINE}", {**NEW, "at": "2027-03-02T09:00Z"}).status_code == 302


def test_a_second_talk_while_one_is_ahead_is_refused(client: Client, cast: Cast, talk: SessionType) -> None:
    for at in (NINE, "2027-03-03T09:00Z"):
        url = choose(client, at=at).headers["Location"]
        answer = client.post(url, {"code": code_sent()})
    assert answer.status_code == 409
    assert "You have a talk booked already." in words(answer)
    assert CoachingSession.objects.count() == Occupancy.objects.count() == 1


@pytest.mark.parametrize(("at", "why"), [
    ("2027-03-02T11:45Z", "not offered"), ("2027-03-01T07:00Z", "too soon"), ("2027-06-01T07:00Z", "too far ahead"),
])  # fmt: skip
def test_what_is_not_offered_cannot_be_had(client: Client, cast: Cast, talk: SessionType, at: str, why: str) -> None:
    assert why in words(choose(client, at=at))
    assert not Hold.objects.exists()


def test_the_limit_of_a_day_holds_for_those_who_were_first_to_choose(
    client: Client, cast: Cast, talk: SessionType
) -> None:
    SessionType.objects.update(per_day=1)
    first = choose(client).headers["Location"]
    second = choose(client, at="2027-03-02T10:00Z", email="b@example.org").headers["Location"]
    one, two = code_sent(1), code_sent(0)
    assert client.post(first, {"code": one}).status_code == 302
    answer = client.post(second, {"code": two})
    assert answer.status_code == 409
    assert "This day has become full." in words(answer)
    assert Occupancy.objects.count() == 1


def test_bad_text_is_told_in_words(client: Client, cast: Cast, talk: SessionType) -> None:
    for fields in ({"email": "no address"}, {"name": ""}, {"name": "\x00"}, {"question0": "x" * 2001}):
        answer = choose(client, **fields)
        assert answer.status_code == 422
        assert "needs another look" in words(answer) or "need another look" in words(answer)


def test_the_mail_says_when_and_nothing_that_a_stranger_typed(client: Client, cast: Cast, talk: SessionType) -> None:
    from opencoach.outbox import ports

    choose(client, name="BUY NOW http://spam.example")
    mail = Delivery.objects.get()
    rendered = ports.kinds["booking_code"].render(mail)
    code = mail.secrets["code"]
    assert rendered.subject == f"{code} is your code for the talk with Miriam Okafor"
    assert "Tuesday 2 March 2027, 17:00 JST" in rendered.text
    assert "spam" not in rendered.text + rendered.html + rendered.subject
    assert ports.kinds["booking_code"].still_due(mail) == ""
    client.post(f"{PAGE}made-up/", {"code": code})


def test_no_cookie_is_set_and_a_frame_elsewhere_can_post(cast: Cast, talk: SessionType) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(f"/embed/okafor/miriam-okafor/first-talk/?at={NINE}", {"at": NINE, **NEW})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/embed/")
    client.get(answer.headers["Location"])
    assert not client.cookies


def test_it_travels_compressed(client: Client, cast: Cast, talk: SessionType) -> None:
    answer = client.get(PAGE, HTTP_ACCEPT_ENCODING="gzip")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert b'id="zone"' in gzip.decompress(answer.content)
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert len(answer.content) < len(client.get(PAGE).content) / 3


def test_only_the_named_sites_show_it_in_a_frame(client: Client, cast: Cast, talk: SessionType) -> None:
    framed, plain = PAGE.replace("book", "embed"), PAGE
    for path in (framed, plain):
        answer = client.get(path)
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Frame-Options"] == "DENY"
    change_sites(cast.miriam, ["https://example.org", "http://localhost:9000"])
    answer = client.get(framed)
    assert "frame-ancestors https://example.org http://localhost:9000" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert client.get(plain).headers["X-Frame-Options"] == "DENY"


def test_search_engines_list_what_is_open_and_wanted(client: Client, cast: Cast, talk: SessionType) -> None:
    answer = client.get(f"{PAGE}?zone=Asia/Tokyo")
    assert "X-Robots-Tag" not in answer.headers
    assert f'rel="canonical" href="http://127.0.0.1:8000{PAGE}"' in words(answer) or f'{PAGE}">' in words(answer)
    assert client.get(f"{PAGE}?at={NINE}").headers["X-Robots-Tag"] == "noindex"
    change_practice_page(settings_of(cast.practice), cast.miriam, is_open=True, about="", listed=False)
    for path in (PAGE, "/book/okafor/"):
        answer = client.get(path)
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert 'name="robots" content="noindex"' in words(answer)


def test_the_practices_page_lists_whose_pages_are_open(client: Client, cast: Cast, talk: SessionType) -> None:
    change_practice_page(settings_of(cast.practice), cast.miriam, is_open=True, about="We coach.", listed=True)
    page = words(client.get("/book/okafor/"))
    assert "We coach." in page
    assert "Miriam Okafor" in page
    assert "Devi" not in page
    change_coach_page(page_of(cast.miriam), is_open=True, slug="miriam-okafor", about="", left_out=[talk])
    assert client.get(PAGE).status_code == 404
    assert "Nothing can be booked here at the moment." in words(client.get("/book/okafor/"))


def test_the_page_of_a_practice_asks_as_often_for_one_coach_as_for_many(
    client: Client, cast: Cast, talk: SessionType
) -> None:
    change_practice_page(settings_of(cast.practice), cast.miriam, is_open=True, about="", listed=True)

    def more() -> None:
        from tests.cast import member

        for number in range(30):
            coach = member(cast.practice, f"coach{number}", Membership.Role.COACH)
            offer(coach, slug=f"talk-{number}", audience="anybody")
            change_coach_page(page_of(coach), is_open=True, slug=f"coach-{number}", about="")

    before, after = same_with_more(client, "/book/okafor/", more)
    assert before == after <= MOST
