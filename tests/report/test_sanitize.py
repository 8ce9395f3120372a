from __future__ import annotations

import csv
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.report.sanitize import as_cell, clean, clean_ascii, cleaned, csv_line, has_unicode


@pytest.mark.parametrize(
    "sign",
    [
        *map(chr, set(range(0x20)) - {0x09, 0x0A, 0x0D}),
        *map(chr, range(0x7F, 0xA0)),
        *"\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff",
        *map(chr, (0xD800, 0xDFFF)),
        *"\xad\u200b\u200c\u200d\u2060\u2063\u3164\ufe0f\U000e0041\U000e0100",
    ],
    ids=lambda sign: f"{ord(sign):04x}",
)
def test_clean_replaces_a_character_that_acts_on_the_terminal(sign):
    assert clean(f"a{sign}b") == "a\ufffdb"


def test_clean_keeps_tabs_newlines_and_letters_of_any_script():
    text = "tab\there\nשלום 你好 naïve √2 😀 👩\u200d🔬 ❤\ufe0f می\u200cخواهم"
    assert clean(text) == text


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
def test_clean_lets_no_line_overwrite_another(end):
    assert clean(f"10%{end}20%") == "10%\n20%"


@given(st.text(st.characters(exclude_categories=())))
def test_clean_leaves_no_control_character_and_no_half_of_a_pair(text):
    categories = {unicodedata.category(sign) for sign in clean(text) if sign not in "\n\t"}
    assert categories.isdisjoint({"Cc", "Cs", "Zl", "Zp"})


@pytest.mark.parametrize("sign", "=+-@＝＋－＠﹦﹢﹣﹫")
@pytest.mark.parametrize(
    "before", ["", " ", ";", "a;", "a, ", "\t", '"', "x|", "\n", "\r", "\u200b"]
)
def test_as_cell_defuses_what_some_spreadsheet_takes_for_a_formula(sign, before):
    cell = as_cell(f"{before}{sign}1+1")
    place = cell.index(f"{sign}1+1")
    assert cell[place - 1] in ("'", "\ufffd")
    assert before or cell == f"'{sign}1+1"


@pytest.mark.parametrize("name", ["alice", "O'Neil", "a=b", "x-y", "two words", "ünï", "1+1", ""])
def test_as_cell_leaves_other_text_alone(name):
    assert as_cell(name) == name


@given(st.text(st.characters(exclude_categories=())))
def test_as_cell_is_one_line_of_one_cell(text):
    line = csv_line([text, 7, None, True])
    assert len(line.splitlines()) == 1
    (row,) = csv.reader([line], strict=True)
    assert row == [as_cell(text), "7", "", "true"]


@given(st.text(st.characters(exclude_categories=())))
def test_clean_ascii_gives_ascii(text):
    assert clean_ascii(text).isascii()


def test_clean_ascii_spells_common_signs_out():
    assert clean_ascii("|x| ≤ √2 … é") == "|x| <= sqrt2 ... ?"


def test_cleaned_reaches_every_string_of_a_report(report, check):
    hostile = report("failed", check("gains", "failed", message="\x1b[2J", needs=("\u202e",)))
    safe = cleaned(hostile).checks[2]
    assert (safe.message, safe.needs) == ("\ufffd[2J", ("\ufffd",))
    assert hostile.checks[2].message == "\x1b[2J"


def test_cleaned_leaves_everything_else_as_it_is(any_report):
    assert cleaned(any_report[1]) == any_report[1]


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [("utf-8", True), ("UTF-16", True), ("cp1252", False), ("ascii", False), ("no-such", False)],
)
def test_has_unicode_tells_encodings_that_carry_everything(encoding, expected):
    assert has_unicode(encoding) is expected


def test_has_unicode_is_false_when_the_encoding_is_unknown():
    assert has_unicode(None) is False
