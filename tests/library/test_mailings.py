"""A letter to several clients: looked at for each, sent once, held by their calm, and what became of each."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from opencoach.library import mailing_mails
from opencoach.library.actions import mailings as verbs
from opencoach.library.actions.mailings import KIND, Letter
from opencoach.library.models import Mailing, MailingPart, Share
from opencoach.library.queries.mailings import choices, kinds_of, progress_of, works_of
from opencoach.outbox import ports
from opencoach.outbox.actions.calm import change_habits
from opencoach.outbox.calm.habits import Habits
from opencoach.outbox.models import Delivery
from opencoach.outbox.worker.calming import rulings
from opencoach.people.actions.engagement import end_engagement
from opencoach.people.actions.pause import pause_engagement
from opencoach.people.models import Engagement
from opencoach.people.refusal import Refused
from tests.cast import Cast
from tests.counting import MOST, queries
from tests.library.making import newest, of_file, text

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NOW = dt.datetime(2027, 3, 1, 10, 0, tzinfo=dt.UTC)
WORDS = Letter("For {first name}", "Hello {first name}, this is for {client name}.")
NEW = "/p/okafor/library/letters/new/"


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def miriam(client: Client, cast: Cast, clock: Any) -> Client:
    client.force_login(cast.miriam.person)
    return client


def works(cast: Cast, *wanted: Engagement) -> list[Engagement]:
    return [one for one in works_of(cast.miriam) if not wanted or one in wanted]


def sent(cast: Cast, letter: Letter = WORDS, *wanted: Engagement) -> Mailing:
    return verbs.send_to_several(letter, works(cast, *wanted), by=cast.miriam, once=uuid.uuid4())


def mails() -> dict[str, Delivery]:
    return {row.address: row for row in Delivery.objects.filter(kind=KIND).order_by("pk")}


def test_each_gets_their_own_words_and_who_cant_be_written_to_is_named(cast: Cast, clock: Any) -> None:
    made = sent(cast)
    rendered = {to: mailing_mails.render(row) for to, row in mails().items()}
    assert {to: one.subject for to, one in rendered.items()} == {
        "ana@example.org": "For Ana", "mei@example.org": "For everybody", "omar@example.org": "For everybody",
        "jonas@example.org": "For Jonas",
    }  # fmt: skip
    assert "Hello Ana, this is for Ana Kovačević." in rendered["ana@example.org"].text
    assert "omar" not in rendered["mei@example.org"].text.casefold()
    left = {part.engagement.name: part.left_out for part in MailingPart.objects.exclude(left_out="")}
    assert left == {"Leila Haddad": "ended", "Priscilla Vance": "nobody"}
    lines = {line.name: line.why for line in progress_of(made).lines if line.state == "left"}
    assert lines == {"Leila Haddad": "The work together has ended.", "Priscilla Vance": "Nobody has come in yet."}
    assert b"Hello" not in bytes(made.words)


def test_it_is_chosen_by_kind_looked_at_and_sent(cast: Cast, miriam: Client, clock: Any) -> None:
    every = works(cast)
    assert [key for key, _name in kinds_of(every)] == ["all", "alone", "groups"]
    groups = [one.engagement.name for one in choices(every, "groups", ()) if one.picked]
    assert groups == ["New finance leads"]
    page = miriam.post(NEW, {"do": "kind", "kind": "alone", "subject": "Soon", "text": "Typed"}).content.decode()
    assert ("Typed" in page, page.count(" checked")) == (True, 1)  # Ana alone; a first talk is chosen by hand
    to = [str(cast.ana_engagement.public_id), str(cast.group_engagement.public_id)]
    form = {"to": to, "subject": "For {first name}", "text": "Hello {first name}", "once": str(uuid.uuid4())}
    look = miriam.post(NEW, form | {"do": "look"}).content.decode()
    assert "Hello Ana" in look
    assert not Mailing.objects.exists()
    who = f"{cast.group_engagement.pk}-{cast.mei.pk}"
    assert "Hello everybody" in miriam.post(NEW, form | {"do": "look", "who": who}).content.decode()
    there = [miriam.post(NEW, form | {"do": "send"}).headers["Location"] for _ in range(2)]  # pressed twice
    assert there[0] == there[1] == f"/p/okafor/library/letters/{Mailing.objects.get().public_id}/"
    assert set(mails()) == {"ana@example.org", "mei@example.org", "omar@example.org"}
    assert "0 of 3" in miriam.get(there[0]).content.decode()


def test_what_is_wrong_is_said_and_what_was_typed_is_there(cast: Cast, miriam: Client) -> None:
    to = [str(cast.ana_engagement.public_id)]
    wrong = {
        "There is no field": {"to": to, "subject": "Soon", "text": "Hello {frist name}"},
        "Write a subject": {"to": to, "subject": " ", "text": "Kept words"},
        "Choose at least one": {"to": [str(cast.leila_engagement.public_id)], "subject": "Soon", "text": "Kept words"},
        "Choose at least": {"to": [str(cast.tomas_engagement.public_id)], "subject": "Soon", "text": "Not mine"},
    }
    for words, form in wrong.items():
        for do in ("look", "send"):
            shown = miriam.post(NEW, form | {"do": do})
            assert (shown.status_code, words in shown.content.decode()) == (422, True)
            assert str(form["text"]) in shown.content.decode()
    assert not Mailing.objects.exists()


def test_materials_come_into_their_hands_with_it(cast: Cast, clock: Any) -> None:
    paper = of_file(cast.miriam, name="three sentences.pdf")
    letter = Letter("Soon", "Read this.", [newest(text(cast.miriam)), newest(paper)], attach=True)
    sent(cast, letter, cast.ana_engagement)
    assert [share.client for share in Share.objects.all()] == [cast.ana, cast.ana]
    rendered = mailing_mails.render(mails()["ana@example.org"])
    assert [one.name for one in rendered.attachments] == ["three sentences.pdf"]
    assert rendered.text.count("/material/") == 2


def test_quiet_hours_and_the_cap_hold_as_for_everything(cast: Cast, clock: Any) -> None:
    night = (dt.time(17), dt.time(8))  # it is six in the evening in Singapore
    change_habits(cast.ana, Habits("Asia/Singapore", quiet=night), ended=())
    made = sent(cast, WORDS, cast.ana_engagement)
    row = mails()["ana@example.org"]
    ruling = rulings([row], NOW)[row.pk]
    assert ruling.mark is not None
    assert ruling.mark.next_at == dt.datetime(2027, 3, 2, 0, 0, tzinfo=dt.UTC)
    Delivery.objects.filter(pk=row.pk).update(reason=ruling.mark.reason, next_at=ruling.mark.next_at)
    [line] = progress_of(made).lines
    assert (line.state, "quiet hours" in line.why, progress_of(made).goes_on) == ("waiting", True, False)


def test_what_changed_meanwhile_keeps_it_from_going(cast: Cast, clock: Any) -> None:
    sent(cast, Letter("Soon", "Until {session date}"), cast.ana_engagement)
    due = ports.kinds[KIND].still_due
    row = mails()["ana@example.org"]
    assert "No session is booked" in due(row)
    sent(cast, WORDS, cast.ana_engagement)
    row = mails()["ana@example.org"]
    assert due(row) == ""
    pause_engagement(cast.ana_engagement, starts_on=NOW.date(), ends_on=None, actor=cast.miriam.person)
    assert due(row) == "The work together has ended or pauses."
    assert {one.why for one in choices(works(cast, cast.ana_engagement), "", ())} == {"The work together pauses."}
    end_engagement(cast.ana_engagement, actor=cast.miriam.person)
    assert due(row) != ""


def test_what_waits_is_taken_back(cast: Cast, miriam: Client, clock: Any) -> None:
    made = sent(cast, WORDS, cast.ana_engagement, cast.group_engagement)
    Delivery.objects.filter(address="mei@example.org").update(state="sent", finished_at=NOW)
    miriam.post(reverse("library:mailing_withdrawal", args=["okafor", made.public_id]))
    assert {to: row.state for to, row in mails().items()} == {
        "ana@example.org": "skipped", "mei@example.org": "sent", "omar@example.org": "skipped"
    }  # fmt: skip
    assert progress_of(made).count == {"sent": 1, "skipped": 2}


def test_whose_mails_bring_no_words_reads_it_in_the_product(cast: Cast, client: Client, clock: Any) -> None:
    cast.ana.preferences = {"mail_words": False}
    cast.ana.save(update_fields=["preferences"])
    made = sent(cast, WORDS, cast.ana_engagement)
    rendered = mailing_mails.render(mails()["ana@example.org"])
    assert ("Hello" in rendered.text, rendered.subject) == (False, "A letter from Miriam Okafor")
    page = f"/p/okafor/materials/letters/{made.public_id}/"
    assert page in rendered.text
    client.force_login(cast.ana.person)
    assert client.get(page).status_code == 404  # it has not gone yet
    Delivery.objects.update(state="sent")
    assert "Hello Ana" in client.get(page).content.decode()


def test_the_pages_cost_the_same_with_more(cast: Cast, miriam: Client, clock: Any) -> None:
    made = sent(cast)
    page = f"/p/okafor/library/letters/{made.public_id}/"
    for path in ("/p/okafor/library/letters/", NEW, page):
        assert queries(miriam, path) <= MOST


def test_a_letter_with_nobody_or_too_much_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="at least one"):
        sent(cast, WORDS, cast.leila_engagement)
    with pytest.raises(Refused, match="At most"):
        sent(cast, Letter("Soon", "x" * 10_001), cast.ana_engagement)
