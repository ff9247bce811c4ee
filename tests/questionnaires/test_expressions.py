"""The arithmetic of computed values: what comes out, and what is refused."""

import pytest

from opencoach.questionnaires.expressions import Wrong, evaluate, parse
from opencoach.questionnaires.values import Choice

VALUES = {
    "a": 7, "b": 2.5, "word": "Tea", "yes": Choice("yes", 1), "plain": Choice("plain"), "day": "2026-03-28",
    "many": [Choice("x", 1), Choice("y", 2), Choice("z")], "t.n": [1, None, 5], "truth": True,
}  # fmt: skip


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 + 2 * 3", 7), ("(1 + 2) × 3", 9), ("7 − 2 - 1", 4), ("a ÷ 2", 3.5), ("-a + 10", 3), ("--a", 7),
        ("a / 0", None), ("gone + 1", None), ("word + 1", None), ("yes + 1", 2), ("plain + 1", None),
        ("sum(a, gone, b)", 9.5), ("sum(gone)", None), ("mean(a, gone, b)", 4.75), ("mean(many)", 1.5),
        ("min(t.n)", 1), ("max(t.n, a)", 7), ("count(t.n)", 2), ("count(many)", 3), ("count(gone)", 0),
        ("coalesce(gone, a)", 7), ("if(a > 5, 'high', 'low')", "high"), ("if(gone > 5, 1, 2)", None),
        ("round(2.5)", 3), ("round(-2.5)", -3), ("round(1.005, 2)", 1.01), ("floor(-b)", -3), ("ceil(b)", 3),
        ("abs(-b)", 2.5),
        ("a > 5 and b < 3", True), ("a > 5 or gone = 1", True), ("a < 5 and gone = 1", False), ("gone = 1", None),
        ("not gone = 1", None), ("not a = 7", False), ("yes = 'yes'", True), ("yes = 1", True), ("plain ≠ 'yes'", True),
        ("word = 'Tea'", True), ("contains(word, 'te')", True), ("contains(many, 'y')", True),
        ("contains(many, 'q')", False),
        ("answered(gone)", False), ("answered(a)", True), ("days(day, '2026-03-30')", 2), ("day < '2026-04-01'", True),
        ("1000000000000000 * 10", None), ("0.1 + 0.2", 0.1 + 0.2), ("sum(0.1, 0.2, 0.3, -0.6)", 2.7755575615628914e-17),
        ("truth", True), ("0 * -1", 0),
    ],
)  # fmt: skip
def test_what_comes_out(source: str, expected: object) -> None:
    found = evaluate(parse(source), VALUES)
    assert (found, type(found) is bool) == (expected, type(expected) is bool)
    assert str(found) != "-0.0"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("", "The expression is empty."),
        ("1 +", "but the expression ends."),
        ("1 + * 2", "at character 5, not “*”"),
        ("sum(1", "“)” is expected, but the expression ends."),
        ("__import__('os')", "“_” at character 1 can't be used here."),
        ("a.b.c", "“.” at character 4"),
        ("eval(1)", "There is no function “eval”."),
        ("9**9**9", "There is no power here."),
        ("9^9", "There is no power here."),
        ("5 % 2", "There is no per cent here."),
        ("1 < a < 3", "Compare two things at a time"),
        ("'open", "The text that begins at character 1 doesn't end."),
        ("9999999999999999999", "The number 9999999999999999999 is too large."),
        ("if(1, 2)", "“if” takes 3 values in its brackets, not 2."),
        ("(" * 900 + "1" + ")" * 900, "The expression is nested too deep."),
        ("-" * 1900 + "1", "The expression is nested too deep."),
        ("1" + "+1" * 900, "The expression has too many parts."),
        ("1+" * 500_000 + "1", "The expression is too long"),
        ("a b", "at character 3, not “b”"),
        ("a 'b'", "at character 3, not “b”"),
    ],
)
def test_what_is_refused(source: str, words: str) -> None:
    with pytest.raises(Wrong) as caught:
        parse(source)
    assert words in str(caught.value)
