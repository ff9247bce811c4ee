from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from opencoach.library import access
from opencoach.library.actions import collections, materials, sending
from opencoach.library.models import Material, Version
from opencoach.library.queries.materials import Asked, found, uses_of
from opencoach.people.models import Event
from opencoach.people.refusal import Refused
from tests.cast import Cast
from tests.counting import MOST, queries
from tests.library.making import CAPTIONS, SOUND, newest, of_file, shared, text

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def titles(cast: Cast, **asked: Any) -> list[str]:
    rows, total = found(cast.miriam, Asked(**asked))
    assert total == len(rows)
    return [row.material.title for row in rows]


def test_found_by_words_of_title_tag_and_newest_version(cast: Cast) -> None:
    pause = text(cast.miriam, tags=["Stress", "sleep"])
    text(cast.miriam, "Two weeks of work", body="What gave me strength?")
    text(cast.devi, "Devi’s own")
    text(cast.devi, "Devi’s, shared", shared=True, body="Walk.")
    assert titles(cast) == ["Devi’s, shared", "The pause before the answer", "Two weeks of work"]
    assert titles(cast, words="PAUSE breathe") == ["The pause before the answer"]
    assert titles(cast, words="strength") == ["Two weeks of work"]
    assert titles(cast, tag="stress") == titles(cast, words="slee") == ["The pause before the answer"]
    assert titles(cast, kind="link") == titles(cast, words="100%") == []
    materials.change(pause, by=cast.miriam, title="The pause", body="Count to four.")
    assert titles(cast, words="breathe") == []
    materials.archive(pause, by=cast.miriam)
    assert titles(cast, away=True) == ["The pause"]


def test_who_was_sent_a_version_keeps_it(cast: Cast, client: Client) -> None:
    material = text(cast.miriam)
    share = shared(cast, material)
    made = materials.change(material, by=cast.miriam, title="Another title", body="Other words.")
    assert made.number == 2
    assert materials.change(material, by=cast.miriam, title="Another title", body="Other words.").number == 2
    client.force_login(cast.ana.person)
    page = client.get(reverse("library:share", args=["okafor", share.public_id])).content.decode()
    assert "The pause before the answer" in page
    assert "Other words" not in page
    materials.archive(material, by=cast.miriam)
    assert client.get(reverse("library:share", args=["okafor", share.public_id])).status_code == 200
    material.refresh_from_db()
    first = access.get_version(material, 1)
    assert materials.restore_version(first, by=cast.miriam).number == 3
    assert Version.objects.get(material=material, number=3).body == first.body


def test_something_to_hear_is_sent_only_with_its_words(cast: Cast, client: Client) -> None:
    material = of_file(cast.miriam, SOUND, "breathing.mp3")
    assert material.kind == "media"
    with pytest.raises(Refused, match="no text yet"):
        sending.send([newest(material)], cast.ana_engagement, by=cast.miriam)
    client.force_login(cast.miriam.person)
    url = reverse("library:change", args=["okafor", material.public_id])
    assert client.post(url, {"title": "Breathing", "body": " "}).status_code == 422
    assert client.post(url, {"title": "Breathing", "body": "In for four, out for six."}).status_code == 302
    material.refresh_from_db()
    sending.send([newest(material)], cast.ana_engagement, by=cast.miriam)


def test_markdown_of_people_does_no_harm(cast: Cast, client: Client) -> None:
    hostile = "<script>alert(1)</script> [x](javascript:alert(1)) ![y](https://evil.example/p.png) # A <b>bold</b>"
    share = shared(cast, text(cast.miriam, "<img src=x onerror=alert(1)>", body=hostile))
    client.force_login(cast.ana.person)
    page = client.get(reverse("library:share", args=["okafor", share.public_id])).content.decode()
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "<img src=x" not in page
    assert 'src="https://evil' not in page


def test_what_a_colleague_shared_is_used_and_copied_but_not_changed(cast: Cast, client: Client) -> None:
    material = text(cast.miriam, shared=True)
    client.force_login(cast.devi.person)
    args = ["okafor", material.public_id]
    assert client.get(reverse("library:material", args=args)).status_code == 200
    assert client.get(reverse("library:change", args=args)).status_code == 404
    assert client.post(reverse("library:archiving", args=args)).status_code == 404
    assert client.post(reverse("library:copying", args=args)).status_code == 302
    assert Material.objects.get(created_by=cast.devi).title == "The pause before the answer (copy)"


def test_a_collection_keeps_its_order_and_says_where_a_material_is_used(cast: Cast, client: Client) -> None:
    one, two = text(cast.miriam, "One"), text(cast.miriam, "Two")
    made = collections.make("First weeks", by=cast.miriam, materials=[one, two])
    collections.put_in(made, one)
    client.force_login(cast.miriam.person)
    url = reverse("library:places", args=["okafor", made.public_id])
    client.post(url, {"do": f"up:{two.public_id}"})
    assert titles(cast, collection=made) == ["Two", "One"]
    assert [use.text for use in uses_of(cast.miriam, one)] == ["In the collection “First weeks”"]
    client.post(url, {"do": f"out:{two.public_id}"})
    assert titles(cast, collection=made) == ["One"]
    client.post(reverse("library:collection_archiving", args=["okafor", made.public_id]))
    assert uses_of(cast.miriam, one) == []


def test_the_library_asks_the_same_number_of_queries_for_one_and_for_thirty(cast: Cast, client: Client) -> None:
    client.force_login(cast.miriam.person)
    url = reverse("library:materials", args=["okafor"])
    text(cast.miriam, tags=["a"])
    few = queries(client, url)
    for number in range(30):
        text(cast.miriam, f"Text {number}", tags=["a", f"b{number}"])
    assert queries(client, url) == few <= MOST


def test_events_say_who_did_what_and_no_words(cast: Cast) -> None:
    share = shared(cast, note="A secret word")
    sending.opened(share, by=cast.ana)
    sending.opened(share, by=cast.ana)
    sending.done(share, by=cast.ana)
    sending.withdraw(share, by=cast.miriam)
    rows = Event.objects.filter(verb__startswith="material.").order_by("pk")
    verbs = ["material.made", "material.sent", "material.opened", "material.done", "material.withdrawn"]
    assert [row.verb for row in rows] == verbs
    assert "secret" not in str([row.data for row in rows])


def test_captions_are_taken_checked_shown_and_taken_away(cast: Cast, client: Client) -> None:
    client.force_login(cast.miriam.person)
    made = of_file(cast.miriam, SOUND, "breathing.mp3")
    change = reverse("library:change", args=["okafor", made.public_id])
    assert client.post(change, {"title": "Breathing", "body": ""}).status_code == 422
    wrong = SimpleUploadedFile("captions.vtt", b"WEBVTT\n\n00:04.000 --> 00:01.000\nBackwards")
    shown = client.post(change, {"title": "Kept title", "body": "", "captions": wrong})
    assert (shown.status_code, "Line 3: it ends before" in shown.content.decode()) == (422, True)
    assert "Kept title" in shown.content.decode()
    right = SimpleUploadedFile("captions.vtt", CAPTIONS.encode())
    assert client.post(change, {"title": "Breathing", "body": "", "captions": right}).status_code == 302
    page = client.get(reverse("library:material", args=["okafor", made.public_id])).content.decode()
    track = reverse("library:version_captions", args=["okafor", made.public_id, 2])
    assert f'<track kind="captions" src="{track}"' in page
    assert "Miriam: Breathe out first." in page
    answer = client.get(track)
    assert (answer["Content-Type"], answer.content.decode()) == ("text/vtt; charset=utf-8", CAPTIONS)
    made.refresh_from_db()
    assert shared(cast, made)  # it can be sent: there is a text for those who can't hear it
    client.post(change, {"title": "Breathing", "body": "Breathe out first.", "without": "on"})
    made.refresh_from_db()
    assert newest(made).captions == ""
