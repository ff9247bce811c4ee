from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from opencoach.dashboard.queries.client import place_of
from opencoach.people.actions.engagement import end_engagement
from opencoach.people.actions.pause import pause_engagement
from opencoach.people.models import Engagement, Pause
from opencoach.people.specialisations import get
from tests.cast import Cast
from tests.counting import MOST, queries

pytestmark = pytest.mark.django_db


def page_of(client: Client, who: object, engagement: Engagement) -> str:
    client.force_login(who)
    return client.get(f"/p/okafor/clients/{engagement.public_id}/").content.decode()


def test_the_coach_reads_all_of_it(client: Client, cast: Cast) -> None:
    page = page_of(client, cast.miriam.person, cast.ana_engagement)
    assert "Executive coaching since" in page
    assert "ana@example.org" in page
    assert "Ruben Tan, sponsor" in page


def test_the_coach_reads_when_to_send_somebody_elsewhere_and_to_whom(client: Client, cast: Cast) -> None:
    page = unescape(page_of(client, cast.miriam.person, cast.ana_engagement))
    hints = get("executive").help
    assert all(hint.kind in page and hint.when in page for hint in (*hints.crisis, *hints.referral))
    assert "Crisis line +49800111011" in page
    client.force_login(cast.priya.person)
    assert hints.referral[0].when not in unescape(page_of(client, cast.priya.person, cast.ana_engagement))


def test_a_client_reads_it_with_the_practices_contacts(client: Client, cast: Cast) -> None:
    client.force_login(cast.ana.person)
    page = unescape(client.get("/p/okafor/help/").content.decode())
    assert get("executive").help.crisis[0].when in page
    assert get("fitness").help.referral[0].when not in page
    assert "Crisis line" in page


@pytest.mark.parametrize("who", ["miriam", "priya"])
def test_owner_and_assistant_read_names_and_times_only(who: str, client: Client, cast: Cast) -> None:
    page = page_of(client, cast.people()[who], cast.tomas_engagement)
    assert "With Devi Anand since" in page
    assert "Executive" not in page
    assert "tomas@example.org" not in page
    assert "Lately" not in page


def test_a_pause_and_back(client: Client, cast: Cast) -> None:
    url = f"/p/okafor/clients/{cast.ana_engagement.public_id}/"
    client.force_login(cast.miriam.person)
    said = client.post(f"{url}pause/", {"starts_on": timezone.localdate().isoformat(), "reason": "Travel"}, follow=True)
    pause = Pause.objects.get()
    assert f"{url}pauses/{pause.public_id}/withdrawal/" in said.content.decode()  # undo
    assert "Nothing is due" in said.content.decode()
    client.post(f"{url}pauses/{pause.public_id}/withdrawal/")
    assert Engagement.objects.get(pk=cast.ana_engagement.pk).status == "active"


def test_a_wrong_pause_keeps_what_was_typed(client: Client, cast: Cast) -> None:
    client.force_login(cast.miriam.person)
    page = client.post(
        f"/p/okafor/clients/{cast.ana_engagement.public_id}/pause/",
        {"starts_on": "2030-05-02", "ends_on": "2030-05-01", "reason": "Travel & rest"},
    )
    assert page.status_code == 422
    text = page.content.decode()
    assert "The last day is before the first." in text
    assert 'value="2030-05-02"' in text
    assert "Travel &amp; rest" in text


def test_an_ended_one_can_go_on(client: Client, cast: Cast) -> None:
    end_engagement(cast.ana_engagement, actor=cast.miriam.person, reason="Reached")
    page = page_of(client, cast.miriam.person, cast.ana_engagement)
    assert "Reached" in page
    assert "reopening/" in page
    assert "Reached" not in page_of(client, cast.priya.person, cast.ana_engagement)


def test_a_page_takes_few_queries(client: Client, cast: Cast) -> None:
    pause_engagement(cast.ana_engagement, actor=cast.miriam.person, starts_on=timezone.localdate())
    client.force_login(cast.miriam.person)
    assert queries(client, f"/p/okafor/clients/{cast.ana_engagement.public_id}/") <= MOST


@pytest.mark.parametrize(
    ("zone", "place"),
    [("Asia/Ho_Chi_Minh", "Ho Chi Minh"), ("America/Argentina/Salta", "Salta"), ("UTC", ""), ("Etc/GMT+3", "")],
)
def test_a_zone_is_said_as_a_place(zone: str, place: str) -> None:
    assert place_of(zone) == place
