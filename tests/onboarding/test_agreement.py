import pytest
from django.test import Client

from opencoach.onboarding.actions.agreement import accept, current, publish
from opencoach.onboarding.agreement import default_text, filled, unknown_placeholders
from opencoach.onboarding.models import Acceptance, Agreement
from opencoach.onboarding.views.agreement import difference
from opencoach.people.attention import waiting_for
from opencoach.people.refusal import Refused
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_the_default_text_needs_no_correction() -> None:
    assert unknown_placeholders(default_text()) == []
    assert "{" not in filled(default_text(), dict.fromkeys(
        ["practice", "coach", "client", "crisis_contacts", "referral_contacts", "answer_time"], "x"
    ))  # fmt: skip


def test_publishing_the_same_text_makes_no_version(cast: Cast) -> None:
    first = publish(cast.practice, "One", by=None)
    assert publish(cast.practice, "One", by=None).pk == first.pk
    assert publish(cast.practice, "Two", by=None).version == 2
    assert publish(cast.practice, "One", by=None).version == 3


def test_an_owner_publishes_and_a_misspelt_placeholder_is_named(client: Client, cast: Cast) -> None:
    client.force_login(cast.miriam.person)
    url = "/p/okafor/settings/agreement/"
    wrong = client.post(url, {"text": "Hello {cleint}", "publish": "1"})
    assert wrong.status_code == 422
    assert "{cleint}" in wrong.content.decode()
    client.post(url, {"text": "Hello {client}", "publish": "1"})
    assert Agreement.objects.get().text == "Hello {client}"


def test_a_preview_publishes_nothing(client: Client, cast: Cast) -> None:
    client.force_login(cast.miriam.person)
    answer = client.post("/p/okafor/settings/agreement/", {"text": "# Dear {client}", "preview": "1"})
    assert "<h2>Dear Your client</h2>" in answer.content.decode()
    assert not Agreement.objects.exists()


def test_a_new_version_waits_on_the_client_s_today_and_is_accepted_there(client: Client, cast: Cast) -> None:
    publish(cast.practice, "One", by=None)
    accept(current(cast.practice), cast.ana_engagement, cast.ana.person, name="Ana")
    newer = publish(cast.practice, "Two, **better**", by=None)
    client.force_login(cast.ana.person)
    url = f"/p/okafor/clients/{cast.ana_engagement.public_id}/agreement/"
    assert [item.url for item in waiting_for(cast.ana)] == [url]
    client.post(url, {"name": "Ana", "accepted": "on", "agreement": newer.public_id})
    assert Acceptance.objects.filter(agreement=newer, person=cast.ana.person).count() == 1
    assert waiting_for(cast.ana) == []


def test_an_outdated_version_is_not_accepted(cast: Cast) -> None:
    old = publish(cast.practice, "One", by=None)
    publish(cast.practice, "Two", by=None)
    with pytest.raises(Refused):
        accept(old, cast.ana_engagement, cast.ana.person, name="Ana")


def test_what_changed_is_said_line_by_line() -> None:
    assert difference("a\nb\nc", "a\nx\nc") == [("gone", "b"), ("new", "x")]
