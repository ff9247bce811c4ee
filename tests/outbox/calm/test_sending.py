"""What the worker does with what calm says: a real worker, a real mail server."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from opencoach.outbox.actions import calm, change
from opencoach.outbox.calm.habits import Habits
from opencoach.outbox.models import Delivery
from opencoach.outbox.worker import table
from tests.cast import Cast
from tests.smtp import SmtpServer

State = Delivery.State
pytestmark = [pytest.mark.both_databases]
HOUR = dt.timedelta(hours=1)


def quiet_now(zone: str) -> Habits:
    """Quiet for an hour on either side of now."""
    now = timezone.now()
    return Habits(zone, quiet=((now - HOUR).time().replace(microsecond=0), (now + HOUR).time().replace(microsecond=0)))


@pytest.fixture
def to_ana(cast: Cast, deliver):
    return lambda **fields: deliver(
        cast.ana.person.email,
        person=cast.ana.person, practice=cast.practice, engagement=cast.ana_engagement, **fields,
    )  # fmt: skip


def test_what_is_due_at_once_goes_in_one_mail_and_a_code_by_itself(
    to_ana, deliver, cast: Cast, running, smtp_server: SmtpServer, until
) -> None:
    rows = [to_ana(), to_ana(), to_ana(payload={"not_due": "It is done."}), to_ana(payload={"broken": True})]
    to_ana(kind="test.code", secret={"code": "418205"})
    deliver("tomas@example.org", person=cast.tomas.person, practice=cast.practice)
    running(smtp_server.url)
    until(lambda: Delivery.objects.filter(state=State.SENT).count() == 4)
    until(lambda: not Delivery.objects.filter(state__in=(State.SENDING, State.MERGED)).exists())
    for row in rows:
        row.refresh_from_db()
    assert [row.state for row in rows] == [State.SENT, State.SENT, State.SKIPPED, State.WAITING]
    assert (rows[0].carrier, rows[1].carrier) == (None, rows[0])
    assert rows[3].reason == "It could not be written (LookupError)."
    mails = {(mail["To"], mail["Subject"]): mail for mail in smtp_server.mails}
    assert set(mails) == {
        ("ana@example.org", "Reminder 0, and 1 more"),
        ("ana@example.org", "Reminder 4"),
        ("tomas@example.org", "Reminder 5"),
    }
    text = mails["ana@example.org", "Reminder 0, and 1 more"].get_body(("plain",)).get_content()
    assert ("Number 0." in text, "Number 1." in text) == (True, True)


def test_quiet_hours_hold_what_can_wait_until_somebody_sends_it_by_hand(
    to_ana, cast: Cast, running, smtp_server: SmtpServer, until
) -> None:
    calm.change_habits(cast.ana, quiet_now("UTC"), ended=())
    cast.ana.zone = "UTC"
    cast.ana.save()
    row, late = to_ana(), to_ana(expires_at=timezone.now() + HOUR / 2)
    running(smtp_server.url)
    until(lambda: Delivery.objects.filter(next_at__gt=timezone.now(), state=State.WAITING).exists())
    until(lambda: Delivery.objects.filter(pk=late.pk, state=State.SKIPPED).exists())
    row.refresh_from_db()
    late.refresh_from_db()
    assert (row.reason, row.attempts) == ("It waits for the end of their quiet hours.", 0)
    assert late.reason == "After their quiet hours it would have been too late."
    assert smtp_server.mails == []
    change.retry(row, cast.miriam.person)
    until(lambda: Delivery.objects.filter(pk=row.pk, state=State.SENT).exists())


def test_when_the_mail_of_several_fails_each_is_tried_again(to_ana, running, smtp_server: SmtpServer, until) -> None:
    smtp_server.replies["ana@example.org"] = "450 4.2.1 Try again later"
    rows = [to_ana(), to_ana()]
    running(smtp_server.url)
    until(lambda: Delivery.objects.filter(attempts__gt=0).count() == 2)
    assert set(Delivery.objects.values_list("state", "carrier")) == {(State.WAITING, None)}
    smtp_server.replies.clear()
    Delivery.objects.update(next_at=timezone.now())
    until(lambda: Delivery.objects.filter(state=State.SENT).count() == 2)
    assert {row.pk for row in rows} == set(Delivery.objects.values_list("pk", flat=True))


@pytest.mark.django_db
def test_what_went_with_a_mail_whose_end_nobody_knows_is_free_again(to_ana) -> None:
    """A worker dies between taking and the mark: the next one takes the first, and the other waits for itself."""
    first, other = to_ana(), to_ana()
    assert {row.pk for row in table.take("gone", ["email"], 10, urgent=False)} == {first.pk, other.pk}
    assert table.merge("gone", first.pk, [other.pk]) == {other.pk}
    assert table.merge("gone", first.pk, [other.pk]) == {other.pk}  # asked again, it is the same
    assert table.merge("another", first.pk, [other.pk]) == set()
    table.reclaim(["gone"])
    taken = table.take("next", ["email"], 10, urgent=False)
    assert {row.pk for row in taken} == {first.pk}
    assert set(Delivery.objects.filter(state=State.WAITING).values_list("pk", "carrier")) == {(other.pk, None)}


@pytest.mark.django_db
def test_somebody_says_how_they_like_it_and_sees_what_comes(to_ana, cast: Cast, client: Client) -> None:
    row = to_ana(due_at=timezone.now() + 30 * HOUR)
    client.force_login(cast.ana.person)
    page = "/p/okafor/settings/mails/"
    wanted = {"groups": ["reminders"], "gather": "day", "gather_at": "18:00", "cap": "2", "quiet": "on"}
    bad = client.post(page, wanted | {"pause_from": "2027-01-05"})
    assert (bad.status_code, b"A pause has a first and a last day." in bad.content) == (422, True)
    good = client.post(page, wanted | {"quiet_from": "21:00", "quiet_until": "08:00"})
    assert good.status_code == 302
    cast.ana.refresh_from_db()
    assert cast.ana.preferences["calm"] == {
        "quiet": ["21:00", "08:00"], "gather": "day", "gather_at": "18:00", "cap": 2, "pause": None
    }  # fmt: skip
    coming = "/p/okafor/upcoming/"
    assert b"You get no mails of this sort." in client.get(coming).content
    client.post(
        page, wanted | {"groups": ["reminders", "test.reminders"], "quiet_from": "21:00", "quiet_until": "08:00"}
    )
    shown = client.get(coming).content.decode()
    assert ("Once a day, as you like it." in shown, "At most 2 mails a day." in shown) == (True, True)

    client.force_login(cast.miriam.person)
    coming = f"/p/okafor/clients/{cast.ana_engagement.public_id}/upcoming/"
    assert "Once a day, as they like it." in client.get(coming).content.decode()
    client.post(f"{coming}skipping/", {"key": row.dedupe_key})
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.SKIPPED, "Miriam Okafor chose not to send it.")
    assert "Put it back" in client.get(coming).content.decode()
    client.post(f"{coming}return/", {"key": row.dedupe_key})
    row.refresh_from_db()
    assert (row.state, row.by_hand, row.next_at) == (State.WAITING, False, row.due_at)
    client.post(f"{coming}sending/", {"key": row.dedupe_key})
    row.refresh_from_db()
    assert (row.by_hand, row.next_at <= timezone.now()) == (True, True)
    assert client.post(f"{coming}skipping/", {"key": "none"}).status_code == 302
