import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencoach.library import merging

KNOWN = ["client name", "first name", "session date"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Hello {first name}, {Session  Date}.", []),
        ("Hello {fist name}", [("{fist name}", "first name")]),
        ("{weather}", [("{weather}", "")]),
        ("{}", [("{}", "")]),
        ("A smile :-} here", [("A smile :-} here", "")]),
        ("{sesion date} and {sesion date}", [("{sesion date}", "session date")]),
        ("{first name", [("{first name", "")]),
    ],
)
def test_a_wrong_field_is_named_with_the_one_that_was_meant(text: str, wrong: list[tuple[str, str]]) -> None:
    assert [(one.written, one.near) for one in merging.unknown(text, KNOWN)] == wrong


def test_what_has_no_value_stays_as_it_was_written_and_is_named_once() -> None:
    values = {"first name": "Ana", "session date": ""}
    merged = merging.merge("{First Name}: {session date}, {session date}", lambda name: values[name])
    assert merged == merging.Merged("Ana: {session date}, {session date}", ("session date",))


@given(st.text(), st.text(alphabet="{}ab c", max_size=200))
def test_a_value_is_never_read_as_a_field(value: str, text: str) -> None:
    """Somebody called "{session date}" is called that, and nothing is filled in twice."""
    merged = merging.merge("<{first name}>" + text, lambda name: value if name == "first name" else "")
    assert merged.text.startswith(f"<{value or '{first name}'}>")
