import pytest

from opencoach.lib.tables import decoded, guess, read
from opencoach.onboarding.spreadsheet import KNOWN_AS, REQUIRED, rows_of

SPECIALISATIONS = {"executive": "executive", "life": "life"}
ZONES = {"Europe/Berlin", "Asia/Tokyo"}


def check(text: str) -> list[tuple[int, str, list[str]]]:
    table = read(text, REQUIRED)
    rows = rows_of(
        table,
        guess(table.header, KNOWN_AS),
        specialisations=SPECIALISATIONS,
        zones=ZONES,
        usual={"specialisation": "life"},
    )
    return [(row.number, row.values.get("email", ""), row.errors) for row in rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_program_s_delimiter_is_understood(delimiter: str) -> None:
    text = f"Name{delimiter}E-Mail\r\nAna Kovačević{delimiter}ANA@example.org\r\n"
    assert check(text) == [(2, "ana@example.org", [])]


@pytest.mark.parametrize("first", ["sep=;", "SEP=;", '"sep=;"', "sep=;;;;"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_first_line_may_say_the_delimiter(first: str, end: str) -> None:
    text = end.join([first, "name;email;note", "Ana;ana@example.org;a, b, c, d, e", ""])
    assert read(decoded(b"\xef\xbb\xbf" + text.encode()), REQUIRED).header == ["name", "email", "note"]
    assert check(text) == [(2, "ana@example.org", [])]


def test_each_row_says_what_is_wrong_in_it() -> None:
    found = check(
        "name,email,specialisation,zone\n,x,chess,Mars/Base\nAna,ana@example.org,Life,\nBo,ana@example.org,,\n"
    )
    assert found[0][2] == [
        "The name is missing.",
        "“x” is not an e-mail address.",
        "“chess” is no specialisation.",
        "“Mars/Base” is no time zone. Write it as Europe/Berlin.",
    ]
    assert found[1][2] == []
    assert found[2][2] == ["The same address stands in row 3."]


def test_empty_lines_and_short_rows_do_no_harm() -> None:
    assert check("email,name\n\nana@example.org\n,\n") == [(2, "ana@example.org", ["The name is missing."])]
