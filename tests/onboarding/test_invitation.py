import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from opencoach.conversations.models import Conversation
from opencoach.onboarding.actions.agreement import publish
from opencoach.onboarding.actions.invite import NewClient, invite_client, invite_colleague, resend, token_of, withdraw
from opencoach.onboarding.agreement import default_text, text_hash
from opencoach.onboarding.models import Acceptance, Agreement, Invitation
from opencoach.outbox import ports
from opencoach.outbox.models import Delivery
from opencoach.people.actions.engagement import reopen_engagement
from opencoach.people.models import Engagement, Membership, Person, Practice
from opencoach.people.refusal import Refused
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def invited(cast: Cast) -> Invitation:
    publish(cast.practice, default_text(), by=cast.miriam.person)
    return invite_client(
        cast.miriam, NewClient("Nora Lind", "nora@example.org", "executive", "Europe/Oslo", "Good to have met you.")
    )


def page(invitation: Invitation, name: str = "invitation") -> str:
    return reverse(f"onboarding:{name}", args=[token_of(invitation)])


def said(**other: Any) -> dict[str, Any]:
    return {"name": "Nora Lind", "accepted": "on", "agreement": Agreement.objects.latest("version").public_id, **other}


def code() -> str:
    return Delivery.objects.filter(kind="account").latest("created_at").secrets["code"]


def test_a_client_comes_in(client: Client, invited: Invitation) -> None:
    assert client.get(page(invited)).status_code == 200
    assert client.post(page(invited, "invitation_acceptance"), said()).status_code == 302
    answer = client.post(page(invited, "invitation_code"), {"code": f" {code()[:3].lower()} {code()[3:]}"})
    assert answer["Location"] == "/p/okafor/"
    nora = Membership.objects.get(person__email="nora@example.org")
    assert (nora.role, nora.display_name, nora.zone) == ("client", "Nora Lind", "Europe/Oslo")
    engagement = Engagement.objects.get(pk=invited.engagement_id)
    assert engagement.status == "active"
    assert [member.pk for member in engagement.clients.all()] == [nora.pk]
    assert client.get("/p/okafor/").status_code == 200
    verbs = set(engagement.events.values_list("verb", flat=True))
    assert {"invitation.sent", "agreement.accepted", "invitation.accepted", "engagement.activated"} <= verbs


def test_the_acceptance_keeps_what_was_read_and_a_copy_is_sent(client: Client, invited: Invitation) -> None:
    client.post(page(invited, "invitation_acceptance"), said(name="Nora L. Lind"))
    client.post(page(invited, "invitation_code"), {"code": code()})
    acceptance = Acceptance.objects.get()
    assert acceptance.name == "Nora L. Lind"
    assert "Nora L. Lind" in acceptance.text
    assert "Miriam Okafor" in acceptance.text
    assert acceptance.text_hash == text_hash(acceptance.text)
    copy = Delivery.objects.get(kind="agreement_copy")
    mail = ports.kinds["agreement_copy"].render(copy)
    assert copy.address == "nora@example.org"
    assert "What coaching is not" in mail.text
    assert "Nora L. Lind" in mail.html


def test_the_conversation_opens_with_the_practice_s_welcome(client: Client, invited: Invitation, cast: Cast) -> None:
    Practice.objects.filter(pk=cast.practice.pk).update(welcome="Welcome. What would you like to be different?")
    client.post(page(invited, "invitation_acceptance"), said())
    client.post(page(invited, "invitation_code"), {"code": code()})
    conversation = Conversation.objects.get(engagement=invited.engagement_id)
    shown = client.get(f"/p/okafor/messages/{conversation.public_id}/").content.decode()
    assert "What would you like to be different?" in shown
    assert "This conversation is open." in shown


def test_opening_the_link_changes_nothing(client: Client, invited: Invitation) -> None:
    before = list(Invitation.objects.values()), Delivery.objects.count(), Person.objects.count()
    for _ in range(3):
        client.get(page(invited))
        client.head(page(invited))
        client.get(page(invited, "invitation_acceptance"))
    assert before == (list(Invitation.objects.values()), Delivery.objects.count(), Person.objects.count())


def test_no_link_and_no_code_is_ever_stored_in_clear(client: Client, invited: Invitation) -> None:
    client.post(page(invited, "invitation_acceptance"), said())
    for row in Delivery.objects.values():
        flat = repr(row)
        assert token_of(invited) not in flat
        assert code() not in flat
    assert code() not in repr(dict(client.session))


def test_the_mail_has_the_link_when_it_is_sent_and_not_when_it_is_looked_at(invited: Invitation) -> None:
    delivery = Delivery.objects.get(kind="invitation")
    assert token_of(invited) in ports.kinds["invitation"].render(delivery).html
    delivery.previewing = True
    shown = ports.kinds["invitation"].render(delivery)
    assert token_of(invited) not in shown.html + shown.text


def test_without_the_tick_nothing_begins_and_the_name_is_kept(client: Client, invited: Invitation) -> None:
    answer = client.post(page(invited, "invitation_acceptance"), {**said(name="Nora X"), "accepted": ""})
    assert answer.status_code == 422
    assert b"Nora X" in answer.content
    assert not Delivery.objects.filter(kind="account").exists()


def test_a_wrong_code_can_be_mended_and_five_end_it(client: Client, invited: Invitation) -> None:
    client.post(page(invited, "invitation_acceptance"), said())
    for _ in range(4):
        assert client.post(page(invited, "invitation_code"), {"code": "AAAAAA"}).status_code == 422
    assert client.post(page(invited, "invitation_code"), {"code": "AAAAAA"}).status_code == 302
    assert client.post(page(invited, "invitation_code"), {"code": code()}).status_code == 302
    assert not Membership.objects.filter(person__email="nora@example.org").exists()


def test_accepting_twice_is_accepting_once(client: Client, invited: Invitation) -> None:
    client.post(page(invited, "invitation_acceptance"), said())
    client.post(page(invited, "invitation_code"), {"code": code()})
    again = client.post(page(invited, "invitation_acceptance"), said())
    assert again["Location"] == "/p/okafor/"  # a double click leads to the same place
    later = Client().post(page(invited, "invitation_acceptance"), said())
    assert later.status_code == 410
    assert b"has been used" in later.content
    assert Acceptance.objects.count() == 1


def test_an_older_link_says_that_a_newer_one_came(client: Client, invited: Invitation, cast: Cast) -> None:
    old = page(invited)
    new = resend(invited, actor=cast.miriam.person)
    answer = client.get(old)
    assert answer.status_code == 410
    assert b"does not work any more" in answer.content
    assert client.get(page(new)).status_code == 200


def test_a_withdrawn_one_says_so_and_ends_the_engagement(client: Client, invited: Invitation, cast: Cast) -> None:
    withdraw(invited, actor=cast.miriam.person)
    answer = client.get(page(invited))
    assert answer.status_code == 410
    assert b"withdrawn" in answer.content
    assert Engagement.objects.get(pk=invited.engagement_id).status == "ended"
    with pytest.raises(Refused):
        resend(invited, actor=cast.miriam.person)


def test_a_withdrawn_one_goes_out_again_when_the_engagement_is_reopened(
    client: Client, invited: Invitation, cast: Cast
) -> None:
    withdraw(invited, actor=cast.miriam.person)
    engagement = Engagement.objects.get(pk=invited.engagement_id)
    reopen_engagement(engagement, actor=cast.miriam.person)
    client.force_login(cast.miriam.person)
    shown = client.get(f"/p/okafor/clients/{engagement.public_id}/").content.decode()
    assert "You withdrew the invitation on" in shown
    assert "Send it again" in shown
    assert "Withdraw it" not in shown
    resend(invited, actor=cast.miriam.person)
    client.logout()
    invited.refresh_from_db()
    assert client.get(page(invited)).status_code == 200
    assert Delivery.objects.filter(kind="invitation", engagement=engagement).count() == 2


def test_a_withdrawn_one_stays_so_where_the_address_has_another(invited: Invitation, cast: Cast) -> None:
    withdraw(invited, actor=cast.miriam.person)
    invite_client(cast.miriam, NewClient("Nora", invited.email, "life"))
    reopen_engagement(Engagement.objects.get(pk=invited.engagement_id), actor=cast.miriam.person)
    with pytest.raises(Refused, match="open invitation"):
        resend(invited, actor=cast.miriam.person)


def test_one_that_ran_out_says_so(client: Client, invited: Invitation) -> None:
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    invited.refresh_from_db()
    answer = client.get(page(invited))
    assert answer.status_code == 410
    assert b"run out" in answer.content


@pytest.mark.parametrize("token", ["x", "a" * 70, "%00", "é"])
def test_a_broken_link_opens_nothing_and_names_nobody(client: Client, cast: Cast, token: str) -> None:
    answer = client.get(f"/invitation/{token}/")
    assert answer.status_code == 404
    assert b"Okafor" not in answer.content


def test_somebody_else_signed_in_accepts_nothing(client: Client, invited: Invitation, cast: Cast) -> None:
    client.force_login(cast.ana.person)
    shown = client.get(page(invited))
    assert b"ana@example.org" in shown.content
    answer = client.post(page(invited, "invitation_acceptance"), said())
    assert answer.status_code == 409
    invited.refresh_from_db()
    assert invited.accepted_at is None


def test_a_person_known_elsewhere_comes_in_with_one_account(client: Client, cast: Cast) -> None:
    publish(cast.practice, default_text(), by=None)
    row = invite_client(cast.miriam, NewClient("Oskar", cast.oskar.person.email, "life"))
    client.force_login(cast.oskar.person)
    answer = client.post(page(row, "invitation_acceptance"), said(name="Oskar Berg"))
    assert answer["Location"] == "/p/okafor/"
    assert cast.oskar.person.memberships.count() == 2


def test_a_coach_learns_nothing_of_other_practices(client: Client, cast: Cast) -> None:
    """Inviting a known address looks exactly like inviting an unknown one."""
    client.force_login(cast.miriam.person)
    answers = []
    for email in (cast.oskar.person.email, "nobody@example.org"):
        data = {"name": "X", "email": email, "specialisation": "life", "allotment_kind": "open"}
        answer = client.post(reverse("onboarding:invite", args=["okafor"]), data)
        shown = client.get(answer["Location"]).content.decode()
        ids = [str(Engagement.objects.latest("pk").public_id), str(Invitation.objects.latest("pk").public_id)]
        for varying in (email, *ids):
            shown = shown.replace(varying, "")
        shown = re.sub(r"a-\d|<time.*?</time>|[\w-]{64}", "", shown)  # the hue, the moment, the form's own secret
        answers.append((answer.status_code, Delivery.objects.filter(address=email).count(), shown))
    assert answers[0] == answers[1]
    assert answers[0][:2] == (302, 1)


def test_the_same_address_is_asked_once(client: Client, invited: Invitation, cast: Cast) -> None:
    client.force_login(cast.miriam.person)
    data = {"name": "Nora", "email": "NORA@example.org", "specialisation": "life", "allotment_kind": "open"}
    answer = client.post(reverse("onboarding:invite", args=["okafor"]), data)
    assert answer.status_code == 422
    assert b"open invitation already" in answer.content
    assert Invitation.objects.count() == 1


def test_a_changed_agreement_is_read_again_before_it_is_accepted(
    client: Client, invited: Invitation, cast: Cast
) -> None:
    old = said()
    publish(cast.practice, default_text() + "\nMore.", by=None)
    answer = client.post(page(invited, "invitation_acceptance"), old)
    assert answer.status_code == 409
    assert b"has changed while you read it" in answer.content
    assert not Acceptance.objects.exists()


def test_an_owner_sees_the_colleagues_who_have_not_come_and_takes_one_back(client: Client, cast: Cast) -> None:
    asked = invite_colleague(cast.miriam, email="noor@example.org", name="Noor Haddad", role="coach")
    client.force_login(cast.miriam.person)
    path = "/p/okafor/settings/people/new/"
    assert b"Noor Haddad" in client.get(path).content
    answer = client.post(f"/p/okafor/invitations/{asked.public_id}/withdrawal/", follow=True)
    assert answer.redirect_chain == [(path, 302)]
    assert "The invitation to Noor Haddad is withdrawn." in answer.content.decode()
    assert b"noor@example.org" not in client.get(path).content
    assert client.get(page(asked)).status_code == 410
