"""Scores, languages, trying out, versions and JSON: what stands beside the questions in the editor."""

import json
from typing import Any

import pytest
from django.test import Client

from opencoach.questionnaires import editing
from opencoach.questionnaires.actions import library
from opencoach.questionnaires.definition import read, written
from opencoach.questionnaires.differences import differences
from opencoach.questionnaires.forms.scores import ScoreForm, is_simple
from opencoach.questionnaires.models import Questionnaire, Response, Version
from opencoach.questionnaires.wording import translated, wordings
from tests.cast import Cast
from tests.questionnaires.making import EVERY_KIND, SHORT, published, questionnaire

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def miriam(client: Client, cast: Cast) -> Client:
    client.force_login(cast.miriam.person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def url(made: Questionnaire, more: str = "") -> str:
    return f"/p/okafor/library/questionnaires/{made.public_id}/{more}"


def draft(made: Questionnaire) -> dict[str, Any]:
    return dict(Version.objects.get(questionnaire=made, published_at=None).definition)


def test_a_score_with_a_reversed_question_and_bands(miriam: Client, cast: Cast) -> None:
    made = questionnaire(cast.miriam, EVERY_KIND)
    assert miriam.post(url(made, "scores/"), {"do": "add"})["Location"].endswith("?open=score")
    form = {
        "label": "Ease", "part-energy": "plain", "part-stress": "reversed", "part-life.job": "plain",
        "combine": "mean", "missing": "half", "bands": "0 = low\n30,5 = high",
    }  # fmt: skip
    assert miriam.post(url(made, "scores/?open=score"), form).status_code == 302
    [_content, score] = draft(made)["scores"]
    assert score == {
        "id": "score", "label": "Ease", "combine": "mean", "missing": "half",
        "parts": [{"of": "energy"}, {"of": "stress", "reverse": [0, 100]}, {"of": "life.job"}],
        "bands": [{"label": "low", "from": 0, "to": 30.5}, {"label": "high", "from": 30.5}],
    }  # fmt: skip
    page = miriam.get(url(made, "scores/")).content.decode()
    assert "Your score is the mean of questions 11, 12 (reversed) and 14 (your job)." in page
    miriam.post(url(made, "scores/"), {"do": "remove:score"})
    assert [one["id"] for one in draft(made)["scores"]] == ["content"]
    miriam.post(url(made, "undoing/"))
    assert [one["id"] for one in draft(made)["scores"]] == ["content", "score"]


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"bands": "low"}, "doesn&#x27;t say from which value on"),
        ({"bands": "5 = low\n3 = high"}, "Each line begins higher than the one before."),
        ({"part-energy": ""}, "Choose at least one question that counts."),
        ({"part-energy": "reversed", "combine": "power"}, "power"),
    ],
)
def test_a_mistake_in_a_score_is_told_and_what_was_typed_stays(
    miriam: Client, cast: Cast, sent: dict[str, str], told: str
) -> None:
    made = questionnaire(cast.miriam, EVERY_KIND)
    before = draft(made)
    miriam.post(url(made, "scores/"), {"do": "add"})
    form = {"label": "My words", "part-energy": "plain", "combine": "sum", "missing": "all", "bands": "", **sent}
    answer = miriam.post(url(made, "scores/?open=score"), form)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert "My words" in answer.content.decode()
    miriam.post(url(made, "undoing/"))
    assert draft(made) == before


def test_a_score_is_saved_as_it_was() -> None:
    bands = [{"to": 2, "label": "little", "words": "Talk about it."}, {"from": 2, "label": "rather"}]
    definition = read({**EVERY_KIND, "scores": [{**EVERY_KIND["scores"][0], "bands": bands}]})
    [score] = definition.scores
    form = ScoreForm(definition, score)
    sent = {name: form[name].value() for name in form.fields}
    again = ScoreForm(definition, score, sent)
    assert again.is_valid()
    after = editing.put_score(again.values())(written(definition))
    assert written(read(after)) == written(definition)


def test_what_the_form_can_not_say_is_left_to_json() -> None:
    one = {"id": "s", "label": "S", "parts": [{"of": "sleep"}]}
    more: list[dict[str, Any]] = [
        {"steps": [{"kind": "round"}]}, {"missing": {"at_least": 1}}, {"parts": [{"of": "sleep", "weight": 2}]},
        {"parts": [{"of": "sleep", "map": {"1": 5}}]}, {"bands": [{"to": 1, "label": "a"}, {"from": 3, "label": "b"}]},
    ]  # fmt: skip
    scores = [read({**SHORT, "scores": [{**one, **each}]}).scores[0] for each in [{}, *more]]
    assert [is_simple(score) for score in scores] == [True, False, False, False, False, False]


def test_trying_out_shows_what_comes_out_and_keeps_nothing(miriam: Client, cast: Cast) -> None:
    made = questionnaire(cast.miriam, EVERY_KIND)
    assert "How was it?" in miriam.get(url(made, "trial/")).content.decode()
    sent = {"q-name": "Ana", "q-energy": "3", "q-life.job": "low", "q-life.home": "high"}
    names = {name.replace("q-", ""): value for name, value in sent.items()}
    page = miriam.post(url(made, "trial/"), {**names, **field_names(names)}).content.decode()
    assert "This could be sent as it is." in page
    assert "Your score is the mean of" in page
    assert ">rather<" in page
    assert ">30<" in page  # energy, ten times
    empty = miriam.post(url(made, "trial/"), {}).content.decode()
    assert "1 question still wants another look" in empty
    assert not Response.objects.exists()


def field_names(values: dict[str, str]) -> dict[str, str]:
    """As the page names its fields."""
    from opencoach.questionnaires.rendering import names

    return {
        (names.part(*key.split(".")) if "." in key else names.field(key)): value for key, value in values.items()
    }  # fmt: skip


def test_what_can_not_work_is_not_tried_out(miriam: Client, cast: Cast) -> None:
    made = questionnaire(cast.miriam)
    library.change(library.draft_of(made), editing.remove("sleep"))
    page = miriam.post(url(made, "trial/"), {"q": "x"}).content.decode()
    assert "There is no question, computed value or score “sleep”." in page


def test_versions_are_told_apart(miriam: Client, cast: Cast) -> None:
    made = published(cast.miriam).questionnaire
    row = library.draft_of(made)
    library.change(row, editing.both(editing.change("wish", {"label": "Your wish?"}), editing.move("why", 1)))
    library.change(row, editing.add_item("number", 1, "hours"))
    library.change(row, editing.describe("Before we meet", "", "Thank you"))
    page = miriam.get(url(made, "versions/")).content.decode()
    assert "What version 2 changes in version 1" in page
    assert '<ins dir="auto">Your wish?</ins>' in page
    first = miriam.get(url(made, "versions/?number=1")).content.decode()
    assert "It is the first" in first
    before, after = read(Version.objects.get(questionnaire=made, number=1).definition), read(draft(made))
    assert [(one.how, one.what) for one in differences(before, after)] == [
        ("changed", "The questionnaire"), ("moved", "“What kept you awake?”"), ("changed", "“Your wish?”"),
        ("new", "“A new question”"),
    ]  # fmt: skip
    assert [one.how for one in differences(after, before)] == ["changed", "moved", "changed", "gone"]
    assert differences(before, before) == []


def test_when_an_answer_is_shown_is_told_among_what_has_changed(cast: Cast) -> None:
    made = published(cast.miriam, EVERY_KIND).questionnaire
    rule = {"all": [{"field": "hours", "operator": "at_least", "value": 6}]}
    library.change(library.draft_of(made), editing.change_part("work", "options", "office", rule))
    before, after = read(Version.objects.get(questionnaire=made, number=1).definition), read(draft(made))
    [change] = differences(before, after)
    assert (change.what, change.lines) == (
        "“Where do you work?”",
        [("Answers", "At home; At an office", "At home; At an office (when hours ≥ 6)")],
    )


def test_a_colleague_sees_what_is_published_and_no_draft(client: Client, cast: Cast) -> None:
    made = published(cast.miriam, shared_at="2026-01-01T00:00Z").questionnaire
    library.change(library.draft_of(made), editing.describe("A secret title", "", ""))
    client.force_login(cast.devi.person, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(url(made, "versions/?number=2")).content.decode()
    assert "Version 1" in page
    assert "Version 2" not in page


def test_every_text_is_translated_and_taken_back(miriam: Client, cast: Cast) -> None:
    made = questionnaire(cast.miriam, EVERY_KIND)
    before = draft(made)
    paths = {one.own: one.path for one in wordings(before, "de")}
    assert {"Everything that can be asked", "In your words", "What shall I call you?", "Something else",
            "Focus", "Plenty", "A lot", "your job", "How long", "weeks", "rather", "Energy × 10", "Content"} <= set(
        paths
    )  # fmt: skip
    sent = {f"text-{paths['Focus']}": "Fokus", f"text-{paths['Plenty']}": "Viel", "text-pages.99.title": "x"}
    assert miriam.post(url(made, "wording/?language=de"), {**sent, "revision": "0"}).status_code == 302
    definition = read(draft(made))
    assert definition.item("topics").options[0].label == {"en": "Focus", "de": "Fokus"}  # type: ignore[union-attr]
    assert definition.item("energy").labels["5"] == {"en": "Plenty", "de": "Viel"}  # type: ignore[union-attr]
    tried = miriam.get(url(made, "trial/?language=de")).content.decode()
    assert "Fokus" in tried
    assert 'action="?language=de#results"' in tried
    assert '<option value="fr" selected>' in miriam.get(url(made, "wording/?language=fr")).content.decode()
    emptied = dict.fromkeys(sent, "")
    miriam.post(url(made, "wording/?language=de"), {**emptied, "revision": "1"})
    assert draft(made) == before


def test_a_translation_of_an_older_draft_overwrites_nothing(miriam: Client, cast: Cast) -> None:
    made = questionnaire(cast.miriam)
    library.change(library.draft_of(made), editing.move("why", -1))
    before = draft(made)
    answer = miriam.post(url(made, "wording/?language=de"), {"text-title": "Bevor wir reden", "revision": "0"})
    assert draft(made) == before
    assert "Bevor wir reden" in answer.content.decode()


def test_translating_leaves_what_is_no_text() -> None:
    data = written(read(EVERY_KIND))
    after = translated("fr", {one.path: f"{one.own} (fr)" for one in wordings(data, "fr")})(data)
    assert {one.other for one in wordings(after, "fr")} == {f"{one.own} (fr)" for one in wordings(data, "fr")}
    assert written(read(after)) == after


def test_json_is_changed_and_a_mistake_is_told_with_what_was_typed(miriam: Client, cast: Cast) -> None:
    made = questionnaire(cast.miriam)
    data = {**draft(made), "scores": [{"id": "s", "label": "S", "parts": [{"of": "sleep", "weight": 2}]}]}
    assert miriam.post(url(made, "source/"), {"text": json.dumps(data), "revision": "0"}).status_code == 302
    assert draft(made) == data
    for text, revision in (('{"title": "mine"', "1"), (json.dumps(data | {"title": "mine"}), "0")):
        answer = miriam.post(url(made, "source/"), {"text": text, "revision": revision})
        assert answer.status_code == 422
        assert "mine" in answer.content.decode()
        assert draft(made) == data


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (
            {**SHORT, "scores": [{"id": "s", "label": "S", "parts": [{"of": "sleep", "reverse": [1, 5]}] * 2}]},
            "“sleep” is reversed twice.",
        ),
        (
            {**SHORT, "computed": [{"id": "a", "expression": "b + 1"}, {"id": "b", "expression": "a + 1"}]},
            "These depend on each other in a circle",
        ),
        (
            {**SHORT, "pages": [*SHORT["pages"], {"id": "three", "items": [
                {"kind": "text", "id": "never", "label": "Never",
                 "visible": {"all": [{"field": "sleep", "operator": "more", "value": 5}]}}]}]},
            "It can never be shown: no answer makes its condition true.",
        ),
    ],
)  # fmt: skip
def test_the_editor_tells_what_makes_no_sense(miriam: Client, cast: Cast, data: dict[str, Any], told: str) -> None:
    made = questionnaire(cast.miriam, data)
    assert told in miriam.get(url(made)).content.decode()


def test_a_question_is_dragged_to_the_end_of_its_page(miriam: Client, cast: Cast) -> None:
    made = questionnaire(cast.miriam)
    assert miriam.post(url(made, "steps/"), {"do": "before:sleep", "before": ""}).status_code == 302
    assert [item["id"] for item in draft(made)["pages"][0]["items"]] == ["why", "sleep"]
