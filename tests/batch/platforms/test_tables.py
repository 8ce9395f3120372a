"""Tables of platforms: read by name, and written back as they were."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.batch.platforms.tables import parse_table, read_table
from grader.errors import GraderError

ODD = 'a,"b ""x""",=c\r\n"1,5", 2 ,\r\n\n"two\nlines",,x"y\n"open,1'


@pytest.mark.parametrize(
    "data",
    [
        ODD.encode(),
        codecs.BOM_UTF8 + "Student;ID\r\nMüller;7\r\n".encode(),
        codecs.BOM_UTF16_LE + "Last\tUsername\nDoe\tjdoe\n".encode("utf-16-le"),
        "Last\tUsername\nDoe\tjdoe\n".encode("utf-16-le"),
        "Name;Größe\r\nMüller;1\r\n".encode("latin-1"),
        b"a,b,\n1,2,",
    ],
)
def test_table_is_written_as_it_was_read(data):
    assert parse_table(data).as_bytes() == data


@given(st.text(alphabet='a,";\t\n\r "', min_size=1).filter(str.strip))
def test_table_of_any_text_is_written_as_it_was_read(text):
    assert parse_table(text.encode()).as_bytes() == text.encode()


def test_set_cells_keep_their_quotes_and_get_them_where_needed():
    table = parse_table(b'"a";b\n"1";2\n')
    assert table.delimiter == ";"
    table.set(1, 0, "7,5")
    table.set(1, 1, "x;y")
    assert table.as_bytes() == b'"a";b\n"7,5";"x;y"\n'


def test_cells_read_without_quotes():
    table = parse_table(ODD.encode())
    assert table.rows[0].cells == ["a", 'b "x"', "=c"]
    assert table.rows[3].cells == ["two\nlines", "", 'x"y']


def test_a_spreadsheet_of_its_own_format_is_told(tmp_path):
    path = tmp_path / "grades.xlsx"
    path.write_bytes(b"PK\x03\x04...")
    with pytest.raises(GraderError, match=r"is not a table of text") as caught:
        read_table(path)
    assert "CSV" in caught.value.remedy
