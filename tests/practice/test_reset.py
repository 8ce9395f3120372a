"""Reset: the stub comes back, and nothing that was written is lost."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from grader.__main__ import run_command
from grader.course.course import Course, find_course, load_exercise
from grader.errors import BrokenEnvironment
from grader.model import SubmissionFacts
from grader.practice.progress import Progress, State, digest, read_state, write_state
from grader.practice.reset import NoStub, keep_stubs, known_stub, reset
from grader.report.build import as_report
from grader.submission.stub_state import is_stub

OWN_FILE = Path("exercises/exercise01/exercise01.py")
BACKUP_NAME = re.compile(r"exercise01-\d{8}-\d{6}(-\d+)?\.py")


@pytest.fixture
def students(toy_course) -> Course:
    """The course as a student has it: without the solutions."""
    shutil.rmtree(toy_course / "solutions")
    return find_course(toy_course)


def the_exercise(course: Course):
    return load_exercise(course, "exercise01")


def git(course: Course, *words: str) -> None:
    facts = ["-c", "user.name=A student", "-c", "user.email=student@example.com"]
    command = ["git", *facts, *words]
    subprocess.run(command, cwd=course.root, check=True, capture_output=True)


def backups(root: Path) -> list[Path]:
    return sorted((root / ".grade" / "backups").glob("*"))


def test_reset_brings_the_stub_back_and_keeps_the_old_file(toy, toy_course, run_grade):
    run_grade("release")
    stub = (toy_course / OWN_FILE).read_bytes()
    (toy_course / OWN_FILE).write_text(toy.answer("x * x"))
    done = run_grade("reset", "exercise01")
    assert (done.returncode, done.stderr) == (0, "")
    assert (toy_course / OWN_FILE).read_bytes() == stub
    (backup,) = backups(toy_course)
    assert BACKUP_NAME.fullmatch(backup.name)
    assert backup.read_text() == toy.answer("x * x")
    assert backup.relative_to(toy_course).as_posix() in done.stdout


def test_reset_brings_a_missing_file_back(toy_course, run_grade):
    (toy_course / OWN_FILE).unlink()
    done = run_grade("reset", "1")
    assert done.returncode == 0
    assert "was missing and is back" in done.stdout
    assert "NotImplementedError" in (toy_course / OWN_FILE).read_text()
    assert backups(toy_course) == []


def test_reset_of_the_stub_changes_nothing(toy_course, run_grade):
    run_grade("release")
    done = run_grade("reset", "1")
    assert done.returncode == 0
    assert "is the stub already" in done.stdout
    assert backups(toy_course) == []


def test_two_resets_in_one_second_keep_two_backups(toy, toy_course):
    course = find_course(toy_course)
    for expression in ("1", "2", "3"):
        (toy_course / OWN_FILE).write_text(toy.answer(expression))
        reset(course, the_exercise(course))
    assert all(BACKUP_NAME.fullmatch(path.name) for path in backups(toy_course))
    kept = {path.read_text() for path in backups(toy_course)}
    assert kept == {toy.answer(expression) for expression in ("1", "2", "3")}


def test_reset_forgets_the_run_and_not_the_hints(toy, toy_course, run_grade, a_run):
    write_state(toy_course, State(exercises={"exercise01": Progress(a_run(), hints=2)}))
    (toy_course / OWN_FILE).write_text(toy.answer("x"))
    run_grade("reset", "1")
    assert read_state(toy_course).of("exercise01") == Progress(hints=2)


def test_reset_without_a_known_stub_says_so_and_touches_nothing(toy, students):
    (students.root / OWN_FILE).write_text(toy.answer("x"))
    with pytest.raises(NoStub, match="stub of exercise01 is not known here"):
        reset(students, the_exercise(students))
    assert (students.root / OWN_FILE).read_text() == toy.answer("x")
    assert not (students.root / ".grade").exists()


def test_the_board_keeps_stubs_for_a_later_reset(toy, students, run_grade):
    stub = (students.root / OWN_FILE).read_bytes()
    run_grade()
    (students.root / OWN_FILE).write_text(toy.answer("x"))
    run_grade()
    assert known_stub(students, the_exercise(students)) == stub
    assert run_grade("reset", "1").returncode == 0
    assert (students.root / OWN_FILE).read_bytes() == stub


def test_grading_the_stub_keeps_it(students, monkeypatch):
    def grade_file(exercise, path, **_circumstances):
        facts = SubmissionFacts(str(path), digest(path))
        circumstances = {"isolation": "process", "seed": 0}
        return as_report(exercise, facts, "not_started", [], **circumstances)

    monkeypatch.setattr("grader.grading.grade_file.grade_file", grade_file)
    monkeypatch.chdir(students.root)
    stub = OWN_FILE.read_bytes()
    assert run_command(["exercise01"]) == 1
    OWN_FILE.unlink()
    assert known_stub(students, the_exercise(students)) == stub


def test_only_a_file_with_nothing_written_is_kept_as_the_stub(toy, students):
    (students.root / OWN_FILE).write_text(toy.answer("x"))
    keep_stubs(students, ["exercise01", "exercise02"])
    with pytest.raises(NoStub):
        known_stub(students, the_exercise(students))


def test_stub_is_found_in_the_history_of_git(toy, students):
    stub = (students.root / OWN_FILE).read_bytes()
    git(students, "init", "--quiet")
    git(students, "add", ".")
    git(students, "commit", "--quiet", "-m", "the course")
    for expression in ("x", "x + 2"):
        (students.root / OWN_FILE).write_text(toy.answer(expression))
        git(students, "commit", "--quiet", "-am", "work")
    assert known_stub(students, the_exercise(students)) == stub


def test_the_newest_stub_in_the_history_wins(toy, students):
    file = students.root / OWN_FILE
    git(students, "init", "--quiet")
    for text in (file.read_text(), file.read_text() + "# mended\n", toy.answer("x")):
        file.write_text(text)
        git(students, "add", ".")
        git(students, "commit", "--quiet", "-m", "a version")
    assert known_stub(students, the_exercise(students)).endswith(b"# mended\n")


def test_course_below_the_top_of_a_repository_finds_its_history(toy, students):
    top = Course(students.root.parent)
    git(top, "init", "--quiet")
    git(top, "add", ".")
    git(top, "commit", "--quiet", "-m", "the course")
    stub = (students.root / OWN_FILE).read_bytes()
    (students.root / OWN_FILE).write_text(toy.answer("x"))
    assert known_stub(students, the_exercise(students)) == stub


def test_reset_touches_nothing_where_no_backup_can_be_kept(toy, toy_course):
    course = find_course(toy_course)
    (toy_course / ".grade").write_text("in the way")
    (toy_course / OWN_FILE).write_text(toy.answer("x"))
    with pytest.raises(BrokenEnvironment, match="the file is as it was"):
        reset(course, the_exercise(course))
    assert (toy_course / OWN_FILE).read_text() == toy.answer("x")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def double(x):\n    raise NotImplementedError('not yet')\n", True),
        ("def double(x):\n    'What it does.'\n    raise NotImplementedError\n", True),
        ("def double(x):\n    y = 2\n    raise NotImplementedError\n", False),
        ("def double(x):\n    raise ValueError\n", False),
        ("def double(x):\n    pass\n", False),
        ("def triple(x):\n    raise NotImplementedError\n", False),
        ("def double(x:\n", False),
        ("", False),
    ],
)
def test_is_stub_wants_every_function_unwritten(toy_course, source, expected):
    exercise = the_exercise(find_course(toy_course))
    assert is_stub(source.encode(), exercise.functions) == expected


def test_reset_of_an_unknown_exercise_is_a_usage_error(run_grade):
    done = run_grade("reset", "exercise7")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Did you mean exercise01?" in done.stderr
