import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from opencoach.conversations.actions import open as open_conversation
from opencoach.library.actions import templates
from opencoach.library.models import MessageTemplate
from opencoach.library.queries.templates import templates_of
from opencoach.library.usual import BY_KEY, USUAL
from opencoach.people.refusal import Refused
from tests.cast import Cast
from tests.sessions.making import upcoming

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def offered(cast: Cast, who: str = "miriam") -> list[str]:
    return [one.title for one in templates_of(getattr(cast, who))[0]]


def test_the_usual_ones_come_with_every_practice_and_name_only_fields_that_there_are(cast: Cast) -> None:
    assert len(offered(cast)) == len(USUAL) == 5
    for one in USUAL:
        templates.check(str(one.body))


def test_a_wrong_field_is_said_before_it_is_kept(cast: Cast, client: Client) -> None:
    client.force_login(cast.miriam.person)
    url = reverse("library:template_new", args=["okafor"])
    answer = client.post(url, {"title": "Soon", "body": "On {sesion date}."})
    assert answer.status_code == 422
    assert "Did you mean “{session date}”?" in answer.content.decode()
    assert "On {sesion date}." in answer.content.decode()
    assert client.post(url, {"title": "Soon", "body": "On {session date}."}).status_code == 302
    assert "Soon" in offered(cast)
    assert "Soon" not in offered(cast, "devi")
    with pytest.raises(Refused, match="A brace stands alone"):
        templates.make("x", "a {", shared=False, by=cast.miriam)


def test_one_of_the_usual_ones_becomes_ones_own_when_it_is_changed(cast: Cast, client: Client) -> None:
    client.force_login(cast.miriam.person)
    url = reverse("library:template", args=["okafor", BY_KEY["welcome"].public_id])
    assert client.get(url).status_code == 200
    client.post(url, {"title": "Welcome to us", "body": "Hello {first name}"})
    assert "Welcome to us" in offered(cast)
    assert len(offered(cast)) == 5
    assert "Welcome" in offered(cast, "devi")
    away = reverse("library:template_archiving", args=["okafor", BY_KEY["quiet"].public_id])
    client.post(away)
    assert len(offered(cast)) == 4
    row = MessageTemplate.objects.get(usual="quiet")
    client.post(reverse("library:template_restoring", args=["okafor", row.public_id]))
    assert len(offered(cast)) == 5


@pytest.mark.zones
def test_it_is_filled_in_on_the_clock_of_whoever_gets_it(cast: Cast, client: Client) -> None:
    """Ana lives in Singapore, Miriam in Berlin."""
    session = upcoming(cast)
    there = session.starts_at.astimezone(dt.timezone(dt.timedelta(hours=8)))
    client.force_login(cast.miriam.person)
    url = reverse("library:template", args=["okafor", BY_KEY["before"].public_id])
    form = {"title": "x", "body": "{first name}: {session date}, {session time}", "do": "preview"}
    page = client.post(url, form | {"with": str(cast.ana_engagement.public_id)}).content.decode()
    assert f"Ana: {there:%A} {there.day} {there:%B}, {there:%H:%M}" in page
    page = client.post(url, form | {"with": str(cast.group_engagement.public_id)}).content.decode()
    assert "everybody: {session date}, {session time}" in page
    assert "No session is booked" in page


def test_its_words_stand_in_the_composer(cast: Cast, client: Client) -> None:
    talk = open_conversation(cast.ana_engagement)
    client.force_login(cast.miriam.person)
    page = client.get(reverse("conversations:wordings", args=["okafor", talk.public_id])).content.decode()
    assert "Hello Ana," in page
    there = reverse("conversations:conversation", args=["okafor", talk.public_id])
    assert f"{there}?template={BY_KEY['after'].public_id}#write" in page
    page = client.get(f"{there}?template={BY_KEY['after'].public_id}").content.decode()
    assert "thank you for today" in page.partition("data-write>")[2].partition("</textarea>")[0]
    client.force_login(cast.ana.person)
    page = client.get(f"{there}?template={BY_KEY['after'].public_id}").content.decode()
    assert "thank you for today" not in page
