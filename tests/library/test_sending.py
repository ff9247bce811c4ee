import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from opencoach.conversations.actions import open as open_conversation
from opencoach.conversations.actions import say
from opencoach.conversations.models import Message
from opencoach.conversations.queries.page import page
from opencoach.library import linked, mails
from opencoach.library.actions import collections, materials, sending
from opencoach.library.models import Share
from opencoach.outbox import ports
from opencoach.outbox.models import Delivery
from opencoach.people.refusal import Refused
from tests.cast import Cast
from tests.counting import MOST, queries
from tests.library.making import PDF, newest, of_file, shared, text

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def the_mail() -> ports.Rendered:
    delivery = Delivery.objects.get(kind=sending.KIND)
    assert ports.kinds[sending.KIND].still_due(delivery) == ""
    return mails.render(delivery)


def test_a_client_is_told_by_mail_opens_it_and_is_through_with_it(cast: Cast, client: Client) -> None:
    client.force_login(cast.miriam.person)
    material = text(cast.miriam)
    url = reverse("library:sending", args=["okafor", cast.ana_engagement.public_id])
    form = {"material": [str(material.public_id)], "note": "For Thursday.", "do": "send"}
    assert client.post(url, form).status_code == 302
    share = Share.objects.get()
    rendered = the_mail()
    assert rendered.subject == "The pause before the answer"
    assert "For Thursday." in rendered.text
    [link] = re.findall(r"/material/(\w+)/", rendered.text)
    assert linked.find(link) == share
    assert rendered.from_name == "Miriam Okafor via Okafor Coaching"
    assert b"Thursday" not in bytes(share.sending.note)

    client.force_login(cast.ana.person)
    assert b"The pause before" in client.get(reverse("dashboard:today", args=["okafor"])).content
    page = reverse("library:share", args=["okafor", share.public_id])
    client.head(page)
    share.refresh_from_db()
    assert share.opened_at is None
    assert b"For Thursday." in client.get(page).content
    client.post(reverse("library:completion", args=["okafor", share.public_id]))
    share.refresh_from_db()
    assert share.opened_at is not None
    assert share.done_at is not None
    client.force_login(cast.miriam.person)
    seen = client.get(reverse("library:sent", args=["okafor", cast.ana_engagement.public_id])).content.decode()
    assert "Done" in seen


def test_small_files_travel_with_the_mail_if_the_coach_wants(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    small, large = of_file(cast.miriam), of_file(cast.miriam, PDF + b"more" * 10, "large.pdf")
    monkeypatch.setattr(mails, "ATTACHED", len(PDF))
    versions = [newest(small), newest(large)]
    sending.send(versions, cast.ana_engagement, by=cast.miriam, attach=True)
    (attached,) = the_mail().attachments
    assert (attached.name, attached.media_type, attached.content) == ("a page.pdf", "application/pdf", PDF)
    assert the_mail().subject == "a page and one more"


def test_what_is_taken_back_is_gone_and_its_mail_does_not_go(cast: Cast, client: Client) -> None:
    share = shared(cast)
    client.force_login(cast.miriam.person)
    client.post(reverse("library:withdrawal", args=["okafor", share.public_id]))
    delivery = Delivery.objects.get(kind=sending.KIND)
    assert delivery.state == Delivery.State.SKIPPED
    assert ports.kinds[sending.KIND].still_due(delivery) == "It was taken back."
    client.force_login(cast.ana.person)
    assert client.get(reverse("library:share", args=["okafor", share.public_id])).status_code == 404
    client.force_login(cast.miriam.person)
    client.post(reverse("library:giving_back", args=["okafor", share.public_id]))
    client.force_login(cast.ana.person)
    assert client.get(reverse("library:share", args=["okafor", share.public_id])).status_code == 200


def test_each_of_a_group_has_their_own(cast: Cast, client: Client) -> None:
    shared(cast, to=cast.group_engagement)
    mine = {share.client: share for share in Share.objects.all()}
    assert set(mine) == {cast.mei, cast.omar}
    client.force_login(cast.mei.person)
    assert client.get(reverse("library:share", args=["okafor", mine[cast.omar].public_id])).status_code == 404
    assert client.get(reverse("library:share", args=["okafor", mine[cast.mei].public_id])).status_code == 200


def test_nothing_goes_to_nobody(cast: Cast) -> None:
    version = newest(text(cast.miriam))
    for engagement in (cast.leila_engagement, cast.invited_engagement):
        with pytest.raises(Refused, match="Nobody takes part"):
            sending.send([version], engagement, by=cast.miriam)
    with pytest.raises(Refused, match="Choose"):
        sending.send([], cast.ana_engagement, by=cast.miriam)
    material = version.material
    materials.archive(material, by=cast.miriam)
    with pytest.raises(Refused, match="put away"):
        sending.send([version], cast.ana_engagement, by=cast.miriam)
    assert not mail.outbox


def test_said_in_a_conversation_it_leads_each_reader_to_where_they_have_it(cast: Cast, client: Client) -> None:
    talk = open_conversation(cast.ana_engagement)
    material = text(cast.miriam, "Brackets [and] *stars*")
    client.force_login(cast.miriam.person)
    url = reverse("conversations:materials", args=["okafor", talk.public_id])
    assert (
        client.post(url, {"material": [str(material.public_id)], "text": "Read this.", "do": "send"}).status_code == 302
    )
    share = Share.objects.get()
    assert not Delivery.objects.filter(kind=sending.KIND).exists()
    talk.refresh_from_db()
    said = page(talk, cast.ana).messages[-1]
    link = reverse("library:version", args=["okafor", share.version.public_id])
    assert said.kind == Message.Kind.TEXT
    assert f'{link}"' in said.html
    assert ">Brackets [and] *stars*</a>" in said.html
    assert client.get(link)["Location"] == reverse("library:material", args=["okafor", material.public_id])
    client.force_login(cast.ana.person)
    assert client.get(link)["Location"] == reverse("library:share", args=["okafor", share.public_id])
    client.force_login(cast.tomas.person)
    assert client.get(link).status_code == 404


@pytest.mark.parametrize("name", ["sent", "mine"])
def test_lists_ask_the_same_number_of_queries(cast: Cast, client: Client, name: str) -> None:
    who: Any = cast.miriam if name == "sent" else cast.ana
    client.force_login(who.person)
    args = ["okafor", cast.ana_engagement.public_id] if name == "sent" else ["okafor"]
    shared(cast)
    few = queries(client, reverse(f"library:{name}", args=args))
    for number in range(8):
        shared(cast, text(cast.miriam, f"Text {number}"))
    assert queries(client, reverse(f"library:{name}", args=args)) == few <= MOST


def test_an_answer_becomes_a_material(cast: Cast, client: Client) -> None:
    talk = open_conversation(cast.ana_engagement)
    seq = say(talk, cast.miriam.person, "# Breathe out first\n\nThen *answer*.").seq
    client.force_login(cast.miriam.person)
    url = reverse("conversations:keep", args=["okafor", talk.public_id, seq])
    assert url in client.get(reverse("conversations:said", args=["okafor", talk.public_id, seq])).content.decode()
    page = client.get(url).content.decode()
    assert 'value="Breathe out first"' in page
    assert "Then *answer*." in page
    assert f'action="{reverse("library:new", args=["okafor", "text"])}"' in page


def test_a_whole_collection_goes_to_a_client_in_its_order(cast: Cast, client: Client) -> None:
    client.force_login(cast.miriam.person)
    first, away, last = text(cast.miriam), text(cast.miriam, title="Put away"), text(cast.miriam, title="The walk")
    kept = collections.make("First weeks", by=cast.miriam, materials=[last, away, first])
    materials.archive(away, by=cast.miriam)
    page_of = reverse("library:collection", args=["okafor", kept.public_id])
    assert cast.ana_engagement.name in client.get(page_of).content.decode()
    there = client.get(f"{page_of}recipient/", {"to": str(cast.ana_engagement.public_id)}, follow=True)
    assert [row.material for row, is_chosen in there.context["rows"] if is_chosen] == [last, first]
