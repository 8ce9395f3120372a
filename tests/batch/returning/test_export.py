"""Grades go back into a platform's own file: one column is filled, every other byte is kept."""

from __future__ import annotations

import codecs
import re
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.batch.intake.deliveries import Delivery, deliveries_csv
from grader.batch.results.gradebook import Gradebook, Override, Row
from grader.cli.export import export
from grader.errors import GraderError

POINTS = {("ada", "exercise03"): 8, ("bob", "exercise03"): 10, ("ada", "exercise01"): 4}
CANVAS_HEAD = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Exercise 1 (663),Exercise 3 (664),"
    "Exercise 3 Current Score (665),Final Score"
)
CANVAS = (
    "\ufeff" + CANVAS_HEAD + "\r\n"
    ",,,,,Manual Posting,,,\r\n"
    "    Points Possible,,,,,10.00,10.00,(read only),(read only)\r\n"
    '"Byron, Ada",101,s1,ada,A,4.00,,12,55\r\n'
    '"Bob, ""The"" B",102,s2,bob,"A and B",,"7.00",,\r\n'
    '="=Cem",103,s3,cem,A,EX,3.50,,\r\n'
    '"Student, Test",199,,x,A,,,,\r\n'
).encode()  # fmt: skip
MOODLE = (
    b'Identifier,"Full name","Email address",Status,Grade,"Maximum grade",'
    b'"Last modified (grade)","Feedback comments"\n'
    b'Participant 201,"Ada Byron",a@x.edu,"Submitted for grading","","10,00",-,'
    b'"<p>Well, done</p>"\n'
    b'Participant 202,Bob B,b@x.edu,"No submission",,"10,00",-,\n'
    b'Participant 203,Cem C,c@x.edu,x,"3,50","10,00","Monday, 5 October 2026, 1:00 PM",keep me\n'
)
BLACKBOARD = (
    '"Last Name"\t"First Name"\t"Username"\t"Student ID"\t"Last Access"\t"Availability"\t'
    '"Exercise 3 [Total Pts: 10 Score] |664617"\n'
    '"Byron"\t"Ada"\t"ada"\t"1"\t"2026"\t"Yes"\t"Needs Grading"\n'
    '"B"\t"Bob"\t"bob"\t"2"\t""\t"Yes"\t""\n'
    '"P"\t"P"\t"x_previewuser"\t""\t""\t"Yes"\t"0"\n'
)
BRIGHTSPACE = (
    b"OrgDefinedId,Username,Last Name,First Name,Email,"
    b'"Ex 3 Points Grade <Numeric MaxPoints:10 Weight:5 Category:HW CategoryWeight:20>",'
    b"End-of-Line Indicator\r\n"
    b"#01,#ada,Byron,Ada,a@x.edu,,#\r\n"
    b"#02,#bob,B,Bob,b@x.edu,1,#\r\n"
    b"#03,#cem,C,Cem,c@x.edu,2,#\r\n"
)


@pytest.fixture
def course(toy, toy_course, monkeypatch):
    toy.make_exercise(toy_course, "exercise03", title="Halving")
    monkeypatch.chdir(toy_course)
    return toy_course


@pytest.fixture
def run(course):
    """`run("--for", "wide")`: the command on a graded class; gives what it printed."""
    results = course / "out"
    results.mkdir()
    with closing(Gradebook(results / "gradebook.sqlite3")) as book:
        for (student, exercise), points in POINTS.items():
            facts = student, exercise, points, 10, "failed", "ab12", "2026-11-03T10:00:00+00:00"
            book.add(Row(*facts, True, ""), "{}")

    def command(*words: str) -> str:
        words = ("out", "--to", "filled", *words)
        done = CliRunner().invoke(export, words, catch_exceptions=False, standalone_mode=False)
        return done.output

    return command


def deliver(*items: Delivery) -> None:
    Path("out/submissions.csv").write_text(deliveries_csv(items), "utf-8")


def bare(student: str, number: str, **facts: str) -> Delivery:
    return Delivery(student, number, exercise="exercise03", **facts)


def test_canvas_column_is_filled_by_login_and_every_other_byte_is_kept(run):
    Path("canvas.csv").write_bytes(CANVAS)
    printed = run("--for", "canvas", "--exercise", "3", "--fill", "canvas.csv")
    expected = CANVAS.replace(b"ada,A,4.00,,", b"ada,A,4.00,8,").replace(b'"7.00"', b'"10"')
    assert Path("filled").read_bytes() == expected
    assert printed == "filled: 2 grades in the column Exercise 3 (664).\n"


def test_canvas_number_is_surer_than_any_name(run):
    deliver(bare("ada", "102", name="byronada"), bare("bob", "101", name="bobtheb"))
    Path("canvas.csv").write_bytes(CANVAS)
    run("--for", "canvas", "--exercise", "3", "--fill", "canvas.csv")
    expected = CANVAS.replace(b"ada,A,4.00,,", b"ada,A,4.00,10,").replace(b'"7.00"', b'"8"')
    assert Path("filled").read_bytes() == expected


def test_canvas_names_match_as_they_stand_in_bulk_downloads(run):
    deliver(bare("ada", "", name="byronada"), bare("bob", "", name="bobtheb"))
    without = re.sub(rb",s[123],(ada|bob|cem),", b",,,", CANVAS)
    Path("canvas.csv").write_bytes(without)
    run("--for", "canvas", "--exercise", "3", "--fill", "canvas.csv")
    assert b'"Byron, Ada",101,,,A,4.00,8,12' in Path("filled").read_bytes()


def test_moodle_worksheet_is_filled_with_its_decimal_sign_and_keeps_feedback(run, course):
    (course / "solutions" / "course.toml").write_text(
        'timezone = "UTC"\nlate = { percent_per_day = 25 }\n'
        '[[exercises]]\nname = "exercise03"\ndue = 2026-10-08T23:00:00\n'
        '[[exercises]]\nname = "exercise01"\n'
    )
    late = "2026-10-08T23:30:00+00:00"
    deliver(bare("ada", "201", name="Ada Byron", submitted_at=late), bare("bob", "202"))
    Path("sheet.csv").write_bytes(MOODLE)
    printed = run("--for", "moodle", "--exercise", "exercise03", "--fill", "sheet.csv")
    expected = MOODLE.replace(b'grading","",', b'grading","5,5",')
    expected = expected.replace(b'"No submission",,', b'"No submission",10,')
    assert Path("filled").read_bytes() == expected
    assert "ada: exercise03: 2.5 points off, 30 minutes late" in printed


def test_moodle_worksheet_in_another_language_needs_the_column(run):
    deliver(bare("ada", "201", name="Ada Byron"))
    german = MOODLE.decode()
    for old, new in (
        ("Identifier", "ID"),
        ("Full name", "Vollst\u00e4ndiger Name"),
        (",Grade,", ",Bewertung,"),
    ):
        german = german.replace(old, new, 1)
    Path("sheet.csv").write_bytes(german.encode())
    with pytest.raises(GraderError, match="No column fits") as caught:
        run("--for", "moodle", "--exercise", "3", "--fill", "sheet.csv")
    assert "Bewertung" in caught.value.what
    run("--for", "moodle", "--exercise", "3", "--fill", "sheet.csv", "--column", "Bewertung")
    expected = german.replace('grading","",', 'grading","8",')
    assert Path("filled").read_bytes() == expected.encode()


def test_moodle_worksheet_of_another_assignment_is_refused(run):
    deliver(bare("ada", "203", name="Ada Byron"))
    Path("sheet.csv").write_bytes(MOODLE)
    with pytest.raises(GraderError, match="has the number of ada, and another name"):
        run("--for", "moodle", "--exercise", "3", "--fill", "sheet.csv")
    assert not Path("filled").exists()


def test_moodle_total_goes_by_name_since_numbers_are_of_one_assignment(run):
    deliver(bare("ada", "202", name="Ada Byron"), bare("bob", "203", name="Bob B"))
    Path("sheet.csv").write_bytes(MOODLE)
    run("--for", "moodle", "--total", "--fill", "sheet.csv")
    expected = MOODLE.replace(b'grading","",', b'grading","12",')
    expected = expected.replace(b'"No submission",,', b'"No submission",10,')
    assert Path("filled").read_bytes() == expected


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, b""])
def test_blackboard_file_stays_tab_separated_utf16(run, mark):
    Path("gc.xls").write_bytes(mark + BLACKBOARD.encode("utf-16-le"))
    run("--for", "blackboard", "--exercise", "3", "--fill", "gc.xls")
    expected = BLACKBOARD.replace('"Needs Grading"', '"8"')
    expected = expected.replace('"bob"\t"2"\t""\t"Yes"\t""', '"bob"\t"2"\t""\t"Yes"\t"10"')
    assert Path("filled").read_bytes() == mark + expected.encode("utf-16-le")


def test_brightspace_file_is_filled_and_ungraded_lines_are_kept(run):
    Path("grades.csv").write_bytes(BRIGHTSPACE)
    printed = run("--for", "brightspace", "--exercise", "3", "--fill", "grades.csv")
    expected = BRIGHTSPACE.replace(b"a@x.edu,,", b"a@x.edu,8,").replace(
        b"b@x.edu,1,", b"b@x.edu,10,"
    )
    assert Path("filled").read_bytes() == expected
    assert "Not in" not in printed


def test_students_who_are_not_in_the_file_are_listed(run):
    Path("grades.csv").write_bytes(BRIGHTSPACE.replace(b"#02,#bob,B,Bob,b@x.edu,1,#\r\n", b""))
    printed = run("--for", "brightspace", "--exercise", "3", "--fill", "grades.csv")
    assert "filled: 1 grade in the column Ex 3 Points Grade" in printed
    assert "Not in grades.csv: bob\n" in printed


def test_file_of_another_course_is_told_and_nothing_is_written(run):
    Path("grades.csv").write_bytes(BRIGHTSPACE.replace(b"ada", b"dua").replace(b"bob", b"eve"))
    with pytest.raises(GraderError, match="None of the graded students is in the file") as caught:
        run("--for", "brightspace", "--exercise", "3", "--fill", "grades.csv")
    assert caught.value.exit_code == 2
    assert not Path("filled").exists()


@pytest.mark.parametrize(
    ("head", "words", "what"),
    [
        (CANVAS_HEAD.replace("Exercise 3 (664)", "Week one (664)"), (), "No column fits Halving"),
        (CANVAS_HEAD.replace("Exercise 1 (663)", "Halving (663)"), (), "2 columns fit Halving"),
        (CANVAS_HEAD, ("--column", "Exercise 33"), "No column fits 'Exercise 33'"),
        (CANVAS_HEAD, ("--column", "ID"), "The column ID identifies the students"),
    ],
)
def test_column_that_is_not_clear_is_an_error_that_names_the_columns(run, head, words, what):
    Path("canvas.csv").write_text(f'{head}\n"Byron, Ada",101,s1,ada,A,,,,\n')
    with pytest.raises(GraderError, match=what) as caught:
        run("--for", "canvas", "--exercise", "3", "--fill", "canvas.csv", *words)
    assert caught.value.exit_code == 2
    assert "Student; ID; SIS User ID" in caught.value.what or "ID" in words
    assert "--column" in caught.value.remedy
    assert not Path("filled").exists()


def test_two_students_on_one_line_are_refused(run):
    deliver(bare("ada", "101"), bare("bob", "101"))
    Path("canvas.csv").write_bytes(CANVAS)
    with pytest.raises(GraderError, match="ada and bob are both the student of line 4"):
        run("--for", "canvas", "--exercise", "3", "--fill", "canvas.csv")


def test_other_maximum_of_the_platform_is_told(run):
    Path("canvas.csv").write_bytes(CANVAS.replace(b"10.00,10.00", b"10.00,20.00"))
    done = run("--for", "canvas", "--exercise", "3", "--fill", "canvas.csv")
    assert "canvas says at most 20 points, the course 10" in done


def test_total_is_weighted_and_fills_the_column_that_is_named(run, course):
    (course / "solutions" / "course.toml").write_text(
        '[[exercises]]\nname = "exercise03"\nweight = 2\n[[exercises]]\nname = "exercise01"\n'
    )
    text = 'Student,ID,SIS Login ID,Section,Homework total (7)\n"Byron, Ada",1,ada,A,\n'
    Path("canvas.csv").write_text(text)
    run("--for", "canvas", "--total", "--fill", "canvas.csv")
    assert Path("filled").read_text() == text.replace("ada,A,", "ada,A,20")


def test_wide_table_has_a_row_per_student_with_reasons(run):
    with closing(Gradebook(Path("out/gradebook.sqlite3"))) as book:
        book.override([Override("bob", "exercise03", 6, "=copied, see mail", "2026-11-04")])
    deliver(bare("ada", "1", name="=Ada", login="ada7", email="a@x.edu"))
    run("--for", "wide")
    data = Path("filled").read_bytes()
    assert data.startswith(codecs.BOM_UTF8)
    assert data.decode("utf-8-sig").split("\r\n") == [
        "student,name,login,email,exercise01,exercise01 late minutes,exercise01 counted,"
        "exercise03,exercise03 late minutes,exercise03 counted,total,max_total,reasons",
        "ada,'=Ada,ada7,a@x.edu,4,,4,8,,8,12,20,",
        'bob,,,,,,,6,,6,6,20,"exercise03: 6 points instead of 10, decided by a person: '
        '=copied, see mail"',
        "",
    ]


def test_new_table_for_canvas_and_brightspace_and_none_for_the_others(run):
    deliver(bare("ada", "101", name="Byron, Ada", login="ada7"))
    run("--for", "canvas", "--exercise", "3")
    assert Path("filled").read_text().splitlines() == [
        "Student,ID,SIS User ID,SIS Login ID,Section,Halving",
        '"Byron, Ada",101,ada,ada7,,8',
        "bob,,bob,,,10",
    ]
    run("--for", "brightspace", "--exercise", "3")
    assert Path("filled").read_text().splitlines()[:2] == [
        "OrgDefinedId,Username,Halving Points Grade,End-of-Line Indicator",
        "#ada,#ada7,8,#",
    ]
    for target in ("moodle", "blackboard"):
        with pytest.raises(GraderError) as caught:
            run("--for", target, "--exercise", "3")
        assert "--fill" in caught.value.remedy


def test_exercise_has_to_be_named_where_several_are_graded(run):
    with pytest.raises(GraderError, match="There are grades of exercise01, exercise03") as caught:
        run("--for", "canvas")
    assert "--exercise" in caught.value.remedy


@pytest.mark.usefixtures("course")
def test_folder_without_grades_is_told():
    with pytest.raises(GraderError, match="no gradebook with grades"):
        CliRunner().invoke(
            export,
            ["nowhere", "--for", "wide", "--to", "x"],
            catch_exceptions=False,
            standalone_mode=False,
        )
