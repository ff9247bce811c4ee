"""Questionnaires from other programs: what becomes of them, what is left out, and what is wrong, cell by cell."""

import io
import json
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opencoach.questionnaires.checks import check
from opencoach.questionnaires.definition import Invalid, written
from opencoach.questionnaires.importing import imported
from opencoach.questionnaires.importing.formula import Wrong, parse
from opencoach.questionnaires.outcomes import standing
from tests.questionnaires.foreign import CHOICES, SETTINGS, SURVEY, SURVEYJS, workbook, xlsform

WHOLE = workbook(survey=SURVEY, choices=CHOICES, settings=SETTINGS)


def problems(raw: bytes) -> list[str]:
    with pytest.raises(Invalid) as refused:
        imported(raw)
    return [str(one) for one in refused.value.problems]


def test_an_xlsform_becomes_pages_tables_matrices_and_conditions() -> None:
    found = imported(WHOLE)
    assert found.format == "XLSForm"
    definition = found.definition
    assert [[item.id for item in page.items] for page in definition.pages] == [
        ["name", "age", "coached", "how", "wish"],
        ["tried", "life", "pressure", "thanks"],
    ]
    kinds = {item.id: item.kind for item in definition.items}
    assert kinds == {
        "name": "text", "age": "number", "coached": "single", "how": "long_text", "wish": "multi", "tried": "table",
        "life": "matrix", "pressure": "slider", "thanks": "info",
    }  # fmt: skip
    assert definition.title == "Before we begin"
    assert definition.pages[0].title == {"en": "About you", "de": "Über Sie"}
    age = written(definition)["pages"][0]["items"][1]
    assert (age["min"], age["max"], age["step"]) == (16, 119, 1)
    assert check(definition) == []
    assert [str(one) for one in found.dropped] == [
        "survey, row 2, column “type”: “start” is not asked here; it is left out.",
        "survey, row 10, column “type”: “geopoint” is not asked here; it is left out.",
    ]


@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        ({"coached": "yes", "age": 30}, {"how", "life"}),
        ({"coached": "yes", "age": 20}, {"life"}),
        ({"coached": "no", "age": 30}, set()),
        ({"coached": "no", "wish": ["focus"]}, {"life"}),
        ({"age": 30}, {"life"}),  # there, an answer that is missing is unlike “no”
        ({"coached": "yes", "age": 18, "life": {"job": "2", "home": "2"}, "pressure": 1}, {"life", "thanks"}),
        ({"coached": "yes", "age": 18, "life": {"job": "1", "home": "1"}, "pressure": 1}, {"life"}),
    ],
)
def test_conditions_of_an_xlsform_decide_as_they_did_there(answers: dict[str, Any], shown: set[str]) -> None:
    stand = standing(imported(WHOLE).definition, answers)
    assert {one for one in ("how", "life", "thanks") if stand.shows(one)} == shown


def test_a_csv_file_is_an_xlsform_too() -> None:
    text = "survey,,,\n,type,name,label\n,text,wish,What is your wish?\n"
    definition = imported(text.encode()).definition
    assert [(item.id, item.kind) for item in definition.items] == [("wish", "text")]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([["text", "a", "A"], ["text", "a", "B"]], "survey, row 3, column “name”: The name “a” stands twice."),
        ([["bogus", "a", "A"]], "survey, row 2, column “type”: “bogus” is no type of an XLSForm."),
        (
            [["select_one nolist", "a", "A"]],
            "survey, row 2, column “type”: There is no list “nolist” in the sheet “choices”.",
        ),
        ([["begin group", "g", "G"], ["text", "a", "A"]], "survey, row 2, column “type”: This begins and never ends."),
        ([["text", "a", "A"], ["end group"]], "survey, row 3, column “type”: This ends, and has not begun."),
        ([["text", "a", "A", "${b} = 1"]], "survey, row 2, column “relevant”: There is no question “b”."),
        ([["text", "a", "A", "${a} = = 1"]], "survey, row 2, column “relevant”: “=” is not expected there."),
        ([["text", "", "A"]], "survey, row 2, column “name”: The name is missing."),
        ([["", "a", "A"]], "survey, row 2, column “type”: The type is missing."),
        ([["calculate", "a", "A"]], "survey, row 2, column “calculation”: The calculation is missing."),
    ],
)
def test_what_is_wrong_in_an_xlsform_is_told_with_its_cell(rows: list[list[Any]], told: str) -> None:
    assert told in problems(xlsform(*rows))


def test_everything_that_is_wrong_is_told_at_once() -> None:
    rows = [["text", "a", "A"], ["bogus", "b", "B"], ["select_one nolist", "c", "C"]]
    bad = [*CHOICES, ["much", 1, "again", "noch einmal"], ["much", "two words", "x", "y"]]
    assert problems(xlsform(*rows, choices=bad)) == [
        "choices, row 8, column “name”: “1” stands twice in its list.",
        "choices, row 9, column “name”: “two words” is no name of a choice: letters, digits, “_”, “.” and “-” only.",
        "survey, row 3, column “type”: “bogus” is no type of an XLSForm.",
        "survey, row 4, column “type”: There is no list “nolist” in the sheet “choices”.",
    ]


@pytest.mark.parametrize(
    ("row", "left_out"),
    [
        (["text", "a", "A", "", "regex(., '[a-z]+')"], "constraint"),
        (["text", "a", "Hello ${a}"], "label"),
        (["calculate", "a", "A", "", "", "pulldata('x', 'y')"], "calculation"),
        (["text", "a", "A", "${there} != ''"], "relevant"),
    ],
)
def test_what_is_left_out_of_an_xlsform_is_told_with_its_cell(row: list[Any], left_out: str) -> None:
    found = imported(xlsform(["geopoint", "there", "There"], ["text", "z", "Z"], row))
    assert [one.where for one in found.dropped][1:] == [f"survey, row 4, column “{left_out}”"]


def test_of_a_constraint_the_limits_are_kept_and_the_rest_is_told() -> None:
    found = imported(xlsform(["integer", "a", "A", "", "regex(., '[0-9]+') and . >= 16 and . < 100"]))
    item = written(found.definition)["pages"][0]["items"][0]
    assert (item["min"], item["max"]) == (16, 99)
    assert [one.where for one in found.dropped] == ["survey, row 2, column “constraint”"]


def test_a_survey_of_surveyjs_becomes_a_questionnaire() -> None:
    found = imported(json.dumps(SURVEYJS).encode())
    definition = found.definition
    assert found.format == "SurveyJS"
    assert {item.id: item.kind for item in definition.items} == {
        "full_name": "text", "energy": "scale", "where": "single", "heading": "info", "with": "multi",
        "happy": "single", "why": "long_text", "sum_shown": "total", "days": "matrix", "hours": "table",
        "words": "info",
    }  # fmt: skip
    assert definition.title == {"en": "My week", "de": "Meine Woche"}
    assert definition.thanks == "Thank you"
    assert definition.item("words").body == "Tea & rest"  # type: ignore[union-attr]
    assert check(definition) == []
    assert [str(one) for one in found.dropped] == [
        "page 1, “where”: Left out: choicesOrder.",
        "page 1, “signature”: Questions of the type “signaturepad” are left out.",
        "page 1, “more”, “why”, visibleIf: It depends on “signature”, which is left out; so is this.",
    ]


@pytest.mark.parametrize(
    ("answers", "shown", "total"),
    [
        ({}, {"why"}, ""),
        ({"full_name": "Ana", "energy": 3}, {"where", "why"}, ""),
        ({"full_name": "Ana", "energy": 3, "where": "1"}, {"where", "with", "why"}, "7"),
        ({"full_name": "Ana", "energy": 3, "where": "1", "with": ["team"]}, {"where", "with", "happy", "why"}, "7"),
        ({"full_name": "Ana", "energy": 1, "where": "1"}, {"why"}, ""),
    ],
)
def test_conditions_and_totals_of_surveyjs_hold(answers: dict[str, Any], shown: set[str], total: str) -> None:
    stand = standing(imported(json.dumps(SURVEYJS).encode()).definition, answers)
    seen = {one for one in ("where", "with", "happy", "why") if stand.shows(one)}
    # “why” lost its condition with the signature; it keeps the one of its panel
    expected = shown if "with" in shown else shown - {"why"}
    assert (seen, stand.computed["sum"]) == (expected, total)


@pytest.mark.parametrize(
    ("element", "told"),
    [
        ({"name": "a"}, "page 1, “a”: It has no type that is known."),
        ({"type": "text"}, "page 1, 1: Its name is missing."),
        ({"type": "radiogroup", "name": "a"}, "page 1, “a”: It has nothing to choose from."),
        (
            {"type": "text", "name": "a", "visibleIf": "{b} ="},
            "page 1, “a”, visibleIf: The formula ends in the middle.",
        ),
        ("words", "page 1, 1: A question is an object."),
    ],
)
def test_what_is_wrong_in_surveyjs_is_told_with_its_place(element: Any, told: str) -> None:
    assert problems(json.dumps({"elements": [element]}).encode()) == [told]


def survey(**question: Any) -> bytes:
    """One question, of type text unless it says otherwise."""
    return json.dumps({"elements": [{"type": "text", "name": "a", "title": "A", **question}]}).encode()


TOPICS = ["focus", "sleep", "courage"]


@pytest.mark.parametrize(
    ("question", "limits"),
    [
        ({"validators": [{"type": "numeric", "minValue": 0, "maxValue": 24}]}, {"kind": "number", "min": 0, "max": 24}),
        ({"inputType": "number", "max": 20, "validators": [{"type": "numeric", "minValue": "2.5", "maxValue": 24}]},
         {"kind": "number", "min": 2.5, "max": 20}),
        ({"validators": [{"type": "textvalidator", "minLength": 5, "maxLength": 0}]}, {"min_length": 5}),
        ({"type": "comment", "maxLength": 300, "rows": 8, "validators": [{"type": "text", "maxLength": 500}]},
         {"kind": "long_text", "max_length": 300, "rows": 8}),
        ({"validators": [{"type": "email"}]}, {"kind": "text", "pattern": "email"}),
        ({"type": "checkbox", "choices": TOPICS, "maxSelectedChoices": 3,
          "validators": [{"type": "answercount", "minCount": 1, "maxCount": 2}]}, {"min_count": 1, "max_count": 2}),
        ({"inputType": "number", "step": 1,
          "validators": [{"type": "expression", "expression": "{a} > 17 and {a} < 100"}]}, {"min": 18, "max": 99}),
        ({"inputType": "date", "min": "2026-01-01", "max": "2026-12-31"}, {"min": "2026-01-01", "max": "2026-12-31"}),
    ],
)  # fmt: skip
def test_validators_of_surveyjs_become_limits(question: dict[str, Any], limits: dict[str, Any]) -> None:
    found = imported(survey(**question))
    [item] = written(found.definition)["pages"][0]["items"]
    assert limits.items() <= item.items()
    assert found.dropped == []


NO_LIMIT = "OpenCoach has no such limit for this question; it is left out."


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ({"validators": [{"type": "regex", "regex": "[a-z]+"}]}, f"validator 1 (regex): {NO_LIMIT}"),
        ({"type": "rating", "validators": [{"type": "email"}, {"type": "numeric"}]},
         f"validator 1 (email): {NO_LIMIT}\nvalidator 2 (numeric): {NO_LIMIT}"),
        ({"validators": [{"type": "text", "minLength": 2, "allowDigits": False, "text": "Letters!"}]},
         "validator 1 (text): Left out: allowDigits, text."),
        ({"inputType": "number", "validators": [{"type": "expression", "expression": "{a} > {b}"}]},
         "validator 1 (expression): Only limits such as “{a} >= 1” are known here; what else stands there is left "
         "out."),
        ({"inputType": "date", "min": "=today()"}, "Left out: min."),
        ({"maxLength": 5000}, "A text is at most 1000 characters long here."),
        ({"type": "file", "acceptedTypes": ".docx, image/*"}, "Left out: .docx."),
        ({"type": "radiogroup", "choices": [{"value": "x", "text": "X", "enableIf": "{b} = 1"}]},
         "“x”: Left out: enableIf."),
    ],
)  # fmt: skip
def test_what_no_limit_says_is_told_with_its_place(question: dict[str, Any], told: str) -> None:
    lines = [str(one) for one in imported(survey(**question)).dropped]
    assert [line.removeprefix("page 1, “a”").lstrip(",: ") for line in lines] == told.split("\n")


@pytest.mark.parametrize(
    ("validators", "told"),
    [
        ({"type": "numeric"}, "page 1, “a”, validators: It is no list."),
        (["numeric"], "page 1, “a”, validator 1: A validator is an object with a type."),
        ([{"type": "email"}, {"minLength": 3}], "page 1, “a”, validator 2: A validator is an object with a type."),
        ([{"type": "text", "minLength": "few"}],
         "page 1, “a”, validator 1 (text), minLength: “few” is no number for this."),
        ([{"type": "expression", "expression": "{a} >"}],
         "page 1, “a”, validator 1 (expression), expression: The formula ends in the middle."),
    ],
)  # fmt: skip
def test_a_validator_that_is_none_is_told_with_its_place(validators: Any, told: str) -> None:
    assert problems(survey(validators=validators)) == [told]


def test_validators_hold_in_tables_and_in_questions_with_several_lines_too() -> None:
    number = [{"type": "numeric", "minValue": 1}]
    elements = [
        {"type": "matrixdynamic", "name": "tried", "columns": [
            {"name": "what", "cellType": "text", "validators": [{"type": "text", "minLength": 2, "maxLength": 80}]},
            {"name": "weeks", "cellType": "text", "validators": number, "totalType": "sum"},
            {"name": "since", "cellType": "text", "inputType": "date", "max": "2026-12-31"}]},
        {"type": "multipletext", "name": "you", "items": [{"name": "age", "validators": number}, {"name": "town"}]},
    ]  # fmt: skip
    found = imported(json.dumps({"elements": elements}).encode())
    tried, age, town = written(found.definition)["pages"][0]["items"]
    assert [{name: column[name] for name in column.keys() - {"id", "label"}} for column in tried["columns"]] == [
        {"kind": "text", "max_length": 80}, {"kind": "number", "min": 1}, {"kind": "date", "max": "2026-12-31"},
    ]  # fmt: skip
    assert (age["kind"], age["min"], town["kind"]) == ("number", 1, "text")
    assert [str(one) for one in found.dropped] == [
        "page 1, “tried”, “what”, validator 1 (text): Left out: minLength.",
        "page 1, “tried”, “weeks”: Left out: totalType.",
    ]


def test_choices_and_rows_of_surveyjs_keep_their_conditions() -> None:
    elements = [
        {"type": "boolean", "name": "team"},
        {"type": "checkbox", "name": "with", "choices": ["alone", {"value": "lead", "visibleIf": "{team} = true"}]},
        {"type": "matrix", "name": "life", "columns": ["low", "high"],
         "rows": ["home", {"value": "people", "text": "your people", "visibleIf": "{with} contains 'lead'"}]},
    ]  # fmt: skip
    found = imported(json.dumps({"elements": elements}).encode())
    assert found.dropped == []
    for answers, shown in (({}, (False, False)), ({"team": "yes"}, (True, False)),
                           ({"team": "yes", "with": ["lead"]}, (True, True))):  # fmt: skip
        stand = standing(found.definition, answers)
        assert (stand.shows("with=lead"), stand.shows("life.people")) == shown


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    "raw",
    [b"", b"PK\x03\x04nonsense", b"\xd0\xcf\x11\xe0nonsense", b"survey", b"\xff\xfe{", b"[" * 100_000, b"x" * 1_000_001,
     bomb(), workbook(other=[["a"]]), workbook(survey=[["type", "name"]]), workbook(survey=[])],
    ids=["nothing", "no zip", "no xls", "a word", "no text", "deep", "large", "bomb", "other", "no rows", "empty"],
)  # fmt: skip
def test_no_file_at_all_is_refused_with_words(raw: bytes) -> None:
    assert all(problems(raw))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 12) | st.text(max_size=6) | st.sampled_from(["{a}", "{a} > 1", "text"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["type", "name", "choices", "rows", "columns", "value", "text", "title", "visibleIf", "items",
                         "elements", "rateMin", "rateMax", "rateValues", "defaultValue", "expression", "html", "min"]),
        inner, max_size=6,
    ),
    max_leaves=12,
)  # fmt: skip
TYPES = ["text", "comment", "radiogroup", "checkbox", "boolean", "rating", "ranking", "matrix", "matrixdynamic",
         "multipletext", "file", "html", "expression", "panel", "slider"]  # fmt: skip
ELEMENT = st.builds(
    lambda kind, more: {"name": "a", **more, "type": kind},
    st.sampled_from(TYPES),
    st.dictionaries(
        st.sampled_from(["choices", "rows", "columns", "items", "title", "visibleIf", "rateMin", "rateMax", "max",
                         "rateValues", "defaultValue", "expression", "html", "min", "step", "elements", "maxLength",
                         "validators", "inputType", "acceptedTypes"]),
        JSON, max_size=5,
    ),
)  # fmt: skip


@given(st.lists(ELEMENT, min_size=1, max_size=3))
@settings(max_examples=200, deadline=None)
def test_whatever_stands_in_a_survey_it_is_read_or_refused(elements: list[Any]) -> None:
    raw = json.dumps({"elements": elements}).encode()
    told: list[Any] = []
    try:
        told = written(imported(raw).definition)["pages"]
    except Invalid as refused:
        told = refused.problems
    assert told


@given(st.text(alphabet="${}ab'\" .<>=!()[],and ornt+-*/0123456789", max_size=60))
@settings(max_examples=300, deadline=None)
def test_a_formula_is_a_tree_or_wrong(text: str) -> None:
    try:
        found = parse(text, "${").kind
    except Wrong as wrong:
        found = str(wrong)
    assert found


@pytest.mark.parametrize("text", ["(" * 5_000, "not " * 400, "-" * 1_900 + "1", "[" * 900, "a(" * 900])
def test_a_hostile_formula_is_refused(text: str) -> None:
    with pytest.raises(Wrong):
        parse(text, "${")
