import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from opencoach.onboarding.models import Invitation
from opencoach.people.actions.engagement import end_engagement
from opencoach.people.actions.event import record_event
from opencoach.people.actions.pause import pause_engagement
from opencoach.people.actions.practice import create_practice
from opencoach.sessions.actions import begin_with_the_usual
from tests.cast import Cast, member, person
from tests.counting import MOST, more_clients, same_with_more

pytestmark = pytest.mark.django_db


def today(client: Client, who: object, practice: str = "okafor") -> str:
    client.force_login(who)
    return client.get(f"/p/{practice}/").content.decode()


def test_a_new_coach_is_led_to_the_first_client(client: Client, db: None) -> None:
    owner = create_practice(name="Brandt", owner=person("eva"), display_name="Eva Brandt")
    page = today(client, owner.person, "brandt")
    steps = [
        "Four steps",
        "Complete your practice",
        "Write your agreement",
        "Say what can be booked",
        "Invite your first",
    ]
    places = [page.index(step) for step in steps]
    assert places == sorted(places)
    assert page.count("button primary") == 1


def test_a_new_colleague_says_what_can_be_booked_and_invites(client: Client, cast: Cast) -> None:
    coach = member(cast.practice, "eva", "coach")
    page = today(client, coach.person)
    assert "Two steps to your first client" in page
    assert "Complete your practice" not in page
    begin_with_the_usual(by=coach)
    page = today(client, coach.person)
    assert page.count('class="is-done"') == 1
    assert page.index("Say what can be booked") < page.index("(done)") < page.index("Invite your first client")


def test_with_a_client_the_steps_are_gone(client: Client, cast: Cast) -> None:
    page = today(client, cast.miriam.person)
    assert "Complete your practice" not in page
    assert "Waiting for you" in page


def test_an_invitation_without_an_answer_waits(client: Client, cast: Cast) -> None:
    invitation = Invitation.objects.create(
        practice=cast.practice,
        engagement=cast.invited_engagement,
        email="priscilla@example.org",
        name="Priscilla Vance",
        nonce="n",
        invited_by=cast.miriam,
        expires_at=timezone.now() + dt.timedelta(days=7),
    )
    Invitation.objects.update(created_at=timezone.now() - dt.timedelta(days=5))
    assert f"/p/okafor/invitations/{invitation.public_id}/resending/" in today(client, cast.miriam.person)
    assert str(invitation.public_id) not in today(client, cast.devi.person)


def test_lately_tells_only_of_ones_own(client: Client, cast: Cast) -> None:
    for engagement in (cast.ana_engagement, cast.tomas_engagement):
        record_event("agreement.accepted", practice=cast.practice, engagement=engagement, actor=None)
    page = today(client, cast.devi.person)
    assert "Tomás Ferreira" in page
    assert "Ana Kovačević" not in page


def test_a_client_sees_their_coach_and_where_to_find_help(client: Client, cast: Cast) -> None:
    page = today(client, cast.ana.person)
    assert "Miriam Okafor" in page
    assert "/p/okafor/help/" in page
    assert "/p/okafor/sharing/" in page
    assert "/p/okafor/clients/" not in page


def test_a_client_reads_of_a_pause_and_of_the_end(client: Client, cast: Cast) -> None:
    pause_engagement(cast.ana_engagement, actor=cast.miriam.person, starts_on=timezone.localdate())
    assert "Nothing is due" in today(client, cast.ana.person)
    end_engagement(cast.ana_engagement, actor=cast.miriam.person)
    assert "You can still read all of it" in today(client, cast.ana.person)


def test_a_sponsor_sees_who_is_sponsored_and_nothing_more(client: Client, cast: Cast) -> None:
    page = today(client, cast.ruben.person)
    assert "Ana Kovačević" in page
    assert "Tomás Ferreira" not in page
    assert "/clients/" not in page


@pytest.mark.parametrize("who", ["miriam", "priya"])
def test_as_many_queries_with_one_client_as_with_thirty(who: str, client: Client, cast: Cast) -> None:
    client.force_login(cast.people()[who])
    before, after = same_with_more(client, "/p/okafor/", lambda: more_clients(cast.miriam, 30))
    assert before == after <= MOST


def test_lately_takes_as_many_queries_with_many_events(client: Client, cast: Cast) -> None:
    client.force_login(cast.miriam.person)
    record_event("pause.made", practice=cast.practice, engagement=cast.ana_engagement, actor=cast.miriam.person)

    def add() -> None:
        for engagement in (cast.leila_engagement, cast.jonas_engagement, cast.group_engagement) * 10:
            record_event("pause.made", practice=cast.practice, engagement=engagement, actor=cast.miriam.person)

    before, after = same_with_more(client, "/p/okafor/", add)
    assert before == after <= MOST
