"""Answering, as the person meets it: with and without a script, on one device and on two."""

import datetime as dt
import html
import json
import re
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from opencoach.people.models import Membership
from opencoach.people.refusal import Refused
from opencoach.questionnaires import ports, private
from opencoach.questionnaires.actions import library, responding
from opencoach.questionnaires.drafting import Draft
from opencoach.questionnaires.models import Questionnaire, Response, Upload
from opencoach.questionnaires.ports import Flow, Sink
from tests.cast import Cast
from tests.counting import same_with_more
from tests.questionnaires.making import EVERY_KIND, SHORT, answered, asked, published

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def url(response: Response, more: str = "") -> str:
    return f"/p/okafor/questionnaires/{response.public_id}/{more}"


@pytest.fixture
def ana(client: Client, cast: Cast) -> Client:
    client.force_login(cast.ana.person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def values(response: Response) -> dict[str, Any]:
    response.refresh_from_db()
    return dict(Draft.of(private.unseal(response, "answers")).values)


def test_a_page_at_a_time_until_it_is_sent(ana: Client, cast: Cast) -> None:
    found = asked(cast)
    assert "How well did you sleep?" in ana.get(url(found)).content.decode()
    on = ana.post(url(found), {"page": "1", "do": "next", "shown": "sleep", "a.sleep": "4"})
    assert on.headers["Location"].endswith("?page=2")
    ana.post(url(found), {"page": "2", "do": "submit", "revision": "1", "a.wish": "A plan"})
    assert values(found) == {"sleep": 4, "wish": "A plan"}
    assert found.state == Response.State.SUBMITTED
    page = ana.get(url(found)).content.decode()
    assert "A plan" in page
    assert 'name="do"' not in page


def test_a_question_that_comes_up_is_asked_before_the_next_page(ana: Client, cast: Cast) -> None:
    found = asked(cast)
    again = ana.post(url(found), {"page": "1", "do": "next", "shown": "sleep", "a.sleep": "1"}, follow=True)
    page = again.content.decode()
    assert "One more question came up." in page
    assert "What kept you awake?" in page


def test_what_is_missing_is_said_and_what_was_typed_is_still_there(ana: Client, cast: Cast) -> None:
    found = asked(cast, EVERY_KIND)
    wrong = ana.post(url(found), {"page": "1", "do": "next", "a.hours": "seven", "a.mail": "nobody"})
    page = wrong.content.decode()
    assert wrong.status_code == 422
    assert "Please answer this." in page
    assert "Please write a number." in page
    assert "Please write an e-mail address, such as ana@example.org." in page
    assert 'value="seven"' in page
    assert values(found) == {"hours": "seven", "mail": "nobody"}


def test_sending_leads_to_the_page_where_something_is_left(ana: Client, cast: Cast) -> None:
    found = asked(cast, EVERY_KIND)
    there = ana.post(url(found), {"page": "3", "do": "submit"})
    assert there.headers["Location"].endswith("?page=1&check=1")
    assert "Please answer this." in ana.get(there.headers["Location"]).content.decode()
    found.refresh_from_db()
    assert found.is_open


def test_a_hidden_answer_does_not_count(ana: Client, cast: Cast) -> None:
    found = asked(cast)
    responding.save(found, {"sleep": 5, "why": "Noise"}, ["sleep", "why"], base=0)
    responding.submit(found)
    assert values(found) == {"sleep": 5}


@pytest.mark.parametrize(
    ("pressed", "before", "after"),
    [
        ("down:values:family", None, {"values": ["freedom", "family", "fun"]}),
        ("up:values:fun", ["family", "freedom", "fun"], {"values": ["family", "fun", "freedom"]}),
        ("set:values", None, {"values": ["family", "freedom", "fun"]}),
        ("clear:energy", None, {}),
        ("up:nothing:there", None, {}),
    ],
)
def test_buttons_inside_questions_work_without_a_script(
    ana: Client, cast: Cast, pressed: str, before: list[str] | None, after: dict[str, Any]
) -> None:
    found = asked(cast, EVERY_KIND)
    sent: dict[str, Any] = {"page": "2", "do": pressed, "a.values.set": "1" if before else "", "a.values": before or []}
    there = ana.post(url(found), sent)
    assert there.status_code == 302
    assert values(found) == after


def test_rows_are_added_and_taken_out_without_a_script(ana: Client, cast: Cast) -> None:
    found = asked(cast, EVERY_KIND)
    row = {"page": "3", "a.steps.rows": "1", "a.steps.0.what": "Yoga", "a.steps.0.weeks": "2,5"}
    ana.post(url(found), row | {"do": "add:steps"})
    assert values(found)["steps"] == [{"what": "Yoga", "weeks": 2.5}, {}]
    ana.post(url(found), row | {"do": "remove:steps:0", "revision": "1"})
    assert "steps" not in values(found)


def test_a_file_goes_up_with_the_form_and_comes_back_to_its_readers_only(ana: Client, cast: Cast) -> None:
    found = asked(cast, EVERY_KIND)
    ana.post(url(found), {"page": "3", "do": "stay", "a.paper": SimpleUploadedFile("../plan.txt", b"three sentences")})
    row = Upload.objects.get(response=found)
    assert (row.name, values(found)["paper"]) == ("plan.txt", [str(row.public_id)])
    got = ana.get(url(found, f"uploads/{row.public_id}/"))
    assert b"".join(got) == b"three sentences"  # type: ignore[arg-type]
    ana.force_login(cast.miriam.person, backend="django.contrib.auth.backends.ModelBackend")
    assert ana.get(url(found, f"uploads/{row.public_id}/")).status_code == 404


def test_the_largest_table_comes_in_whole(ana: Client, cast: Cast) -> None:
    columns = [{"kind": "text", "id": f"c{n}", "label": f"C{n}"} for n in range(20)]
    table = {"kind": "table", "id": "t", "label": "T", "columns": columns, "max_rows": 200}
    found = asked(cast, {"format": 1, "title": "Large", "pages": [{"id": "p", "items": [table]}]})
    cells = {f"a.t.{row}.c{n}": "x" for row in range(200) for n in range(20)}
    ana.post(url(found), {"page": "1", "do": "stay", "revision": "0", "a.t.rows": "200", **cells})
    assert values(found) == {"t": [{f"c{n}": "x" for n in range(20)}] * 200}


def save(client: Client, found: Response, base: int, **answers: str) -> tuple[int, dict[str, Any]]:
    sent = {f"a.{item}": value for item, value in answers.items()}
    changed = " ".join(answers)
    got = client.post(url(found, "answers/"), {"page": "1", "revision": str(base), "changed": changed, **sent})
    return got.status_code, json.loads(got.content)


def test_two_devices_write_into_one_draft_and_neither_loses_a_word(ana: Client, cast: Cast) -> None:
    found = asked(cast, EVERY_KIND)
    assert save(ana, found, 0, name="Ana")[1]["revision"] == 1
    status, told = save(ana, found, 0, why="From the laptop")  # it had not seen the name, and doesn't touch it
    assert (status, told["revision"]) == (200, 2)
    status, told = save(ana, found, 0, why="From the phone", hours="7")
    assert status == 409
    assert set(told["conflicts"]) == {"why"}
    assert told["conflicts"]["why"]["words"] == "From the laptop"
    assert values(found) == {"name": "Ana", "why": "From the laptop", "hours": 7}
    assert save(ana, found, told["revision"], why="From the phone")[0] == 200
    assert values(found)["why"] == "From the phone"


@pytest.mark.parametrize("by_script", [True, False])
def test_a_page_that_another_tab_has_hidden_takes_nothing_from_the_others(
    ana: Client, cast: Cast, by_script: bool
) -> None:
    two = SHORT["pages"][1] | {"visible": {"all": [{"field": "sleep", "operator": "at_least", "value": 3}]}}
    found = asked(cast, SHORT | {"pages": [SHORT["pages"][0], two]})
    responding.save(found, {"sleep": 1, "why": "Noise"}, ["sleep", "why"], base=0)
    fields = {"page": "2", "revision": "1", "a.wish": "Quiet", "do": "stay", "changed": "wish sleep why"}
    assert ana.post(url(found, "answers/" if by_script else ""), fields).status_code in {200, 302}
    assert values(found) == {"sleep": 1, "why": "Noise", "wish": "Quiet"}


def test_saving_says_what_is_shown_now(ana: Client, cast: Cast) -> None:
    found = asked(cast)
    assert save(ana, found, 0, sleep="1")[1]["hidden"] == []
    assert save(ana, found, 1, sleep="5")[1]["hidden"] == ["why"]


def test_what_was_sent_is_not_changed_any_more(ana: Client, cast: Cast) -> None:
    found = answered(cast)
    assert save(ana, found, 9, name="Somebody else")[0] == 410
    ana.post(url(found), {"page": "1", "do": "submit", "a.name": "Somebody else"})
    assert values(found)["name"] == "Ana"
    assert responding.submit(found).submitted_at == found.submitted_at


def test_nothing_of_it_stands_in_the_database_in_clear(cast: Cast) -> None:
    found = answered(cast)
    found.refresh_from_db()
    assert b"eleven people" not in bytes(found.answers)
    assert "eleven" in values(found)["why"]


def test_answers_flow_into_sinks_with_the_submission_or_not_at_all(cast: Cast) -> None:
    poured: list[Flow] = []
    definition = SHORT | {"sinks": [{"port": "test.sink", "source": source} for source in ("sleep", "wish")]}
    ports.add_sink(Sink("test.sink", "A test", poured.append))
    try:
        answered(cast, definition, {"sleep": 4})
        assert [(flow.source, flow.value, flow.text) for flow in poured] == [("sleep", 4, "4 of 5")]
    finally:
        del ports.sinks["test.sink"]


def test_totals_and_scores_are_read_with_the_answers(ana: Client, cast: Cast) -> None:
    page = ana.get(url(answered(cast))).content.decode()
    assert 'Energy, ten times</dt><dd dir="auto">30' in page
    assert '<strong class="figure">2.5</strong> <span class="chip brand">rather</span>' in page
    assert "From 2 of 2 answers." in page


def test_totals_follow_what_is_answered(ana: Client, cast: Cast) -> None:
    found = asked(cast, EVERY_KIND)
    told = save_page(ana, found, "2", energy="4")
    assert told["totals"] == {"tenfold": "40"}
    told = save_page(ana, found, "2", energy="")
    assert told["totals"] == {"tenfold": ""}


def test_a_total_may_show_a_score(ana: Client, cast: Cast) -> None:
    total = {"kind": "total", "id": "t", "label": "Content", "of": "content"}
    more = {"id": "more", "items": [total]}
    found = asked(cast, EVERY_KIND | {"pages": [*EVERY_KIND["pages"], more]})
    told = save_page(ana, found, "3", **{"life.job": "mid", "life.home": "high"}, changed="life")
    assert told["totals"] == {"tenfold": "", "content": "2.5"}


def test_a_page_knows_what_it_needs_to_follow_its_answers_and_no_more(ana: Client, cast: Cast) -> None:
    found = asked(cast, EVERY_KIND)
    responding.save(found, {"energy": 3, "name": "Ana"}, ["energy", "name"], base=0)
    pages = [logic(ana.get(url(found, f"?page={number}")).content.decode()) for number in (1, 2, 3)]
    assert pages[0] is None
    assert [item["id"] for page in pages[1]["definition"]["pages"] for item in page["items"]] == ["tried", "how"]
    assert pages[2]["answers"] == {"energy": 3}  # of the page before; the name is nobody's business here
    assert pages[2]["totals"] == {"tenfold": {"decimals": 0, "unit": ""}}


def logic(page: str) -> Any:
    found = re.search(r"<template data-live>(.*?)</template>", page)
    return json.loads(html.unescape(found[1])) if found else None


def save_page(client: Client, found: Response, page: str, changed: str = "", **answers: str) -> dict[str, Any]:
    sent = {f"a.{item}": value for item, value in answers.items()}
    said = {"page": page, "revision": "9", "changed": changed or " ".join(answers), **sent}
    return dict(json.loads(client.post(url(found, "answers/"), said).content))


TODAY: dict[str, Any] = {
    "format": 1,
    "title": "T",
    "pages": [{"id": "p", "items": [{"kind": "date", "id": "day", "label": "Day", "default": {"from": "today"}}]}],
}


@pytest.mark.zones
@pytest.mark.parametrize(("zone", "day"), [("Pacific/Kiritimati", "2026-11-25"), ("America/New_York", "2026-11-24")])
def test_today_is_the_day_of_whoever_answers_when_they_answer(ana: Client, cast: Cast, zone: str, day: str) -> None:
    Membership.objects.filter(pk=cast.ana.pk).update(zone=zone)
    with time_machine.travel(dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC), tick=False):
        found = asked(cast, TODAY)
    with time_machine.travel(dt.datetime(2026, 11, 24, 23, 30, tzinfo=dt.UTC), tick=False):
        ana.force_login(cast.ana.person, backend="django.contrib.auth.backends.ModelBackend")
        assert f'value="{day}"' in ana.get(url(found)).content.decode()
        ana.post(url(found), {"page": "1", "do": "stay", "a.day": day})
        assert values(found) == {"day": day}
        ana.post(url(found), {"page": "1", "do": "stay", "revision": "1", "a.day": ""})
        assert f'value="{day}"' not in ana.get(url(found)).content.decode()  # emptied, it stays empty


def test_a_score_is_explained_to_whoever_reads_it(ana: Client, cast: Cast) -> None:
    found = answered(cast)
    page = ana.get(url(found)).content.decode()
    assert "Your score is the mean of questions 14 (your job) and 14 (your home)." in page
    assert '<span class="q-number">14</span>' in page
    ana.force_login(cast.miriam.person, backend="django.contrib.auth.backends.ModelBackend")
    page = ana.get(url(found)).content.decode()
    assert "The score is the mean of questions 14 (your job) and 14 (your home)." in page
    assert "All of them have to be answered." in page


def test_to_ask_twice_is_to_ask_once(cast: Cast) -> None:
    version = published(cast.miriam)
    first = responding.ask(version, cast.ana_engagement, by=cast.miriam)
    assert responding.ask(version, cast.ana_engagement, by=cast.miriam) == first
    responding.withdraw(first[0], by=cast.miriam)
    assert responding.ask(version, cast.ana_engagement, by=cast.miriam) != first


def test_an_attached_intake_is_asked_of_whoever_comes_in(cast: Cast) -> None:
    version = published(cast.miriam, purpose="intake", attached="joining")
    published(cast.devi, purpose="intake", attached="joining")
    found = responding.ask_attached(cast.ana_engagement, cast.ana, cast.miriam)
    assert found is not None
    assert (found.version, found.person, found.asked_by) == (version, cast.ana.person, cast.miriam)
    library.archive(version.questionnaire, by=cast.miriam)
    assert responding.ask_attached(cast.tomas_engagement, cast.tomas, cast.miriam) is None


def test_the_newest_intake_stands_on_the_clients_page(client: Client, cast: Cast) -> None:
    found = answered(cast)
    Questionnaire.objects.filter(pk=found.version.questionnaire_id).update(purpose="intake")
    client.force_login(cast.miriam.person, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/p/okafor/clients/{cast.ana_engagement.public_id}/").content.decode()
    assert "I lead eleven people since May." in page
    client.force_login(cast.priya.person, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/p/okafor/clients/{cast.ana_engagement.public_id}/").content.decode()
    assert "eleven people" not in page


def test_what_is_not_asked_any_more_can_not_be_answered(ana: Client, cast: Cast) -> None:
    found = asked(cast)
    responding.withdraw(found, by=cast.miriam)
    with pytest.raises(Refused):
        responding.save(found, {"sleep": 4}, ["sleep"], base=0)
    assert "not asked of you any more" in ana.get(url(found)).content.decode()


def test_a_draft_is_read_by_nobody_else(client: Client, cast: Cast) -> None:
    found = asked(cast)
    responding.save(found, {"sleep": 2}, ["sleep"], base=0)
    for member in (cast.miriam, cast.devi, cast.priya, cast.tomas):
        client.force_login(member.person, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(url(found)).status_code == 404


@pytest.mark.parametrize("bad", ["\0", "\ud800", "x" * 200_000, "\u202e" * 9, "NaN", "1e999", "9" * 400])
def test_bad_text_is_refused_or_made_harmless(ana: Client, cast: Cast, bad: str) -> None:
    found = asked(cast, EVERY_KIND)
    text = bad.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    sent = {f"a.{item}": text for item in ("name", "why", "hours", "since", "energy")}
    assert ana.post(url(found), {"page": "1", "do": "next", **sent}).status_code in {302, 400, 422}
    assert ana.post(url(found, "answers/"), {"page": text, "changed": text, "revision": text}).status_code < 500


def test_lists_ask_as_often_with_thirty_as_with_one(ana: Client, cast: Cast) -> None:
    asked(cast)
    one, thirty = same_with_more(ana, "/p/okafor/questionnaires/", lambda: [asked(cast) for _number in range(29)])
    assert one == thirty
