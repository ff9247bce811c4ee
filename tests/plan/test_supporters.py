"""Supporters: asked by the client, for one goal; they see its title, send a word, answer a pulse."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from opencoach.outbox import ports
from opencoach.outbox.models import Delivery
from opencoach.people.actions.engagement import end_engagement
from opencoach.people.refusal import Refused
from opencoach.plan import private, supporting
from opencoach.plan.actions import remove_goal, supporters
from opencoach.plan.models import Encouragement, Goal, Supporter
from opencoach.plan.queries.encouragement import wall_of
from tests.cast import Cast
from tests.plan.making import goal_of_ana
from tests.signing import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
WORDS = {"name": "Luka", "address": "luka@example.org", "note": "You know me best."}


def supporter_of(cast: Cast, goal: Goal | None = None, *, agreed: bool = True, **words: str) -> Supporter:
    goal = goal or goal_of_ana(cast)
    made = supporters.invite_supporter(goal, **{**WORDS, **words}, actor=cast.ana.person)
    if agreed:
        supporters.accept(made)
    return Supporter.objects.get(pk=made.pk)


def link(supporter: Supporter, name: str = "support") -> str:
    return reverse(f"support:{name}", args=[supporting.token_of(supporter)])


def page(cast: Cast, goal: Goal) -> str:
    return reverse("plan:goal_supporters", args=["okafor", goal.public_id])


def mail(kind: str) -> ports.Rendered:
    return ports.kinds[kind].render(Delivery.objects.get(kind=kind))


def test_a_client_asks_and_the_mail_leads_to_a_page_that_asks_back(client: Client, cast: Cast) -> None:
    goal = goal_of_ana(cast)
    sign_in(client, cast.ana.person)
    said = client.post(page(cast, goal), WORDS, follow=True).content.decode()
    assert "A mail goes to Luka." in said
    assert "not answered yet" in said
    sent = mail("supporter_invitation")
    assert Delivery.objects.get(kind="supporter_invitation").address == "luka@example.org"
    for words in ("My team decides without me", "You know me best.", "Hello Luka"):
        assert words in sent.text
    (address,) = [word for word in sent.text.split() if "/support/" in word]
    client.logout()
    shown = client.get(urlsplit(address).path)
    assert shown.status_code == 200
    assert "I stand by it" in shown.content.decode()
    assert "under the name Luka." in shown.content.decode()
    row = Supporter.objects.get()
    assert row.accepted_at is None  # opening it changes nothing
    client.post(link(row, "support_acceptance"))
    client.post(link(row, "support_acceptance"))  # a second click
    row.refresh_from_db()
    assert row.accepted_at is not None
    assert b"luka" not in bytes(row.words)


def test_a_cheer_stands_on_the_wall_in_their_name_and_a_script_is_only_words(client: Client, cast: Cast) -> None:
    row = supporter_of(cast)
    said = client.post(link(row, "support_answer"), {"text": "You let go <script>alert(1)</script>"}, follow=True)
    assert "Sent to" in said.content.decode()
    word = Encouragement.objects.get()
    assert (word.origin, word.goal, word.client) == ("supporter", row.goal, cast.ana)
    (seen,) = wall_of(cast.ana, cast.ana_engagement, cast.ana)[0]
    assert (seen.name, seen.text) == ("Luka", "You let go <script>alert(1)</script>")
    sign_in(client, cast.ana.person)
    today = client.get("/p/okafor/").content.decode()
    assert "<script>alert" not in today


def test_they_see_the_title_and_nothing_else(client: Client, cast: Cast) -> None:
    goal = goal_of_ana(cast)
    other = goal_of_ana(cast, "Another goal of hers")
    first, second = supporter_of(cast, goal), supporter_of(cast, goal, name="Iva", address="iva@example.org")
    supporters.answer(second, text="A word from Iva")
    shown = client.get(link(first)).content.decode()
    assert "My team decides without me" in shown
    for hidden in ("Another goal", "Every decision waits", "Iva", "Miriam", "iva@example.org", str(other.public_id)):
        assert hidden not in shown
    assert client.get(reverse("plan:goal", args=["okafor", goal.public_id])).status_code == 302


def test_nobody_sends_before_they_agreed_or_nothing_or_a_fourth_word_in_a_day(client: Client, cast: Cast) -> None:
    row = supporter_of(cast, agreed=False)
    answer = client.post(link(row, "support_answer"), {"text": "Go"})
    assert answer.status_code == 422
    supporters.accept(row)
    assert client.post(link(row, "support_answer"), {"text": "  "}).status_code == 422
    for _n in range(3):
        assert client.post(link(row, "support_answer"), {"text": "Go"}).status_code == 302
    fourth = client.post(link(row, "support_answer"), {"text": "One word too many"})
    assert fourth.status_code == 422
    assert "One word too many" in fourth.content.decode()
    assert Encouragement.objects.count() == 3


def test_a_pulse_is_answered_once_when_it_is_asked_for(client: Client, cast: Cast) -> None:
    row = supporter_of(cast)
    pulse = reverse("plan:goal_pulse", args=["okafor", row.goal.public_id])
    assert "How do you see it going" not in client.get(link(row)).content.decode()
    assert client.post(link(row, "support_answer"), {"pulse": "4"}).status_code == 422
    sign_in(client, cast.ana.person)
    assert "1 supporter is asked." in client.post(pulse, follow=True).content.decode()
    assert "within the last week" in client.post(pulse, follow=True).content.decode()
    assert Delivery.objects.filter(kind="supporter_pulse").count() == 1
    assert "How do you see it going for Ana" in mail("supporter_pulse").subject
    assert "How do you see it going" in client.get(link(row)).content.decode()
    for wrong in ("6", "0", "x"):
        assert client.post(link(row, "support_answer"), {"pulse": wrong}).status_code == 422
    assert client.post(link(row, "support_answer"), {"pulse": "4"}).status_code == 302
    assert client.post(link(row, "support_answer"), {"pulse": "1"}).status_code == 422  # nobody asked again
    assert [one.pulse for one in row.answers.all()] == [4]
    assert not Encouragement.objects.exists()
    assert "is how they saw it going" in client.get(page(cast, row.goal)).content.decode()
    assert ports.kinds["supporter_pulse"].still_due(Delivery.objects.get(kind="supporter_pulse")) != ""


def test_a_week_later_they_are_asked_again(cast: Cast) -> None:
    row = supporter_of(cast)
    supporters.ask_for_pulse(row.goal, actor=cast.ana.person)
    supporters.answer(row, pulse=3)
    Supporter.objects.update(asked_at=Supporter.objects.get().asked_at - dt.timedelta(days=7))  # type: ignore[operator]
    row.answers.update(at=row.answers.get().at - dt.timedelta(days=6))
    assert supporters.ask_for_pulse(row.goal, actor=cast.ana.person) == 1
    supporters.answer(row, pulse=5)
    assert [one.pulse for one in row.answers.order_by("at")] == [3, 5]


def test_ended_is_ended_and_can_be_taken_back(client: Client, cast: Cast) -> None:
    row = supporter_of(cast)
    sign_in(client, cast.ana.person)
    ending = reverse("plan:supporter_ending", args=["okafor", row.public_id])
    assert "Luka" not in client.post(ending, follow=True).content.decode()
    for name in ("support", "support_acceptance", "support_answer", "support_leaving"):
        ask = client.get if name == "support" else client.post
        assert ask(link(row, name), {"text": "Go"}).status_code == 410
    assert not Encouragement.objects.exists()
    client.post(reverse("plan:supporter_return", args=["okafor", row.public_id]))
    assert client.get(link(row)).status_code == 200


def test_whoever_leaves_is_forgotten_and_not_fetched_back(client: Client, cast: Cast) -> None:
    row = supporter_of(cast)
    assert "your address is forgotten" in client.post(link(row, "support_leaving")).content.decode()
    row.refresh_from_db()
    assert private.words(row) == {"name": "Luka"}
    with pytest.raises(Refused):
        supporters.take_back(row, actor=cast.ana.person)
    assert client.get(link(row)).status_code == 410
    sign_in(client, cast.ana.person)
    shown = client.get(page(cast, row.goal)).content.decode()
    assert "Has left" in shown
    assert "luka@example.org" not in shown


@pytest.mark.parametrize("over", ["goal", "engagement"])
def test_with_the_goal_or_the_work_the_link_ends_and_its_mail_is_not_sent(
    client: Client, cast: Cast, over: str
) -> None:
    row = supporter_of(cast, agreed=False)
    due = ports.kinds["supporter_invitation"].still_due
    assert due(Delivery.objects.get()) == ""
    if over == "goal":
        remove_goal(row.goal, actor=cast.ana.person)
    else:
        end_engagement(cast.ana_engagement, actor=cast.miriam.person)
    assert client.get(link(row)).status_code == 410
    assert due(Delivery.objects.get(kind="supporter_invitation")) != ""


def test_made_up_links_open_nothing(client: Client, cast: Cast) -> None:
    row = supporter_of(cast)
    token = supporting.token_of(row)
    for wrong in ("x", token[:-1], token + "a", token.replace(token[12], "z"), "é" * 40):
        if wrong != token:
            assert client.get(f"/support/{wrong}/").status_code == 404
    row.nonce = "another"
    assert client.get(link(row)).status_code == 404


def test_five_are_enough_and_nobody_is_asked_twice(client: Client, cast: Cast) -> None:
    goal = goal_of_ana(cast)
    sign_in(client, cast.ana.person)
    client.post(page(cast, goal), WORDS)
    twice = client.post(page(cast, goal), {**WORDS, "address": "Luka@Example.org", "note": "Please do"})
    assert twice.status_code == 422
    assert "was asked already" in twice.content.decode()
    assert "Please do" in twice.content.decode()
    for number in range(4):
        supporter_of(cast, goal, address=f"s{number}@example.org")
    assert "Ask somebody" not in client.get(page(cast, goal)).content.decode()
    with pytest.raises(Refused):
        supporter_of(cast, goal, address="sixth@example.org")


def test_only_the_client_whose_goal_it_is_asks(client: Client, cast: Cast) -> None:
    row = supporter_of(cast)
    for who in (cast.miriam, cast.tomas, cast.ruben, cast.priya):
        sign_in(client, who.person)
        assert client.get(page(cast, row.goal)).status_code == 404
        assert client.post(page(cast, row.goal), WORDS).status_code == 404
        ending = reverse("plan:supporter_ending", args=["okafor", row.public_id])
        assert client.post(ending).status_code == 404
    row.refresh_from_db()
    assert row.ended_at is None
