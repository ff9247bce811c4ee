"""Values of a measure from a table."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from opencoach.lib import tables
from opencoach.plan import value_table
from opencoach.plan.models import Measure
from opencoach.plan.value_table import Known, ValueRow
from tests.cast import Cast
from tests.counting import queries
from tests.plan.doing import measure_of_ana, value_of
from tests.plan.making import goal_of_ana
from tests.signing import sign_in

TABLE = "date,value,note\n2026-01-05,7,\n2026-01-12,5.5,After the holiday\n2026-01-19,4,\n"


def rows(text: str, zone: str = "Asia/Singapore", known: Known | None = None) -> list[ValueRow]:
    table = tables.read(text, value_table.REQUIRED)
    return value_table.rows_of(table, tables.guess(table.header, value_table.KNOWN_AS), zone, known or Known())


def errors(text: str, zone: str = "Asia/Singapore") -> list[str]:
    return [error for row in rows(text, zone) for error in row.errors]


def test_days_are_the_clients_and_a_day_alone_is_its_noon() -> None:
    found = rows("date,time,value\n2026-01-05,,7\n2026-01-06,07:30,8\n2026-01-07T22:15,,9\n")
    assert [row.at for row in found] == [
        dt.datetime(2026, 1, 5, 4, tzinfo=dt.UTC),
        dt.datetime(2026, 1, 5, 23, 30, tzinfo=dt.UTC),
        dt.datetime(2026, 1, 7, 14, 15, tzinfo=dt.UTC),
    ]
    assert [row.key for row in found] == [
        "table:2026-01-05=7", "table:2026-01-06T07:30=8", "table:2026-01-07T22:15=9",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",7", "The date is missing."),
        ("yesterday,7", "“yesterday” is no date"),
        ("3/4/2026,7", "which number is the month?"),
        ("2026-02-30,7", "is no date"),
        ("1492-10-12,7", "longer ago than we can write down"),
        ("2026-01-05,", "The value is missing"),
        ("2026-01-05,lots", "“lots” is no number."),
        ('2026-01-05,"1,234"', "more than a thousand"),
        ("2026-01-05 25:99,7", "is no time"),
        (f"2026-01-05,7,{'x' * 301}", "longer than 300"),
    ],
)
def test_what_is_wrong_is_said_of_its_row(row: str, said: str) -> None:
    found = rows(f"date,value,note\n2026-05-13,1,\n{row}\n")
    assert [one.number for one in found if one.errors] == [3]
    assert said in found[1].errors[0]


def test_an_hour_that_the_clocks_left_out_is_none() -> None:
    assert errors("date,time,value\n2026-03-29,02:30,7\n", "Europe/Berlin") == [
        "The clocks went forward then: there was no 02:30."
    ]
    assert errors("date,time,value\n2026-10-25,02:30,7\n", "Europe/Berlin") == []


def test_two_of_one_day_are_two_and_each_has_its_name() -> None:
    found = rows("date,value\n2026-01-05,7\n2026-01-05,7\n2026-01-05,8\n")
    assert [row.key for row in found] == ["table:2026-01-05=7", "table:2026-01-05=7#2", "table:2026-01-05=8"]


def test_a_spreadsheet_of_another_country_is_read() -> None:
    found = rows("Datum;Wert\n5.1.2026;1.234,5\n12.1.2026;7,25\n".replace("Datum;Wert", "date;value"))
    assert [row.value for row in found] == [Decimal("1234.5"), Decimal("7.25")]


@pytest.fixture
def ana(client: Client, cast: Cast) -> Client:
    sign_in(client, cast.ana.person)
    return client


def url(measure: Measure, name: str = "measure_import") -> str:
    return reverse(f"plan:{name}", args=["okafor", measure.public_id])


pages = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.zones]


class TestPage:
    pytestmark = pages

    def test_a_preview_writes_nothing_and_the_import_all(self, ana: Client, cast: Cast) -> None:
        measure = measure_of_ana(cast)
        shown = ana.post(url(measure), {"text": TABLE, "preview": "1"})
        assert "Write down 3 values" in shown.content.decode()
        assert not measure.values.exists()
        said = ana.post(url(measure), {"text": TABLE, "import": "1"}, follow=True).content.decode()
        assert "3 values are written down." in said
        assert "From a table" in said
        assert "After the holiday" in said
        values = measure.values.order_by("at").values_list("value", "source")
        assert list(values) == [(Decimal(7), "table"), (Decimal("5.5"), "table"), (Decimal(4), "table")]

    def test_one_wrong_row_is_named_and_nothing_is_written(self, ana: Client, cast: Cast) -> None:
        measure = measure_of_ana(cast, high=10)
        for row, said in (("2026-01-26,11,", "It can’t be more than 10."), ("2999-01-01,7,", "still to come")):
            answer = ana.post(url(measure), {"text": TABLE + row, "import": "1"})
            shown = answer.content.decode()
            assert answer.status_code == 422
            assert said in shown
            assert "1 row is wrong. Nothing is written down until all are right." in shown
            assert 'name="import"' not in shown
            assert row in shown  # what was typed is still there
        assert not measure.values.exists()

    def test_the_same_table_twice_changes_nothing_and_a_longer_one_adds_its_end(self, ana: Client, cast: Cast) -> None:
        measure = measure_of_ana(cast)
        ana.post(url(measure), {"text": TABLE, "import": "1"})
        again = ana.post(url(measure), {"text": TABLE, "import": "1"}, follow=True).content.decode()
        assert "All of it was written down already. Nothing has changed." in again
        assert measure.values.count() == 3
        head, *lines = TABLE.splitlines()
        backwards = "\n".join([head, *reversed(lines), "2026-01-26,3,"])
        assert "3 values are written down already" in ana.post(url(measure), {"text": backwards}).content.decode()
        ana.post(url(measure), {"text": backwards, "import": "1"})
        assert measure.values.count() == 4

    def test_a_slip_that_was_taken_out_stays_out_and_its_right_value_comes_in(self, ana: Client, cast: Cast) -> None:
        measure = measure_of_ana(cast)
        ana.post(url(measure), {"text": TABLE, "import": "1"})
        right = TABLE.replace("5.5", "6.5")
        assert "An earlier table gave another value" in ana.post(url(measure), {"text": right}).content.decode()
        slip = measure.values.get(value=Decimal("5.5"))
        ana.post(reverse("plan:value_removal", args=["okafor", slip.public_id]))
        ana.post(url(measure), {"text": TABLE, "import": "1"})
        assert measure.values.filter(removed_at=None).count() == 2
        ana.post(url(measure), {"text": right, "import": "1"})
        present = measure.values.filter(removed_at=None).order_by("at")
        assert list(present.values_list("value", flat=True)) == [7, Decimal("6.5"), 4]

    def test_a_file_is_read_and_what_is_none_is_said(self, ana: Client, cast: Cast) -> None:
        from django.core.files.uploadedfile import SimpleUploadedFile

        measure = measure_of_ana(cast)
        picture = SimpleUploadedFile("p.csv", b"\x89PNG\0\0")
        for sent, said in (({"file": picture}, "not a text file"), ({"text": ""}, "There is nothing in it yet")):
            answer = ana.post(url(measure), {**sent, "import": "1"})
            assert answer.status_code == 422
            assert said in answer.content.decode()
        table = SimpleUploadedFile("v.csv", TABLE.encode("utf-16"))
        assert ana.post(url(measure), {"file": table, "import": "1"}).status_code == 302
        assert measure.values.count() == 3

    def test_the_columns_are_found_or_chosen(self, ana: Client, cast: Cast) -> None:
        measure = measure_of_ana(cast)
        text = TABLE.replace("date,value", "Woche,Zahl")
        shown = ana.post(url(measure), {"text": text}).content.decode()
        assert "Choose a column for: Date, Value" in shown
        chosen = {"column-date": "0", "column-value": "1", "column-note": "2"}
        assert ana.post(url(measure), {"text": text, "import": "1", **chosen}).status_code == 302
        assert measure.values.count() == 3

    def test_somebody_who_reads_only_imports_nothing(self, client: Client, cast: Cast) -> None:
        measure = measure_of_ana(cast, goal=goal_of_ana(cast, shared=False))
        sign_in(client, cast.miriam.person)
        assert client.post(url(measure), {"text": TABLE, "import": "1"}).status_code == 404
        assert not measure.values.exists()

    def test_three_years_take_as_many_queries_as_three_days(self, ana: Client, cast: Cast) -> None:
        measure = measure_of_ana(cast)
        value_of(measure, 3)
        days = [dt.date(2023, 1, 1) + dt.timedelta(days=n) for n in range(1100)]
        long = "date,value\n" + "\n".join(f"{day},{n % 9}" for n, day in enumerate(days))
        assert ana.post(url(measure), {"text": long, "import": "1"}).status_code == 302
        assert measure.values.count() == 1101
        assert queries(ana, url(measure, "measure")) <= 12
