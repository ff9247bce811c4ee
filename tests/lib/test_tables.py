import pytest

from opencoach.lib.tables import Unreadable, decoded, guess, read

COLUMNS = ("name", "email")


def test_such_a_line_alone_is_no_table() -> None:
    with pytest.raises(Unreadable, match="nothing in it"):
        read("sep=;", COLUMNS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_program_s_encoding_is_understood(encoding: str) -> None:
    assert "Tomás" in decoded("name,email\nTomás,t@example.org".encode(encoding))


@pytest.mark.parametrize("text", ["", "\n\n", 'name,email\n"Ana,ana@example.org'])
def test_what_is_no_table_says_so(text: str) -> None:
    with pytest.raises(Unreadable):
        read(text, COLUMNS)


def test_too_much_is_refused_before_anything_is_done() -> None:
    with pytest.raises(Unreadable, match="500"):
        read("name,email\n" + "a,a@example.org\n" * 501, COLUMNS)
    with pytest.raises(Unreadable, match="1 MB"):
        decoded(b"a" * 1_000_001)
    with pytest.raises(Unreadable, match="not a text file"):
        decoded(b"PK\x03\x04\x00\x00")


def test_a_table_that_is_empty_says_which_columns_it_needs() -> None:
    with pytest.raises(Unreadable, match="names the columns: name, email"):
        read("", COLUMNS)


def test_rows_are_numbered_as_people_count_and_short_ones_are_filled() -> None:
    table = read("name,email,more\nAna, a@example.org ,x\nBo\n", COLUMNS)
    mapping = guess(table.header, {"name": {"name"}, "email": {"mail", "email"}})
    assert mapping == {"name": 0, "email": 1}
    assert list(table.lines(mapping)) == [
        (2, {"name": "Ana", "email": "a@example.org"}),
        (3, {"name": "Bo", "email": ""}),
    ]


def test_the_first_column_of_a_name_is_taken() -> None:
    assert guess(["Mail", "mail", "Else"], {"email": {"mail"}}) == {"email": 0}
