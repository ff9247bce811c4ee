"""A definition is read, written back the same, or refused in its author's words."""

import json

import pytest

from opencoach.questionnaires.definition import Invalid, digest, read, said, written
from opencoach.questionnaires.definition.limits import MOST_BYTES

SLEEP = {
    "format": 1,
    "title": {"en": "Before we talk", "de": "Bevor wir sprechen"},
    "pages": [
        {
            "id": "one",
            "items": [
                {"kind": "scale", "id": "sleep", "label": "How well did you sleep?", "min": 0, "max": 10},
                {
                    "kind": "long_text",
                    "id": "why",
                    "label": "What kept you awake?",
                    "visible": {"all": [{"field": "sleep", "operator": "at_most", "value": 2}]},
                },
            ],
        }
    ],
}


def page(*items: dict[str, object], **more: object) -> dict[str, object]:
    return {"title": "T", "pages": [{"id": "p", "items": list(items)}], **more}


def refused(data: object) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as caught:
        read(data)  # type: ignore[arg-type]
    return [(one.where, one.text) for one in caught.value.problems]


def test_what_was_read_is_written_back_the_same() -> None:
    definition = read(SLEEP)
    assert written(definition) == SLEEP
    assert read(json.dumps(written(definition))) == definition


def test_the_digest_does_not_depend_on_the_order_of_keys_or_on_how_numbers_are_written() -> None:
    turned = json.loads(json.dumps(SLEEP, sort_keys=True).replace('"value": 2', '"value": 2.0'))
    assert digest(read(turned)) == digest(read(SLEEP))
    assert digest(read({**SLEEP, "title": "Other"})) != digest(read(SLEEP))


def test_a_text_is_said_in_the_readers_language_or_in_what_there_is() -> None:
    title = read(SLEEP).title
    assert [said(title, language) for language in ("de", "de-AT", "fr", "en")] == [
        "Bevor wir sprechen", "Bevor wir sprechen", "Before we talk", "Before we talk",
    ]  # fmt: skip
    assert said({"it": "Ciao"}, "de") == "Ciao"
    assert said(None, "de") == ""


@pytest.mark.parametrize(
    ("item", "where", "text"),
    [
        ({"kind": "scale", "id": "s", "min": 5, "max": 1}, "page “p”, question “s”", "The scale begins at 5"),
        ({"kind": "smell", "id": "s"}, "page “p”, question “s”", "There is no kind “smell”."),
        ({"kind": "text", "id": "s", "colour": "red"}, "page “p”, question “s”, colour", "There is no such setting"),
        ({"kind": "text"}, "page “p”, question 1, id", "This is missing."),
        ({"kind": "text", "id": "not"}, "page “p”, question “not”, id", "“not” is a word of the expression language"),
        ({"kind": "single", "id": "s"}, "page “p”, question “s”, options", "This is missing."),
        (
            {"kind": "single", "id": "s", "options": [{"id": "a", "label": ""}, {"id": "a", "label": ""}]},
            "page “p”, question “s”",
            "Two options have the id “a”.",
        ),
        (
            {"kind": "text", "id": "s", "visible": {"all": [{"field": "x", "operator": "like", "value": 1}]}},
            "page “p”, question “s”, visible, condition 1, operator",
            "'like' is not one of",
        ),
        (
            {"kind": "text", "id": "s", "visible": {"all": [{"field": "x", "operator": "any_of", "value": 1}]}},
            "page “p”, question “s”, visible, condition 1",
            "“any_of” takes a list.",
        ),
    ],
)
def test_a_mistake_is_told_where_it_stands(item: dict[str, object], where: str, text: str) -> None:
    (place, words), *_more = refused(page(item))
    assert place == where
    assert words.startswith(text)


def test_an_id_stands_once_in_the_whole_questionnaire() -> None:
    twice = page({"kind": "text", "id": "a"}, computed=[{"id": "a", "expression": "1"}])
    assert refused(twice) == [("", "The id “a” stands twice.")]


def deep(levels: int) -> str:
    return '{"title":' + "[" * levels + "]" * levels + "}"


@pytest.mark.parametrize(
    ("bomb", "words"),
    [
        (b"{" * 900_000, "This is not JSON."),
        (b" " * (MOST_BYTES + 1), "The questionnaire is larger than 1 MB."),
        (deep(500), "Things stand too deep"),
        (deep(100_000), "This is not JSON."),
        ("[1]", "A questionnaire is an object"),
        ('{"format": 7}', "This format is not known here."),
        ('{"title": 1e999, "pages": []}', "This is not JSON."),
        (
            json.dumps(page(*({"kind": "text", "id": f"i{n}"} for n in range(1_001)))),
            "There are too many; at most 1000",
        ),
        (json.dumps({"title": "x" * 900_000, "pages": []}), "This is too long"),
    ],
)
def test_bombs_are_refused_with_words(bomb: str | bytes, words: str) -> None:
    assert refused(bomb)[0][1].startswith(words)


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), {1, 2}])
def test_data_that_is_not_json_is_refused(wrong: object) -> None:
    assert refused(page({"kind": "number", "id": "n", "min": wrong}))
