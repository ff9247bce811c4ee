"""The coach's side of a first talk: Today, the decision, Settings → Booking page."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from opencoach.onboarding.models import Acceptance, Invitation
from opencoach.outbox.models import Delivery
from opencoach.people.models import Engagement
from opencoach.scheduling.models import BookingPage, CoachPage
from opencoach.sessions.actions import Booked, book
from opencoach.sessions.models import CoachingSession, Occupancy
from opencoach.sessions.queries.allotment import allotment
from tests.cast import Cast
from tests.sessions.making import offer

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def talk(cast: Cast) -> CoachingSession:
    """Jonas's, in three days."""
    kind = offer(cast.miriam, slug="first-talk", name="First talk", audience="anybody", questions=["Why?"])
    start = (timezone.now() + dt.timedelta(days=3)).replace(minute=0, second=0, microsecond=0)
    wanted = Booked(counts=False, answers=[("Why?", "A new role.")])
    return book(cast.jonas_engagement, kind, cast.miriam, start, actor=cast.jonas.person, wanted=wanted)


def page(client: Client, path: str) -> str:
    return client.get(f"/p/okafor/{path}").content.decode()


def path_of(cast: Cast, step: str = "") -> str:
    return f"/p/okafor/clients/{cast.jonas_engagement.public_id}/first-talk/{step}"


def test_today_tells_of_a_new_talk_and_asks_after_it(client: Client, cast: Cast, talk: CoachingSession) -> None:
    client.force_login(cast.miriam.person)
    assert "Has booked a first talk" in page(client, "")
    CoachingSession.objects.update(
        starts_at=timezone.now() - dt.timedelta(hours=3), ends_at=timezone.now() - dt.timedelta(hours=2), status="held"
    )
    assert "How do you go on after the first talk?" in page(client, "")
    client.force_login(cast.devi.person)
    assert "first talk" not in page(client, "")


def test_one_click_invites_with_the_agreement(client: Client, cast: Cast, talk: CoachingSession) -> None:
    client.force_login(cast.miriam.person)
    overview = page(client, f"clients/{cast.jonas_engagement.public_id}/")
    assert path_of(cast, "invitation/") in overview
    for _ in range(2):  # a double click invites once
        client.post(path_of(cast, "invitation/"))
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.engagement) == ("jonas@example.org", cast.jonas_engagement)
    assert Delivery.objects.filter(kind="invitation").count() == 1
    cast.jonas_engagement.refresh_from_db()
    assert cast.jonas_engagement.status == Engagement.Status.INVITED
    assert client.get(path_of(cast)).status_code == 404


def test_the_first_talk_is_not_taken_from_what_is_agreed(client: Client, cast: Cast, talk: CoachingSession) -> None:
    client.force_login(cast.miriam.person)
    shown = client.get(path_of(cast)).content.decode()
    assert "A new role." in shown
    said = {"specialisation": "executive", "allotment_kind": "sessions", "allotment_amount": "6", "note": "Good talk."}
    client.post(path_of(cast), said)
    cast.jonas_engagement.refresh_from_db()
    assert allotment(cast.jonas_engagement).left == 6
    assert Invitation.objects.get().note == "Good talk."


def test_letting_go_cancels_what_is_booked(client: Client, cast: Cast, talk: CoachingSession) -> None:
    client.force_login(cast.miriam.person)
    assert "The talk that is booked is cancelled" in client.get(path_of(cast)).content.decode()
    client.post(path_of(cast, "parting/"))
    talk.refresh_from_db()
    cast.jonas_engagement.refresh_from_db()
    assert (talk.status, cast.jonas_engagement.status) == ("cancelled", "ended")
    assert not Occupancy.objects.exists()


def test_going_on_again_after_parting_makes_nobody_a_client(client: Client, cast: Cast, talk: CoachingSession) -> None:
    """Who has accepted no agreement is a prospect again, and is invited as any other."""
    client.force_login(cast.miriam.person)
    client.post(path_of(cast, "parting/"))
    overview = f"clients/{cast.jonas_engagement.public_id}/"
    assert "Go on again" in page(client, overview)
    answer = client.post(f"/p/okafor/{overview}reopening/", follow=True).content.decode()
    assert "It is a first talk again." in answer
    assert "Invite to work together" in answer
    cast.jonas_engagement.refresh_from_db()
    assert cast.jonas_engagement.status == Engagement.Status.PROSPECT
    client.post(path_of(cast, "invitation/"))
    cast.jonas_engagement.refresh_from_db()
    assert cast.jonas_engagement.status == Engagement.Status.INVITED
    assert not Acceptance.objects.filter(engagement=cast.jonas_engagement).exists()


def test_an_invitation_after_a_first_talk_is_taken_back(client: Client, cast: Cast, talk: CoachingSession) -> None:
    client.force_login(cast.miriam.person)
    client.post(path_of(cast, "invitation/"))
    invitation = Invitation.objects.get()
    client.post(f"/p/okafor/invitations/{invitation.public_id}/withdrawal/")
    cast.jonas_engagement.refresh_from_db()
    assert cast.jonas_engagement.status == Engagement.Status.PROSPECT
    assert client.get(path_of(cast)).status_code == 200
    client.post(path_of(cast, "invitation/"))  # and asked once more
    assert [one.state for one in Invitation.objects.order_by("pk")] == ["withdrawn", "open"]


def test_a_coach_opens_their_page(client: Client, cast: Cast, talk: CoachingSession) -> None:
    client.force_login(cast.miriam.person)
    settings = "/p/okafor/settings/booking-page/"
    assert 'value="miriam-okafor"' in client.get(settings).content.decode()
    client.post(settings, {"is_open": "on", "slug": "Miriam", "about": "Hello."})
    made = CoachPage.objects.get()
    assert (made.slug, made.about, made.opened_at is not None) == ("miriam", "Hello.", True)
    assert "/book/okafor/miriam/" in client.get(settings).content.decode()
    client.force_login(cast.devi.person)
    answer = client.post(settings, {"slug": "miriam", "about": "Mine."})
    assert answer.status_code == 422
    assert "A colleague’s page has this address." in answer.content.decode()
    assert "Mine." in answer.content.decode()


def test_which_first_talks_stand_there(client: Client, cast: Cast, talk: CoachingSession) -> None:
    other = offer(cast.miriam, slug="long-talk", name="Long talk", audience="anybody")
    client.force_login(cast.miriam.person)
    client.post("/p/okafor/settings/booking-page/", {"is_open": "on", "slug": "m", "kinds": [str(other.public_id)]})
    shown = client.get("/book/okafor/m/").content.decode()
    assert "Long talk" in shown
    assert "First talk" not in shown.replace("first talk", "")


@pytest.mark.parametrize(("text", "kept"), [
    ("https://Example.org/about?x#y", ["https://example.org"]),
    ("example.org\nhttps://example.org", ["https://example.org"]),
    ("http://localhost:8080", ["http://localhost:8080"]),
    ("https://bücher.example", ["https://xn--bcher-kva.example"]),
    ("", []),
])  # fmt: skip
def test_sites_become_origins(client: Client, cast: Cast, text: str, kept: list[str]) -> None:
    client.force_login(cast.miriam.person)
    assert client.post("/p/okafor/settings/booking-page/sites/", {"sites": text}).status_code == 302
    assert BookingPage.objects.get().sites == kept


@pytest.mark.parametrize("text", [
    "https://a.org; script-src *", "*", "https://*.org", "javascript:alert(1)", "https://u:p@a.org", "'self'",
    "https://a..org", "https://a.org:99999", "file:///etc", "x" * 300,
])  # fmt: skip
def test_nothing_else_reaches_the_header(client: Client, cast: Cast, text: str) -> None:
    client.force_login(cast.miriam.person)
    answer = client.post("/p/okafor/settings/booking-page/sites/", {"sites": text})
    assert answer.status_code == 422
    assert not BookingPage.objects.exists()
