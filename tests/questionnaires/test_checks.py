"""What an author is told before publishing."""

from typing import Any

import pytest

from opencoach.questionnaires.checks import check
from opencoach.questionnaires.definition import read


def told(*items: dict[str, Any], **more: Any) -> list[str]:
    pages = [{"id": "p", "items": [{"label": one["id"], **one} for one in items]}]
    return [str(one) for one in check(read({"title": "T", "pages": pages, **more}))]


def shown_if(*rows: tuple[Any, ...]) -> dict[str, Any]:
    return {"all": [dict(zip(("field", "operator", "value"), row, strict=False)) for row in rows]}


A = {"kind": "scale", "id": "a"}
ONE = {"kind": "single", "id": "one", "options": [{"id": "x", "label": "X"}]}
WORD = {"kind": "text", "id": "word"}


def test_what_makes_sense_is_told_nothing() -> None:
    assert told(A, {**WORD, "visible": shown_if(("a", "less", 3))}, computed=[{"id": "c", "expression": "a * 2"}]) == []


@pytest.mark.parametrize(
    ("items", "more", "words"),
    [
        ([{**WORD, "visible": shown_if(("gone", "answered"))}], {},
         "There is no question, computed value or score “gone”."),
        ([{**A, "visible": shown_if(("word", "answered"))}, {**WORD, "visible": shown_if(("a", "answered"))}], {},
         "These depend on each other in a circle: a → word → a."),
        ([A], {"computed": [{"id": "c", "expression": "d"}, {"id": "d", "expression": "c + a"}]},
         "These depend on each other in a circle: c → d → c."),
        ([{**A, "visible": shown_if(("a", "is", 1))}], {}, "These depend on each other in a circle: a → a."),
        ([WORD], {"computed": [{"id": "c", "expression": "word + 1"}]}, "A text can't be used like that"),
        ([WORD], {"computed": [{"id": "c", "expression": "1 / 0"}]}, "Nothing can be divided by 0."),
        ([WORD], {"computed": [{"id": "c", "expression": "9**9**9"}]}, "There is no power here."),
        ([A], {"scores": [{"id": "s", "label": "S", "parts": [{"of": "a", "reverse": [1, 5]}] * 2}]},
         "“a” is reversed twice."),
        ([A], {"scores": [{"id": "s", "label": "S", "parts": [{"of": "a"}] * 2}]}, "“a” counts twice."),
        ([WORD], {"scores": [{"id": "s", "label": "S", "parts": [{"of": "word"}]}]}, "“word” is no number."),
        ([ONE, {**WORD, "visible": shown_if(("one", "is", "y"))}], {}, "It can never be shown"),
        ([A, {**WORD, "visible": shown_if(("a", "more", 5))}], {}, "It can never be shown"),
        ([A, {**WORD, "visible": shown_if(("a", "is", 1), ("a", "is", 2))}], {}, "It can never be shown"),
        ([A, {**WORD, "visible": shown_if(("a", "less", "x"))}], {}, "“a” can't be compared by “less” with that."),
        ([A, {"kind": "total", "id": "t", "of": "gone"}], {}, "There is no computed value or score “gone”."),
        ([A], {"sinks": [{"port": "goals", "source": "gone"}]}, "The sink “goals”"),
    ],
)  # fmt: skip
def test_what_does_not_is_told(items: list[dict[str, Any]], more: dict[str, Any], words: str) -> None:
    found = told(*items, **more)
    assert any(words in one for one in found), found


def test_the_largest_is_checked_to_its_end() -> None:
    items = [
        {**WORD, "id": "i0"},
        *({**WORD, "id": f"i{n}", "visible": shown_if((f"i{n - 1}", "answered"))} for n in range(1, 1000)),
    ]
    found = told(
        *items,
        computed=[{"id": f"c{n}", "expression": f"c{n + 1}"} for n in range(199)]
        + [{"id": "c199", "expression": "c0"}],
    )
    way = " → ".join(f"c{n}" for n in range(20))
    assert found == [f"These depend on each other in a circle: {way} → … → c0."]
