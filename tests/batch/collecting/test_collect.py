"""An export of a platform becomes folders by student; nothing is dropped, nothing half written."""

from __future__ import annotations

import csv
import io
import shutil
import zipfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from grader.cli.collect import collect
from grader.errors import GraderError

DOUBLE = "def double(x):\n    return 2 * x\n"


@pytest.fixture
def course(toy_course, monkeypatch):
    monkeypatch.chdir(toy_course)
    return toy_course


@pytest.fixture
def run(course):
    """`run({"a/exercise01.py": text}, "--from", "folders")`: what the command writes and says."""

    def command(files: dict[str, str | bytes], *words: str, name: str = "export.zip"):
        with zipfile.ZipFile(course / name, "w") as archive:
            for path, content in files.items():
                archive.writestr(path, content)
        done = CliRunner().invoke(
            collect, [name, "--to", "sorted", *words], catch_exceptions=False, standalone_mode=False
        )
        return done.output

    return command


def rows(path: str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written() -> list[str]:
    found = (path for path in Path("sorted").glob("*/**/*") if path.is_file())
    return sorted(path.relative_to("sorted").as_posix() for path in found)


def zipped(**files: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"{name}.py", text)
    return data.getvalue()


def test_collect_sorts_a_canvas_export_and_lists_the_rest(run):
    printed = run(
        {
            "doejane_54321_1_exercise01-1.py": DOUBLE,
            "doejane_54321_2_report.pdf": b"%PDF",
            "obriensean_LATE_54322_3_exercise01.py": DOUBLE,
            "obriensean_54323_text.html": "<p>",
            "__MACOSX/._x": "",
        }
    )
    assert written() == ["doejane/exercise01.py", "obriensean/exercise01.py"]
    first, second = rows("sorted/submissions.csv")
    assert (first["student"], first["platform_id"], first["exercise"], first["late"]) == (
        "doejane", "54321", "exercise01", "",
    )  # fmt: skip
    assert first["note"] == "Canvas calls it exercise01-1.py"
    assert (second["late"], second["source"]) == ("late", "export")
    assert [(row["path"], row["why"]) for row in rows("sorted/not-collected.csv")] == [
        ("obriensean_54323_text.html", "is text entered on Canvas, not a file"),
        ("doejane_54321_2_report.pdf", "is neither a Python file nor a notebook"),
    ]
    assert "read as an export of canvas: 2 submissions of 2 students." in printed
    assert "doejane: doejane_54321_2_report.pdf: is neither" in printed
    assert "Next: grade batch sorted" in printed


def test_collect_tells_two_students_of_one_name_apart(run):
    run({f"doejane_{number}_1_exercise01.py": DOUBLE for number in ("54321", "54999")})
    assert written() == ["doejane 54321/exercise01.py", "doejane 54999/exercise01.py"]


def test_latest_attempt_counts_and_the_older_is_listed(run, course):
    (course / "solutions" / "course.toml").write_text('timezone = "Europe/Berlin"\n')
    new, old = "2026-11-21-00-00-05", "2026-11-20-23-59-01"
    run({f"Ex_jdoe_attempt_{when}_exercise01.py": f"# {when}\n{DOUBLE}" for when in (new, old)})
    assert new in Path("sorted/jdoe/exercise01.py").read_text()
    (row,) = rows("sorted/submissions.csv")
    zone = ZoneInfo("Europe/Berlin")
    assert datetime.fromisoformat(row["submitted_at"]) == datetime(
        2026, 11, 21, 0, 0, 5, tzinfo=zone
    )
    assert row["attempt"] == "2"
    (left,) = rows("sorted/not-collected.csv")
    assert left["path"] == f"Ex_jdoe_attempt_{old}_exercise01.py"
    assert left["why"] == "belongs to a submission that does not count"


BEST = (
    'which = "best"\ntimezone = "UTC"\n[[exercises]]\nname = "exercise01"\n'
    "due = 2026-11-20T23:59:59\n"
)


def attempt(when: str, file: str = "exercise01.py") -> str:
    return f"Ex_jdoe_attempt_{when}_{file}"


def test_every_attempt_in_time_is_kept_where_the_course_says_best(run, course):
    (course / "solutions" / "course.toml").write_text(BEST)
    first, second, late = "2026-11-18-10-00-00", "2026-11-20-23-59-01", "2026-11-21-00-00-05"
    run({attempt(when): f"# {when}\n{DOUBLE}" for when in (late, first, second)})
    assert written() == ["jdoe/attempt-1/exercise01.py", "jdoe/exercise01.py"]
    assert first in Path("sorted/jdoe/attempt-1/exercise01.py").read_text()
    assert second in Path("sorted/jdoe/exercise01.py").read_text()
    lines = [(row["attempt"], row["submitted_at"]) for row in rows("sorted/submissions.csv")]
    assert lines == [("1", "2026-11-18T10:00:00+00:00"), ("2", "2026-11-20T23:59:01+00:00")]
    (left,) = rows("sorted/not-collected.csv")
    assert (left["path"], left["why"]) == (
        attempt(late), "belongs to a submission that does not count",
    )  # fmt: skip


def test_last_attempt_counts_where_the_course_says_best_and_none_is_in_time(run, course):
    (course / "solutions" / "course.toml").write_text(BEST)
    first, last = "2026-11-21-00-00-05", "2026-11-22-00-00-05"
    run({attempt(when): f"# {when}\n{DOUBLE}" for when in (last, first)})
    assert written() == ["jdoe/exercise01.py"]
    assert last in Path("sorted/jdoe/exercise01.py").read_text()


def test_files_of_several_attempts_go_by_the_name_of_their_exercise(run, course):
    (course / "solutions" / "course.toml").write_text(BEST)
    first, second = "2026-11-18-10-00-00", "2026-11-19-10-00-00"
    files = {attempt(first, "halves.py"): "x = 1", attempt(first, "My answer.py"): DOUBLE}
    run(files | {attempt(second): "# better\n" + DOUBLE})
    assert written() == [
        "jdoe/attempt-1/exercise01.py", "jdoe/attempt-1/halves.py", "jdoe/exercise01.py",
    ]  # fmt: skip


def test_attempt_with_two_files_of_one_name_leaves_the_others(run, course):
    (course / "solutions" / "course.toml").write_text(BEST)
    first, second = "2026-11-18-10-00-00", "2026-11-19-10-00-00"
    two = {attempt(second, f"{name}.zip"): zipped(exercise01=f"{DOUBLE}# {name}") for name in "ab"}
    run({attempt(first): DOUBLE} | two)
    assert written() == ["jdoe/exercise01.py"]
    assert [row["attempt"] for row in rows("sorted/submissions.csv")] == ["1"]
    assert {row["why"].partition(":")[0] for row in rows("sorted/not-collected.csv")} == {
        "two different files are called exercise01.py"
    }


def test_archives_of_students_are_opened_within_the_limits(run):
    run(
        {
            "ada/week1.zip": zipped(exercise01=DOUBLE, halves="x = 1"),
            "bob/week1.zip": zipped(exercise01="#" + " " * (5 << 20)),
            "cem/week1.zip": b"no zip",
            "dua/a.zip": zipped(exercise01=DOUBLE),
            "dua/b.zip": zipped(exercise01="x = 2"),
        },
        "--from",
        "folders",
    )
    assert written() == ["ada/exercise01.py", "ada/halves.py", "bob/exercise01.py"]
    left = {row["path"]: row["why"] for row in rows("sorted/not-collected.csv")}
    assert left["cem/week1.zip"].startswith("cannot be read as a .zip archive")
    what = "two different files are called exercise01.py: dua/a.zip/exercise01.py and "
    assert left["dua/a.zip/exercise01.py"] == left["dua/b.zip/exercise01.py"]
    assert left["dua/a.zip/exercise01.py"].startswith(what)


def test_damaged_file_costs_only_itself(course):
    with zipfile.ZipFile(course / "good.zip", "w") as archive:
        archive.writestr("doejane_1_1_exercise01.py", DOUBLE)
        archive.writestr("obriensean_2_1_exercise01.py", DOUBLE + "# the second")
    data = (course / "good.zip").read_bytes().replace(b"# the second", b"# THE SECOND", 1)
    (course / "bad.zip").write_bytes(data)
    words = ["bad.zip", "--to", "sorted"]
    CliRunner().invoke(collect, words, catch_exceptions=False, standalone_mode=False)
    assert written() == ["doejane/exercise01.py"]
    (left,) = rows("sorted/not-collected.csv")
    assert (left["student"], left["why"]) == (
        "obriensean", "is damaged. Have it handed in again",
    )  # fmt: skip


def test_bombs_links_and_names_that_lead_elsewhere_cost_only_themselves(run, course):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("exercise01.py", b"#" * (8 << 20))
        link = zipfile.ZipInfo("halves.py")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("../../exercise02.py", "x")
        archive.writestr("quarters.py", "x", zipfile.ZIP_LZMA)
    run({"ada/exercise01.py": DOUBLE, "bob/all.zip": data.getvalue()}, "--from", "folders")
    assert written() == ["ada/exercise01.py"]
    whys = [row["why"] for row in rows("sorted/not-collected.csv")]
    assert whys == [
        "is compressed more than any text can be", "is a link, and links are not followed",
        "has a name that leads elsewhere", "uses an unknown compression method",
    ]  # fmt: skip
    assert not [*course.parent.rglob("exercise02.py")]


def test_roster_names_folders_and_who_has_not_submitted(run, course):
    (course / "roster.csv").write_bytes(
        "\ufeffStudent;ID;SIS User ID;SIS Login ID;Section\r\n"
        '"    Points Possible";;;;\r\n'
        '"Doe, Jane";54321;0012;jdoe;A\r\n"O\'Brien, Seán";54322;0013;sob;A\r\n'
        '"Team, Member";54324;0015;tm;A\r\n"Late, Lou";54325;0016;ll;A\r\n'
        '"Student, Test";9;;;A\r\n'.encode()
    )
    printed = run(
        {
            "doejane_54321_1_exercise01.py": DOUBLE,
            "obrienseán_54322_3_exercise01.py": DOUBLE,
            "team_7_54324_98765_exercise01.py": DOUBLE,
            "somebodyelse_99_4_exercise01.py": DOUBLE,
        },
        "--roster",
        "roster.csv",
    )
    assert written() == [
        "0012/exercise01.py", "0013/exercise01.py", "0015/exercise01.py",
        "somebodyelse/exercise01.py",
    ]  # fmt: skip
    found = {row["student"]: row for row in rows("sorted/submissions.csv")}
    assert (found["0012"]["login"], found["0012"]["name"]) == ("jdoe", "Doe, Jane")
    assert found["0015"]["platform_id"] == "54324"
    assert found["somebodyelse"]["note"] == "not in roster.csv"
    assert "    0016: has not submitted\n" in printed


def test_worksheet_of_moodle_gives_times_and_members_of_groups(run, course):
    (course / "solutions" / "course.toml").write_text('timezone = "Europe/Berlin"\n')
    (course / "sheet.csv").write_text(
        "Identifier,Full name,Email address,Group,Last modified (submission)\n"
        'Participant 101,Jane Doe,j@x.edu,Group A,"Friday, 20 November 2026, 11:58 PM"\n'
        "Participant 102,Hans Müller,h@x.edu,Group A,-\n"
        "Participant 103,Ada Byron,a@x.edu,,-\n"
    )
    run(
        {
            "Group A_42_assignsubmission_file/exercise01.py": DOUBLE,
            "Ada Byron_103_assignsubmission_file/exercise01.py": DOUBLE,
        },
        "--roster",
        "sheet.csv",
    )
    found = {row["student"]: row for row in rows("sorted/submissions.csv")}
    assert {name: row["platform_id"] for name, row in found.items()} == {
        "j@x.edu": "101", "h@x.edu": "102", "a@x.edu": "103",
    }  # fmt: skip
    assert found["j@x.edu"]["submitted_at"] == "2026-11-20T23:58:00+01:00"


def test_numbers_of_another_platform_or_of_a_group_lead_to_no_stranger(run, course):
    (course / "sheet.csv").write_text(
        "Identifier,Full name,Email address,Group\n"
        "Participant 42,Ada Byron,a@x.edu,\n"
        "Participant 54321,Hans Müller,h@x.edu,Group A\n"
        "Participant 7,Jane Doe,j@x.edu,\n"
    )
    run({"Group A_42_assignsubmission_file/exercise01.py": DOUBLE}, "--roster", "sheet.csv")
    (row,) = rows("sorted/submissions.csv")
    assert (row["student"], row["platform_id"]) == ("h@x.edu", "54321")
    shutil.rmtree("sorted")
    run({"doejane_54321_1_exercise01.py": DOUBLE}, "--roster", "sheet.csv")
    (row,) = rows("sorted/submissions.csv")
    assert (row["student"], row["platform_id"]) == ("j@x.edu", "54321")


def test_two_students_of_one_name_in_the_roster_stop_everything(run, course):
    (course / "roster.csv").write_text("login,name\njd1,Jane Doe\njd2,Jane Doe\n")
    name = "39786-640693 - Jane Doe - Oct 10, 2025 1022 AM/exercise01.py"
    with pytest.raises(GraderError, match=r"roster\.csv has 2 students called Jane Doe") as caught:
        run({name: DOUBLE}, "--roster", "roster.csv")
    assert caught.value.remedy
    assert not Path("sorted").exists()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("mark,remark\n1,2\n", "has none of the columns student_id, login,.* it has mark, remark"),
        ("login,name\nada,Ada\nada,Ada B\n", "names ada 2 times"),
    ],
)
def test_roster_that_does_not_say_who_is_who_is_told(run, course, text, what):
    (course / "roster.csv").write_text(text)
    with pytest.raises(GraderError, match=what):
        run({"ada/exercise01.py": DOUBLE}, "--roster", "roster.csv")
    assert not Path("sorted").exists()


def test_export_of_another_course_is_told_and_nothing_is_written(run):
    with pytest.raises(GraderError, match="holds no submission of exercise01") as caught:
        run({"doejane_54321_1_homework.py": "x = 1"})
    assert "another course" in caught.value.remedy
    assert not Path("sorted").exists()


def test_folder_that_is_not_empty_is_left_alone(run, course):
    (course / "sorted").mkdir()
    (course / "sorted" / "mine").touch()
    with pytest.raises(GraderError, match="sorted is not empty"):
        run({"ada/exercise01.py": DOUBLE})
    assert [path.name for path in (course / "sorted").iterdir()] == ["mine"]


def test_file_of_another_name_is_known_by_what_it_defines(run):
    run({"doejane_54321_1_my answer.py": DOUBLE, "doejane_54321_2_week1.ipynb": "{}"})
    (row,) = rows("sorted/submissions.csv")
    assert row["exercise"] == "exercise01"
    assert written() == ["doejane/my answer.py", "doejane/week1.ipynb"]


def test_copies_of_the_course_are_taken_without_what_is_the_courses_own(run):
    repository = "week-1-submissions/week-1-jane-doe"
    stub = "def double(x):\n    raise NotImplementedError\n"
    run(
        {
            f"{repository}/exercises/exercise01/exercise01.py": DOUBLE,
            f"{repository}/exercises/exercise01/test_examples.py": "def test_it(): pass",
            f"{repository}/stubs/exercise01.py": stub,
            f"{repository}/old/exercise01.py": stub,
            f"{repository}/README.md": "",
        }
    )
    (row,) = rows("sorted/submissions.csv")
    assert (row["student"], row["exercise"], row["login"]) == ("jane-doe", "exercise01", "jane-doe")
    assert written() == [
        "jane-doe/exercises/exercise01/exercise01.py",
        "jane-doe/exercises/exercise01/test_examples.py",
        "jane-doe/old/exercise01.py",
    ]


def test_student_of_whom_no_exercise_is_recognized_has_a_line_all_the_same(run):
    run({"ada/exercise01.py": DOUBLE, "bob/week1.ipynb": "{}"}, "--from", "folders")
    _, bob = rows("sorted/submissions.csv")
    assert (bob["student"], bob["exercise"]) == ("bob", "")
    assert bob["note"] == "no exercise is recognized"
    assert written() == ["ada/exercise01.py", "bob/week1.ipynb"]


def test_unpacked_export_is_read_like_the_archive(course):
    (course / "export").mkdir()
    (course / "export" / "doejane_54321_1_exercise01.py").write_text(DOUBLE)
    (course / "export" / "doejane_54321_2_exercise02.py").symlink_to("/etc/passwd")
    words = ["export", "--to", "sorted"]
    CliRunner().invoke(collect, words, catch_exceptions=False, standalone_mode=False)
    assert written() == ["doejane/exercise01.py"]
    (left,) = rows("sorted/not-collected.csv")
    assert left["why"] == "is a link, and links are not followed"


def test_something_that_is_no_archive_is_told(course):
    (course / "export.rar").write_bytes(b"Rar!")
    with pytest.raises(GraderError, match=r"export\.rar is neither a folder nor a \.zip"):
        CliRunner().invoke(
            collect, ["export.rar", "--to", "x"], catch_exceptions=False, standalone_mode=False
        )
