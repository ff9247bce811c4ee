"""Making a questionnaire: by its buttons and forms, as a coach does."""

import json
from typing import Any

import pytest
from django.test import Client

from opencoach.people.refusal import Refused
from opencoach.questionnaires import editing
from opencoach.questionnaires.actions import library
from opencoach.questionnaires.actions.library import Stale
from opencoach.questionnaires.definition import read, written
from opencoach.questionnaires.forms.editing import ItemForm
from opencoach.questionnaires.models import Questionnaire, Version
from tests.cast import Cast
from tests.counting import same_with_more
from tests.questionnaires.making import EVERY_KIND, SHORT, published, questionnaire

pytestmark = pytest.mark.django_db


@pytest.fixture
def miriam(client: Client, cast: Cast) -> Client:
    client.force_login(cast.miriam.person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def url(made: Questionnaire, more: str = "") -> str:
    return f"/p/okafor/library/questionnaires/{made.public_id}/{more}"


def items(made: Questionnaire) -> list[list[str]]:
    draft = Version.objects.get(questionnaire=made, published_at=None)
    return [[item["id"] for item in page.get("items", [])] for page in draft.definition["pages"]]


def do(client: Client, made: Questionnaire, what: str, **more: str) -> None:
    assert client.post(url(made, "steps/"), {"do": what, **more}).status_code == 302


def test_a_worksheet_from_nothing_to_a_client(miriam: Client, cast: Cast) -> None:
    miriam.post("/p/okafor/library/questionnaires/", {"title": "My week", "purpose": "worksheet"})
    made = Questionnaire.objects.get(title="My week")
    for kind in ("scale", "number", "long_text", "total"):
        do(miriam, made, "add:0", kind=kind)
    scale = {"label": "Energy", "min": "1", "max": "5", "labels": "1 = None\n5 = Plenty"}
    assert miriam.post(url(made, "?open=scale"), scale).status_code == 302
    assert miriam.post(url(made, "?open=number"), {"label": "Hours", "min": "0", "unit": "hours"}).status_code == 302
    rule = {"field0": "scale", "operator0": "at_most", "value0": "2", "join": "all"}
    assert miriam.post(url(made, "?open=long_text"), {"label": "What costs you?", **rule}).status_code == 302
    total = {"label": "Together", "expression": "scale + number"}
    assert miriam.post(url(made, "?open=total"), total).status_code == 302
    miriam.post(url(made, "publication/"))
    version = Version.objects.get(questionnaire=made, published_at__isnull=False)
    definition = read(version.definition)
    assert definition.item("scale").labels == {"1": "None", "5": "Plenty"}  # type: ignore[union-attr]
    assert definition.item("long_text").visible is not None
    asked = miriam.post(
        f"/p/okafor/clients/{cast.ana_engagement.public_id}/questionnaires/", {"version": version.public_id}
    )
    assert asked.status_code == 302
    miriam.force_login(cast.ana.person, backend="django.contrib.auth.backends.ModelBackend")
    assert "My week" in miriam.get("/p/okafor/").content.decode()


def test_questions_are_moved_copied_taken_out_and_brought_back(miriam: Client, cast: Cast) -> None:
    made = questionnaire(cast.miriam)
    do(miriam, made, "up:why")
    assert items(made) == [["why", "sleep"], ["wish"]]
    do(miriam, made, "down:sleep")
    assert items(made) == [["why"], ["sleep", "wish"]]
    do(miriam, made, "copy:wish")
    assert items(made) == [["why"], ["sleep", "wish", "wish_2"]]
    do(miriam, made, "remove:wish")
    do(miriam, made, "before:wish_2", before="sleep")
    assert items(made) == [["why"], ["wish_2", "sleep"]]
    for _change in range(5):
        miriam.post(url(made, "undoing/"))
    assert items(made) == [["sleep", "why"], ["wish"]]


def test_a_mistake_is_told_and_changes_nothing(miriam: Client, cast: Cast) -> None:
    made = questionnaire(cast.miriam)
    wrong = miriam.post(url(made, "?open=sleep"), {"label": "Slept?", "min": "5", "max": "1"})
    assert wrong.status_code == 422
    assert "Its end has to be higher." in wrong.content.decode()
    assert "Slept?" in wrong.content.decode()
    assert "How well did you sleep?" in json.dumps(library.draft_of(made).definition)


def test_every_kind_is_opened_and_saved_as_it_was(miriam: Client, cast: Cast) -> None:
    definition = read(EVERY_KIND)
    made = questionnaire(cast.miriam, EVERY_KIND)
    for item in definition.items:
        form = ItemForm(definition, item)
        sent = {name: value for name, value in form.initial.items() if value not in ("", False, None)}
        answer = miriam.post(url(made, f"?open={item.id}"), sent)
        assert answer.status_code == 302, (item.id, answer.content.decode()[:200])
    assert library.draft_of(made).definition == written(definition)


def test_answers_keep_their_ids_when_their_words_change(miriam: Client, cast: Cast) -> None:
    made = questionnaire(cast.miriam, EVERY_KIND)
    sent = {"label": "Before?", "options": "No = 0\nYes, once = 1\nOften"}
    assert miriam.post(url(made, "?open=tried"), sent).status_code == 302
    options = [one["id"] for one in written(read(library.draft_of(made).definition))["pages"][1]["items"][0]["options"]]
    assert options == ["no", "yes_once", "often"]


LIMITS: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "mail": ({"pattern": "email", "max_length": "80", "default": "email"},
             {"pattern": "email", "max_length": 80, "default": {"from": "email"}}),
    "why": ({"min_length": "20", "placeholder": "Just begin"}, {"min_length": 20, "placeholder": "Just begin"}),
    "hours": ({"max": "24", "step": "0,5"}, {"max": 24, "step": 0.5}),
    "since": ({"min": "2020-01-01", "default": "today"}, {"min": "2020-01-01", "default": {"from": "today"}}),
    "tried": ({"options": "Yes = 1\nNo = 0", "look": "dropdown"}, {"look": "dropdown"}),
    "topics": ({"options": "Focus\nSleep", "min_count": "1", "max_count": "2"}, {"min_count": 1, "max_count": 2}),
    "values": ({"options": "Family\nFreedom\nFun", "count": "2"}, {"count": 2}),
    "steps": ({"columns": "What\nDid it help? = Yes / A little / No", "max_rows": "5"}, {"max_rows": 5}),
    "paper": ({"types": "application/pdf image/*", "max_count": "3"},
              {"types": ["application/pdf", "image/*"], "max_count": 3}),
    "voice": ({"max_seconds": "60"}, {"max_seconds": 60}),
}  # fmt: skip


def test_limits_and_what_stands_there_before_are_set_by_form(miriam: Client, cast: Cast) -> None:
    made = questionnaire(cast.miriam, EVERY_KIND)
    for key, (fields, _set) in LIMITS.items():
        answer = miriam.post(url(made, f"?open={key}"), {"label": key, **fields})
        assert answer.status_code == 302, (key, answer.content.decode()[:2000])
    now = {item["id"]: item for page in library.draft_of(made).definition["pages"] for item in page["items"]}
    for key, (_fields, set_) in LIMITS.items():
        assert set_.items() <= now[key].items(), key
    helped = now["steps"]["columns"][1]
    assert [(one["id"], one["label"]) for one in helped["options"]] == [
        ("yes", "Yes"), ("a_little", "A little"), ("no", "No"),
    ]  # fmt: skip
    assert helped["options"][0]["value"] == 1  # what it counted as stays with its words
    wrong = miriam.post(url(made, "?open=mail"), {"label": "mail", "min_length": "9", "max_length": "2"})
    assert "The least (9) is more than the most (2)." in wrong.content.decode()


def test_a_page_has_words_and_a_condition(miriam: Client, cast: Cast) -> None:
    made = questionnaire(cast.miriam)
    assert "Words below it" in miriam.get(url(made, "?page=1")).content.decode()
    rule = {"field0": "sleep", "operator0": "less", "value0": "3", "join": "all"}
    assert miriam.post(url(made, "?page=1"), {"title": "Then", "description": "Briefly.", **rule}).status_code == 302
    page = library.draft_of(made).definition["pages"][1]
    assert (page["title"], page["description"]) == ("Then", "Briefly.")
    assert page["visible"] == {"all": [{"field": "sleep", "operator": "less", "value": 3}]}
    assert miriam.post(url(made, "?page=1"), {"title": "Then"}).status_code == 302
    assert "visible" not in library.draft_of(made).definition["pages"][1]
    assert miriam.get(url(made, "?page=9")).status_code == 200


def test_publishing_freezes(cast: Cast) -> None:
    version = published(cast.miriam)
    with pytest.raises(Refused):
        library.change(version, editing.remove("sleep"))
    draft = library.draft_of(version.questionnaire)
    assert draft.number == 2
    with pytest.raises(Refused, match="Nothing has changed"):
        library.publish(draft, by=cast.miriam)


def test_what_can_not_work_is_not_published(miriam: Client, cast: Cast) -> None:
    made = questionnaire(cast.miriam)
    do(miriam, made, "remove:sleep")  # what "why" depends on
    page = miriam.get(url(made)).content.decode()
    assert 'class="checks"' in page
    with pytest.raises(Refused):
        library.publish(library.draft_of(made), by=cast.miriam)


def test_two_windows_do_not_overwrite_each_other(cast: Cast) -> None:
    draft = library.draft_of(questionnaire(cast.miriam))
    library.change(draft, editing.remove("wish"), revision=0)
    with pytest.raises(Stale):
        library.change(draft, editing.remove("why"), revision=0)


def test_what_is_saved_as_a_file_comes_back_the_same(miriam: Client, cast: Cast) -> None:
    made = questionnaire(cast.miriam, EVERY_KIND)
    text = miriam.get(url(made, "export/")).content.decode()
    miriam.post("/p/okafor/library/questionnaires/import/", {"text": text, "do": "make"})
    again = Questionnaire.objects.exclude(pk=made.pk).get()
    assert library.draft_of(again).definition == library.draft_of(made).definition


@pytest.mark.parametrize("bad", ["", "{", "[]", '{"title": "X"}', '{"title": "X", "pages": [{"id": "p", "items": 5}]}'])
def test_a_bad_file_makes_nothing_and_says_why(miriam: Client, bad: str) -> None:
    answer = miriam.post("/p/okafor/library/questionnaires/import/", {"text": bad})
    assert answer.status_code == 422
    assert "Nothing was made." in answer.content.decode()
    assert not Questionnaire.objects.exists()


def test_what_is_put_away_is_asked_no_more_and_comes_back(miriam: Client, cast: Cast) -> None:
    made = published(cast.miriam).questionnaire
    asking = f"/p/okafor/clients/{cast.ana_engagement.public_id}/questionnaires/"
    assert made.title in miriam.get(asking).content.decode()
    miriam.post(url(made, "archiving/"))
    miriam.get(asking)  # what was done is said once, by name
    assert made.title not in miriam.get(asking).content.decode()
    miriam.post(url(made, "restoring/"))
    assert made.title in miriam.get(asking).content.decode()


def test_the_library_asks_as_often_with_thirty_as_with_one(miriam: Client, cast: Cast) -> None:
    published(cast.miriam)
    path = "/p/okafor/library/questionnaires/"
    one, thirty = same_with_more(miriam, path, lambda: [published(cast.miriam, SHORT) for _number in range(29)])
    assert one == thirty


def test_bad_input_is_a_404_or_told(miriam: Client, cast: Cast) -> None:
    made = questionnaire(cast.miriam)
    sent: list[dict[str, Any]] = [
        {},
        {"do": "add:9", "kind": "text"},
        {"do": "add:0", "kind": "bomb"},
        {"do": "x:sleep"},
    ]
    for data in sent:
        assert miriam.post(url(made, "steps/"), data).status_code == 404
