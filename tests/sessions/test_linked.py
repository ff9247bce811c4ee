"""The signed links of the mails: to move and to cancel one session, by whoever has the mail."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from opencoach.outbox.models import Delivery
from opencoach.people.models import Engagement, Membership
from opencoach.scheduling.actions import hours
from opencoach.sessions import links
from opencoach.sessions.actions import Booked, book, cancel, hold, move
from opencoach.sessions.models import CoachingSession
from tests.cast import Cast
from tests.sessions.mailing import deliver, text, to
from tests.sessions.making import offer, upcoming

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
Status = CoachingSession.Status


@pytest.fixture
def session(cast: Cast) -> CoachingSession:
    """In a week, with words that nobody but its people may read. Miriam works at any hour."""
    hours.set_week(cast.miriam, {day: [(0, 24 * 60)] for day in range(7)})
    start = timezone.now().replace(minute=0, second=0, microsecond=0) + 7 * DAY
    kind = offer(cast.miriam)
    wanted = Booked(agenda="secret agenda", answers=[("Why?", "secret answer")])
    return book(cast.ana_engagement, kind, cast.miriam, start, actor=cast.ana.person, wanted=wanted)


def path(session: CoachingSession, member: Membership, step: str = "") -> str:
    return f"/session/{links.token_of(session, member)}/{step}"


def utc(moment: dt.datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%MZ")


def test_the_mail_has_the_link_and_it_works_in_capitals(cast: Cast, session: CoachingSession, client: Client) -> None:
    found = re.search(r"/session/(\w+)/", text(to(deliver(), cast.ana)))
    assert found
    for token in (found[1], found[1].upper()):
        assert client.get(f"/session/{token}/").status_code == 200


def test_looking_changes_nothing(cast: Cast, session: CoachingSession, client: Client) -> None:
    """Mail scanners open and ask for everything."""
    for step in ("", "cancellation/", "moving/", f"moving/?at={utc(session.starts_at + DAY)}", "session.ics"):
        for ask in (client.get, client.head):
            assert ask(path(session, cast.ana, step)).status_code == 200
    assert client.get(path(session, cast.ana, "reinstatement/")).status_code == 405
    session.refresh_from_db()
    assert (session.status, session.sequence, session.steps.count()) == (Status.BOOKED, 0, 1)


def test_no_page_shows_what_it_is_about(cast: Cast, session: CoachingSession, client: Client) -> None:
    for step in ("", "cancellation/", "moving/", f"moving/?at={utc(session.starts_at + DAY)}", "session.ics"):
        assert "secret" not in client.get(path(session, cast.ana, step)).content.decode()


def test_it_is_on_the_clock_of_whom_the_mail_went_to(cast: Cast, session: CoachingSession, client: Client) -> None:
    page = client.get(path(session, cast.ana)).content.decode()
    local = session.starts_at.astimezone(dt.timezone(8 * HOUR))
    assert f"{local:%H:%M}–" in page
    assert "On the clock in Singapore." in page


def test_a_cancellation_says_what_it_means_and_can_be_taken_back(
    cast: Cast, session: CoachingSession, client: Client
) -> None:
    Engagement.objects.filter(pk=cast.ana_engagement.pk).update(allotment_kind="sessions", allotment_amount=5)
    assert "This is in time: it goes back to your sessions." in client.get(
        path(session, cast.ana, "cancellation/")
    ).content.decode().replace("&#x27;", "'")
    deliver()
    assert client.post(path(session, cast.ana, "cancellation/")).status_code == 302
    session.refresh_from_db()
    assert (session.status, session.steps.latest("pk").actor) == (Status.CANCELLED, cast.ana.person)
    assert "Take it back" in client.get(path(session, cast.ana)).content.decode()
    client.post(path(session, cast.ana, "reinstatement/"))
    session.refresh_from_db()
    assert (session.status, deliver()) == (Status.BOOKED, [])


def test_a_late_one_says_so_before_the_click(cast: Cast, client: Client) -> None:
    Engagement.objects.filter(pk=cast.ana_engagement.pk).update(allotment_kind="sessions", allotment_amount=5)
    session = upcoming(cast, 0.5)
    page = client.get(path(session, cast.ana, "cancellation/")).content.decode()
    assert "This is late: it counts as one of your sessions." in page
    assert "It is too late to move this session." in client.get(path(session, cast.ana, "moving/")).content.decode()


def test_a_double_click_cancels_once(cast: Cast, session: CoachingSession, client: Client) -> None:
    for _twice in range(2):
        client.post(path(session, cast.ana, "cancellation/"))
    assert session.steps.filter(kind="cancelled").count() == 1


def test_it_moves_to_a_time_that_is_free(cast: Cast, session: CoachingSession, client: Client) -> None:
    to_when = session.starts_at + DAY
    page = client.get(path(session, cast.ana, f"moving/?at={utc(to_when)}")).content.decode()
    assert "Move it to this time?" in page
    assert client.post(path(session, cast.ana, "moving/"), {"at": utc(to_when)}).status_code == 302
    session.refresh_from_db()
    assert (session.starts_at, session.status) == (to_when, Status.BOOKED)


def test_it_moves_to_no_time_that_is_not_offered(cast: Cast, session: CoachingSession, client: Client) -> None:
    answer = client.post(path(session, cast.ana, "moving/"), {"at": utc(session.starts_at + 300 * DAY)})
    assert (answer.status_code, "too far ahead" in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("token", ["made-up", "a" * 87, "é", "ae" * 200])
def test_a_made_up_link_opens_nothing(db: None, client: Client, token: str) -> None:
    for step in ("", "cancellation/", "moving/", "session.ics"):
        assert client.get(f"/session/{token}/{step}").status_code == 404
    assert client.post(f"/session/{token}/cancellation/").status_code == 404


def test_a_link_opens_one_session_alone(cast: Cast, session: CoachingSession, client: Client) -> None:
    """Another purpose's token, and a changed one, open nothing."""
    token = links.token_of(session, cast.ana)
    for letter in range(0, len(token), 7):
        changed = token[:letter] + ("a" if token[letter] != "a" else "b") + token[letter + 1 :]
        assert client.get(f"/session/{changed}/").status_code == 404


def test_it_ends_with_the_engagement_and_with_the_membership(
    cast: Cast, session: CoachingSession, client: Client
) -> None:
    link = path(session, cast.ana)
    Membership.objects.filter(pk=cast.ana.pk).update(ended_at=timezone.now())
    assert client.get(link).status_code == 410
    Membership.objects.filter(pk=cast.ana.pk).update(ended_at=None)
    assert client.get(link).status_code == 200
    Engagement.objects.filter(pk=cast.ana_engagement.pk).update(status="ended")
    assert client.get(link).status_code == 410
    assert client.post(path(session, cast.ana, "cancellation/")).status_code == 410


def test_nobody_else_of_the_practice_has_one(cast: Cast, session: CoachingSession, client: Client) -> None:
    assert client.get(path(session, cast.tomas)).status_code == 410


def test_it_runs_out_a_day_after_the_session(cast: Cast, session: CoachingSession) -> None:
    token = links.token_of(session, cast.ana)
    assert links.find(token, session.ends_at + 23 * HOUR).session == session
    with pytest.raises(links.Closed, match="expired"):
        links.find(token, session.ends_at + 25 * HOUR)


def test_an_older_link_shows_the_session_as_it_is_now(cast: Cast, session: CoachingSession, client: Client) -> None:
    link = path(session, cast.ana)
    move(session, session.starts_at + HOUR, actor=cast.miriam.person)
    cancel(session, actor=cast.miriam.person)
    assert "nothing to move or to cancel" not in client.get(link).content.decode()  # the undo is there
    client.post(link + "reinstatement/")
    session.refresh_from_db()
    assert session.status == Status.CANCELLED  # only who cancelled it takes it back
    assert client.post(link + "cancellation/").status_code == 302


def test_the_coachs_link_acts_as_the_coach(cast: Cast, session: CoachingSession, client: Client) -> None:
    client.post(path(session, cast.miriam, "cancellation/"))
    session.refresh_from_db()
    assert session.steps.latest("pk").data["by_practice"] is True


def test_the_file_is_one_for_a_calendar(cast: Cast, session: CoachingSession, client: Client) -> None:
    answer = client.get(path(session, cast.ana, "session.ics"))
    assert answer["Content-Type"].startswith("text/calendar")
    assert b"METHOD:PUBLISH" in answer.content
    assert b"ATTENDEE" not in answer.content


def test_the_link_is_hidden_in_a_preview(cast: Cast, session: CoachingSession, client: Client) -> None:
    row = Delivery.objects.get(kind="session_booked", person=cast.ana.person)
    client.force_login(cast.miriam.person)
    page = client.get(f"/p/okafor/settings/deliveries/{row.public_id}/preview/").content.decode()
    assert "Miriam Okafor" in page
    assert "/session/hidden/" in page


def test_one_that_is_over_is_only_shown(cast: Cast, session: CoachingSession, client: Client) -> None:
    hold(session, actor=cast.miriam.person, now=session.starts_at)
    page = client.get(path(session, cast.ana)).content.decode()
    assert "There is nothing to move or to cancel here any more." in page
