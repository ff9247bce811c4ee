import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opencoach.lib.tables import guess, read
from opencoach.outbox.models import Delivery
from opencoach.people.models import Engagement, Event, Membership
from opencoach.people.refusal import Refused
from opencoach.sessions.actions import log_past
from opencoach.sessions.actions.importing import Past, import_past
from opencoach.sessions.models import CoachingSession, Occupancy
from opencoach.sessions.past_table import KNOWN_AS, REQUIRED, Known, rows_of
from opencoach.sessions.past_table import Client as Named
from opencoach.sessions.past_table import Kind as NamedKind
from opencoach.sessions.queries.allotment import allotment
from tests.cast import Cast, engagement, member
from tests.sessions.making import offer

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
URL = "/p/okafor/sessions/import/"
TABLE = """Client;Date;Time;Minutes;Where;Type;Counts
Ana Kovačević;2026-01-07;10:00;60;video;;yes
ANA@example.org;21.1.2026;10.30;45;Phone;;no
New finance leads;2026-01-08;9 am;1:30;in person;coaching session;
Leila Haddad;2026-01-09;14:00;;;;
"""
NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def miriam(client: Client, cast: Cast) -> Client:
    client.force_login(cast.miriam.person)
    return client


def kept() -> list[tuple[object, ...]]:
    fields = ("engagement__group__name", "starts_at", "minutes", "medium", "session_type__name", "counts", "status")
    return list(CoachingSession.objects.order_by("starts_at").values_list(*fields))


def test_the_preview_shows_how_each_row_is_understood_and_writes_nothing(miriam: Client) -> None:
    table = TABLE + "Tomás Ferreira;2026-01-07;10:00;;;;\nAna Kovačević;soon;noon;long;Mars;chess;maybe\n;;;;;;\n"
    answer = miriam.post(URL, {"file": SimpleUploadedFile("past.csv", table.encode()), "preview": "1"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert re.search("Wednesday 21 January( 2026)?, 10:30–11:15", page)
    for wrong in (
        "You have no client “Tomás Ferreira”.",  # Devi's: that there is one is not told
        "“soon” is no date. Write it as 2026-01-31.", "“noon” is no time. Write it as 14:30.",
        "“long” is no length. Write the minutes, such as 60.", "“Mars” is no place that we know.",
        "“chess” is none of your session types.", "“maybe” is neither yes nor no.",
    ):  # fmt: skip
        assert wrong in page
    assert "coaching session” is none of your session types" in page  # none is made yet
    assert "Write down 3 sessions" in page
    assert "3 rows are left out until they are right." in page
    assert kept() == []


def test_then_all_good_rows_are_written_down(miriam: Client, cast: Cast) -> None:
    offer(cast.miriam, minutes=50)
    Engagement.objects.filter(pk=cast.ana_engagement.pk).update(allotment_kind="sessions", allotment_amount=5)
    said = miriam.post(URL, {"text": TABLE, "import": "1"}, follow=True).content.decode()
    assert "4 sessions are written down." in said
    at = dt.datetime(2026, 1, 7, 9, 0, tzinfo=dt.UTC)  # 10:00 on Miriam's clock, in Berlin
    assert kept() == [
        (None, at, 60, "video", None, True, "held"),
        ("New finance leads", at + dt.timedelta(days=1, hours=-1), 90, "in_person", "Coaching session", True, "held"),
        (None, at + dt.timedelta(days=2, hours=4), 60, "in_person", None, True, "held"),
        (None, at + dt.timedelta(days=14, minutes=30), 45, "phone", None, False, "held"),
    ]
    assert allotment(Engagement.objects.get(pk=cast.ana_engagement.pk)).left == 4
    assert not Occupancy.objects.exists()  # the past takes nobody's time
    assert not Delivery.objects.exists()
    assert Event.objects.get(verb="sessions.imported").data == {"count": 4}


def test_the_same_table_twice_changes_nothing(miriam: Client, cast: Cast) -> None:
    offer(cast.miriam)
    miriam.post(URL, {"text": TABLE, "import": "1"})
    before = kept()
    page = miriam.post(URL, {"text": TABLE, "preview": "1"}).content.decode()
    assert page.count("Written down already") == 4
    assert "4 sessions are written down already, and left as they are." in page
    assert 'name="import"' not in page
    more = TABLE + "Ana Kovačević;2026-02-04;10:00;;;;\n"
    assert "1 session is written down." in miriam.post(URL, {"text": more, "import": "1"}, follow=True).content.decode()
    miriam.post(URL, {"text": more, "import": "1"})
    assert kept()[:4] == before
    assert len(kept()) == 5


def test_one_that_was_written_down_meanwhile_is_left_alone(cast: Cast) -> None:
    start = dt.datetime(2026, 1, 7, 9, 0, tzinfo=dt.UTC)
    log_past(cast.ana_engagement, cast.miriam, start, 50, actor=cast.miriam.person)
    rows = [Past(cast.ana_engagement, start + dt.timedelta(days=days), 60, "video") for days in (7, 0)]
    assert import_past(cast.miriam, rows) == 1
    assert [row[2] for row in kept()] == [50, 60]
    assert import_past(cast.miriam, rows) == 0
    assert Event.objects.filter(verb="sessions.imported").count() == 1


def test_one_that_cannot_be_written_down_stops_all(cast: Cast) -> None:
    start = dt.datetime(2026, 1, 7, 9, 0, tzinfo=dt.UTC)
    rows = [Past(cast.ana_engagement, start, 60, "video"), Past(cast.tomas_engagement, start, 60, "video")]
    with pytest.raises(Refused, match="Only a coach"):
        import_past(cast.miriam, rows)
    assert kept() == []
    assert not Event.objects.filter(verb="sessions.imported").exists()


def test_columns_can_be_chosen(miriam: Client) -> None:
    text = "wer,wann,um\nAna Kovačević,2026-01-07,10:00\n"
    assert "Choose a column for: Client, Date" in miriam.post(URL, {"text": text, "preview": "1"}).content.decode()
    chosen = {"column-client": "0", "column-date": "1", "column-time": "2", "column-type": "-1"}
    miriam.post(URL, {"text": text, "import": "1", **chosen})
    assert len(kept()) == 1


@pytest.mark.parametrize("column", ["99999999999999999999", "²", "-1", "x"])
def test_a_column_that_is_none_is_not_in_the_table(column: str, miriam: Client) -> None:
    answer = miriam.post(URL, {"text": TABLE, "preview": "1", "column-client": column})
    assert answer.status_code == 200
    assert "Choose a column for: Client" in answer.content.decode()


def test_what_is_no_table_gives_a_clear_word_and_keeps_the_text(miriam: Client) -> None:
    answer = miriam.post(URL, {"text": 'client,date\n"Ana,2026-01-07'})
    assert answer.status_code == 422
    assert "quotation mark" in answer.content.decode()
    assert "Ana,2026-01-07" in answer.content.decode()
    assert "client, date, time." in miriam.post(URL, {"text": " "}).content.decode()


def test_a_preview_of_many_takes_as_many_queries_as_of_few(miriam: Client, cast: Cast) -> None:
    miriam.post(URL, {"text": TABLE})  # what the first visit writes down is no part of it
    counts = []
    for number in (2, 40):
        for more in range(number):
            client = member(cast.practice, f"{number}-{more}", Membership.Role.CLIENT, display_name=f"{number} {more}")
            engagement(cast.miriam, client)
        rows = "".join(f"{number} {more},2026-01-{more % 28 + 1:02},10:00\n" for more in range(number))
        with CaptureQueriesContext(connection) as asked:
            assert b"has-error" not in miriam.post(URL, {"text": f"client,date,time\n{rows}"}).content
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12


def test_the_sample_can_be_read(miriam: Client) -> None:
    sample = miriam.get(f"{URL}sample/").content.decode("utf-8-sig")
    assert miriam.post(URL, {"text": sample}).content.decode().count('class="has-error"') == 0


def test_it_is_linked_for_coaches_alone(client: Client, cast: Cast) -> None:
    for who, linked in (("miriam", True), ("priya", False), ("ana", False)):
        client.force_login(getattr(cast, who).person)
        assert (URL in client.get("/p/okafor/sessions/").content.decode()) is linked


CLIENTS = {
    "ana": [Named(1, ended=False)],
    "bo": [Named(2, ended=True), Named(3, ended=False)],
    "kim": [Named(4, ended=False), Named(5, ended=False)],
    "kim@example.org": [Named(4, ended=False), Named(5, ended=False)],
    "old": [Named(6, ended=True)],
}


def understood(*lines: str, zone: str = "Europe/Berlin", header: str = "client,date,time") -> list[tuple[object, ...]]:
    known = Known(CLIENTS, {"deep dive": NamedKind(9, 120, "phone")}, zone, NOW)
    table = read("\n".join([header, *lines]), REQUIRED)
    rows = rows_of(table, guess(table.header, KNOWN_AS), known)
    return [(row.client, f"{row.start:%Y-%m-%dT%H:%MZ}" if row.start else "", " ".join(row.errors)) for row in rows]


def test_who_is_meant() -> None:
    assert [row[0] for row in understood("ANA,7.1.2026,10", "Bo,7.1.2026,10", "Old,7.1.2026,10")] == [1, 3, 6]
    wrong = understood("Kim,7.1.2026,10", "Kim@example.org,7.1.2026,10", ",7.1.2026,10", "Zed,7.1.2026,10")
    assert [row[2] for row in wrong] == [
        "You have more than one client “Kim”. Give the e-mail address.",
        "You coach “Kim@example.org” more than once. Give the name.",
        "The client is missing.",
        "You have no client “Zed”.",
    ]


@pytest.mark.zones
def test_times_are_on_the_coachs_clock_also_when_it_changes() -> None:
    assert understood(
        "Ana,2026-03-28,10:00", "Ana,2026-03-29,10:00", "Ana,2026-03-29,02:30", "Ana,2026-10-25,02:30",
    ) == [
        (1, "2026-03-28T09:00Z", ""),
        (1, "2026-03-29T08:00Z", ""),
        (1, "", "The clocks went forward then: there was no 02:30."),
        (1, "2026-10-25T00:30Z", ""),
    ]  # fmt: skip
    assert understood("Ana,2026-01-01,00:30", zone="Pacific/Kiritimati")[0][1] == "2025-12-31T10:30Z"


def test_what_is_still_to_come_and_what_stands_there_twice() -> None:
    rows = understood("Ana,2026-11-24,10:00", "Ana,2026-11-24,10:01", "Ana,24.11.2026,10.00", "Bo,2026-11-24,10:00")
    assert [row[2] for row in rows] == [
        "",
        "That is still to come: book it instead.",
        "The same session stands in row 2.",
        "",
    ]


def test_which_number_is_the_month() -> None:
    assert understood("Ana,1/7/2026,10")[0][2] == "“1/7/2026”: which number is the month? Write it as 2026-01-31."
    assert [row[1][:10] for row in understood("Ana,1/7/2026,10", "Ana,31/7/2026,10")] == ["2026-07-01", "2026-07-31"]


def test_a_day_and_its_time_in_one_column_and_nothing_at_all() -> None:
    rows = understood("Ana,2026-01-07T10:00", "Ana,2026-01-07", "Ana,", header="who,start")
    assert [(row[1], row[2]) for row in rows] == [
        ("2026-01-07T09:00Z", ""), ("", "The time is missing."), ("", "The date is missing. The time is missing."),
    ]  # fmt: skip
    assert "longer ago" in understood("Ana,1066-10-14,10:00")[0][2]


def test_a_type_says_what_a_row_does_not() -> None:
    known = Known(CLIENTS, {"deep dive": NamedKind(9, 120, "phone")}, "UTC", NOW)
    table = read(
        "client,date,time,type,minutes,medium\nAna,7.1.2026,10,Deep Dive,,\nAna,8.1.2026,10,deep dive,30,chat\n", ()
    )
    rows = rows_of(table, guess(table.header, KNOWN_AS), known)
    assert [(row.kind, row.minutes, row.medium, row.errors) for row in rows] == [
        (9, 120, "phone", []), (9, 30, "text", []),
    ]  # fmt: skip


def test_many_are_written_down_with_hardly_more_queries_than_few(cast: Cast) -> None:
    counts = []
    for number in (2, 60):
        engagements = [
            engagement(cast.miriam, member(cast.practice, f"bulk{number}-{n}", Membership.Role.CLIENT))
            for n in range(number // 2)
        ]
        rows = [Past(one, NOW - dt.timedelta(days=day), 60, "video") for one in engagements for day in (3, 4)]
        with CaptureQueriesContext(connection) as asked:
            assert import_past(cast.miriam, rows) == number
        counts.append(len(asked))
    assert counts[0] <= 12
    assert counts[1] <= counts[0] + 3  # SQLite takes a thousand values at once
    one = CoachingSession.objects.order_by("-pk")[0]
    assert (one.status, one.counts, one.started_at, one.ended_at) == ("held", True, one.starts_at, one.ends_at)
    assert sorted(one.attendances.values_list("presence", flat=True)) == ["there", "there"]
    assert list(one.steps.values_list("kind", "actor")) == [("logged", cast.miriam.person_id)]
    assert Event.objects.filter(verb="session.logged").count() == 62


def test_one_of_somebody_elses_clients_stops_them_all(cast: Cast) -> None:
    rows = [Past(one, NOW, 60, "video") for one in (cast.ana_engagement, cast.tomas_engagement)]
    with pytest.raises(Refused):
        import_past(cast.miriam, rows)
    assert not CoachingSession.objects.exists()
