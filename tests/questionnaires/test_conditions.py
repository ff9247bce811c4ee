"""When something is shown, as a coach sets it by form: a question, a page, one answer, one row."""

import json
from typing import Any

import pytest
from django.test import Client

from opencoach.questionnaires.actions import library
from opencoach.questionnaires.definition import read, written
from opencoach.questionnaires.forms.editing import ItemForm
from opencoach.questionnaires.forms.rule_words import Words
from opencoach.questionnaires.models import Questionnaire
from opencoach.questionnaires.outcomes import standing
from tests.cast import Cast
from tests.questionnaires.making import EVERY_KIND, questionnaire

pytestmark = pytest.mark.django_db


@pytest.fixture
def miriam(client: Client, cast: Cast) -> Client:
    client.force_login(cast.miriam.person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def url(made: Questionnaire, more: str = "") -> str:
    return f"/p/okafor/library/questionnaires/{made.public_id}/{more}"


def now(made: Questionnaire, item: str) -> dict[str, Any]:
    """A question of the draft."""
    pages = library.draft_of(made).definition["pages"]
    return next(one for page in pages for one in page["items"] if one["id"] == item)


def part(made: Questionnaire, item: str, name: str, key: str) -> dict[str, Any]:
    return next(one for one in now(made, item)[name] if one["id"] == key)


def rows(*conditions: tuple[str, ...], join: str = "all") -> dict[str, str]:
    """What a browser sends of these conditions."""
    names = ("field", "operator", "value")
    sent = {f"{name}{at}": one for at, row in enumerate(conditions) for name, one in zip(names, row, strict=False)}
    return {**sent, "join": join}


def rule(*conditions: tuple[Any, ...], join: str = "all") -> dict[str, Any]:
    """The same as a definition has it."""
    return {join: [dict(zip(("field", "operator", "value"), row, strict=False)) for row in conditions]}


def test_an_answer_is_shown_only_sometimes(miriam: Client, cast: Cast) -> None:
    made = questionnaire(cast.miriam, EVERY_KIND)
    opened = miriam.get(url(made, "?open=topics")).content.decode()
    assert 'name="then" value="options.sleep"' in opened
    form = miriam.get(url(made, "?open=topics&part=options.sleep")).content.decode()
    assert "When the answer “Sleep” is shown" in form
    assert 'value="topics"' not in form.partition("<form")[2].partition("</select>")[0]  # it can't wait for itself
    sent = rows(("tried", "is", "Yes"), ("hours", "less", "6,5"), join="any")
    saved = miriam.post(url(made, "?open=topics&part=options.sleep"), sent)
    assert saved["Location"] == url(made, "?open=topics#q-topics")
    wanted = rule(("tried", "is", "yes"), ("hours", "less", 6.5), join="any")
    assert part(made, "topics", "options", "sleep")["visible"] == wanted
    again = miriam.get(url(made, "?open=topics")).content.decode()
    assert "when Have you had a coach before? is Yes or How long do you sleep? is less than 6.5" in again
    definition = read(library.draft_of(made).definition)
    assert [standing(definition, one).shows("topics=sleep") for one in ({}, {"hours": 5}, {"hours": 7})] == [
        False, True, False,
    ]  # fmt: skip
    assert miriam.post(url(made, "?open=topics&part=options.sleep"), {"field0": ""}).status_code == 302
    assert "visible" not in part(made, "topics", "options", "sleep")


def test_a_row_of_a_matrix_and_its_answers_are_shown_only_sometimes(miriam: Client, cast: Cast) -> None:
    made = questionnaire(cast.miriam, EVERY_KIND)
    assert "When the row “your job” is shown" in miriam.get(url(made, "?open=life&part=rows.job")).content.decode()
    for key in ("rows.job", "options.mid"):
        assert miriam.post(url(made, f"?open=life&part={key}"), rows(("work", "answered"))).status_code == 302
    assert part(made, "life", "rows", "job")["visible"] == rule(("work", "answered"))
    assert part(made, "life", "options", "mid")["visible"] == rule(("work", "answered"))
    assert "parts of it sometimes" in miriam.get(url(made)).content.decode()


def test_what_was_typed_in_the_question_is_kept_on_the_way_to_its_answers(miriam: Client, cast: Cast) -> None:
    made = questionnaire(cast.miriam, EVERY_KIND)
    sent = {"label": "What about?", "options": "Focus\nSleep\nCourage", "then": "options.sleep"}
    assert miriam.post(url(made, "?open=topics"), sent)["Location"] == url(
        made, "?open=topics&part=options.sleep#q-topics"
    )
    assert now(made, "topics")["label"] == "What about?"
    gone = miriam.get(url(made, "?open=topics&part=options.nothing"))
    assert "What is asked" in gone.content.decode()  # its question


def test_there_is_always_room_for_one_more_condition(miriam: Client, cast: Cast) -> None:
    made = questionnaire(cast.miriam, EVERY_KIND)
    three = [("hours", "more", "1"), ("hours", "less", "9"), ("energy", "answered")]
    more = miriam.post(url(made, "?open=how"), {"label": "How?", **rows(*three), "then": "more"})
    assert more["Location"] == url(made, "?open=how#q-how")
    assert 'name="field3"' in miriam.get(more["Location"]).content.decode()
    four = [*three, ("stress", "at_least", "50")]
    assert miriam.post(url(made, "?open=how"), {"label": "How?", **rows(*four)}).status_code == 302
    assert now(made, "how")["visible"]["all"][3] == {"field": "stress", "operator": "at_least", "value": 50}
    page = {"title": "Last", **rows(("hours", "more", "1")), "then": "more"}
    assert miriam.post(url(made, "?page=2"), page)["Location"] == url(made, "?page=2#page2")


@pytest.mark.parametrize(
    ("condition", "made_of_it"),
    [
        (("work", "any_of", "At home / At an office"), ("work", "any_of", ["home", "office"])),
        (("topics", "contains", "something else"), ("topics", "contains", "other")),
        (("life.job", "is", "Very"), ("life.job", "is", "high")),
        (("life.job", "at_least", "2"), ("life.job", "at_least", 2)),
        (("tried", "is", "1"), ("tried", "is", 1)),
        (("tenfold", "more", "20"), ("tenfold", "more", 20)),
        (("tenfold", "is", "true"), ("tenfold", "is", True)),
        (("content", "at_most", "1.5"), ("content", "at_most", 1.5)),
        (("since", "less", "2026-05-04"), ("since", "less", "2026-05-04")),
        (("paper", "missing"), ("paper", "missing")),
    ],
)
def test_values_are_written_as_people_write_them(
    miriam: Client, cast: Cast, condition: tuple[str, ...], made_of_it: tuple[Any, ...]
) -> None:
    made = questionnaire(cast.miriam, EVERY_KIND)
    assert miriam.post(url(made, "?open=why"), {"label": "Why?", **rows(condition)}).status_code == 302
    assert now(made, "why")["visible"] == rule(made_of_it)
    assert library.draft_of(made).definition == written(read(library.draft_of(made).definition))


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        (("tried", "is", "Perhaps"), "“Perhaps” is none of its answers: Yes; No."),
        (("work", "any_of", "At home / At sea"), "“At sea” is none of its answers: At home; At an office."),
        (("hours", "less", "few"), "Write a number."),
        (("hours", "less", ""), "Write what it is compared with."),
        (("since", "less", "May"), "Write the day as 2026-11-24."),
        (("wake", "less", "noon"), "Write the time as 08:30."),
        (("hours", "contains", "3"), "can&#x27;t contain anything."),
        (("paper", "is", "x"), "is a list: a condition can only ask whether it is answered."),
    ],
)
def test_a_value_that_no_answer_can_have_is_told_and_stays_typed(
    miriam: Client, cast: Cast, condition: tuple[str, ...], told: str
) -> None:
    made = questionnaire(cast.miriam, EVERY_KIND)
    before = library.draft_of(made).definition
    for where, more in (("?open=why", {"label": "Why now?"}), ("?open=values&part=options.fun", {})):
        answer = miriam.post(url(made, where), {**more, **rows(condition)})
        page = answer.content.decode()
        assert (answer.status_code, told in page, f'value="{condition[2]}"' in page or not condition[2]) == (
            422, True, True,
        )  # fmt: skip
        assert '<details class="rule">' not in page  # it stands open
    assert library.draft_of(made).definition == before


def test_rows_that_belong_together_are_joined_the_other_way(miriam: Client, cast: Cast) -> None:
    made = questionnaire(cast.miriam, EVERY_KIND)
    conditions = [("tried", "is", "Yes"), ("hours", "less", "5"), ("hours", "missing"), ("stress", "more", "80")]
    for join, other in (("all", "any"), ("any", "all")):
        sent = {"label": "Why?", **rows(*conditions, join=join), "with0": "on", "with2": "on"}  # nothing is above row 0
        assert miriam.post(url(made, "?open=why"), sent).status_code == 302
        group = rule(("hours", "less", 5), ("hours", "missing"), join=other)
        wanted = {join: [*rule(("tried", "is", "yes"))["all"], group, *rule(("stress", "more", 80))["all"]]}
        assert now(made, "why")["visible"] == wanted
        form = ItemForm(read(library.draft_of(made).definition), read(library.draft_of(made).definition).item("why"))
        assert [form.initial[f"with{at}"] for at in range(4)] == [False, False, True, False]
    assert "(How long do you sleep? is less than 5 and How long do you sleep? is not answered)" in Words(
        read(library.draft_of(made).definition)
    ).rule(read(library.draft_of(made).definition).item("why").visible)


def test_what_nobody_touched_is_not_changed(miriam: Client, cast: Cast) -> None:
    """A dead value, a choice by its number, a value that no line can say."""
    data: dict[str, Any] = json.loads(json.dumps(EVERY_KIND))
    why, mail = data["pages"][0]["items"][3], data["pages"][0]["items"][2]
    why["visible"] = rule(("tried", "is", "perhaps"), ("work", "is", "home"), ("tried", "at_least", 1),
                          ("tenfold", "is", True), join="any")  # fmt: skip
    mail["visible"] = rule(("name", "any_of", ["a/b", "c"]))
    made = questionnaire(cast.miriam, data)
    untouched = rows(("tried", "is", "perhaps"), ("work", "is", "At home"), ("tried", "at_least", "1"),
                     ("tenfold", "is", "true"), join="any")  # fmt: skip
    sent = {"label": "Why now?", "help": "A few sentences.", **untouched}
    assert miriam.post(url(made, "?open=why"), sent).status_code == 302
    assert now(made, "why") == {**why, "label": "Why now?"}
    assert "a rule that this form can't say" in miriam.get(url(made, "?open=mail")).content.decode()
    assert miriam.post(url(made, "?open=mail"), {"label": "Mail", "pattern": "email"}).status_code == 302
    assert now(made, "mail") == {**mail, "label": "Mail"}


def test_a_condition_on_a_question_that_is_gone_waits_to_be_changed(miriam: Client, cast: Cast) -> None:
    made = questionnaire(cast.miriam)
    miriam.post(url(made, "steps/"), {"do": "remove:sleep"})
    assert "sleep (is gone)" in miriam.get(url(made, "?open=why")).content.decode()
    kept = {"label": "Why?", **rows(("sleep", "at_most", "2"))}
    assert miriam.post(url(made, "?open=why"), kept).status_code == 302
    assert now(made, "why")["visible"] == rule(("sleep", "at_most", 2))
    other = miriam.post(url(made, "?open=why"), {"label": "Why?", **rows(("sleep", "at_most", "3"))})
    assert "This question can’t decide about it." in other.content.decode()
    assert miriam.post(url(made, "?open=why"), {"label": "Why?", "field0": ""}).status_code == 302
    assert "visible" not in now(made, "why")


def test_the_preview_shows_what_the_form_of_an_answer_says(miriam: Client, cast: Cast) -> None:
    made = questionnaire(cast.miriam, EVERY_KIND)
    before = library.draft_of(made).definition
    sent = {"part": "options.home", **rows(("hours", "more", "5"))}
    for answers, hidden in (({}, True), ({"a.hours": "6"}, False)):
        page = miriam.post(url(made, "preview/?open=work"), {**sent, **answers}).content.decode()
        option = page.partition('<option value="home"')[2].partition(">")[0]
        assert ("hidden" in option) is hidden
    wrong = miriam.post(url(made, "preview/?open=work"), {"part": "options.home", **rows(("hours", "more", "x"))})
    assert "Write a number." in wrong.content.decode()
    assert miriam.post(url(made, "preview/?open=work"), {"part": "options.gone"}).status_code == 200
    assert library.draft_of(made).definition == before
