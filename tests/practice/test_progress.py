"""What is remembered between two commands, and that nothing hangs on it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from grader.course.course import Course, load_exercise
from grader.model import CheckResult, GraderFacts, RecognisedMistake, Report, SubmissionFacts
from grader.practice.progress import (
    Progress,
    State,
    as_run,
    forget_run,
    has_changed,
    is_own_file,
    read_state,
    remember_run,
    write_file,
    write_state,
)

OWN_FILE = "exercises/exercise01/exercise01.py"
SQUARES = RecognisedMistake("squares", "What is the double of 3?")

WRITE_ON_A_FULL_DISK = """
import resource, sys
from pathlib import Path
from grader.practice.progress import State, write_state
resource.setrlimit(resource.RLIMIT_FSIZE, (8, 8))
try:
    write_state(Path(sys.argv[1]), State())
except OSError as error:
    print(type(error).__name__)
"""


def a_report(*checks: CheckResult, sha256: str | None = "1" * 64, **facts) -> Report:
    known = {"status": "failed", "points": 2, "max_points": 10, "seconds": 0.1, "output": ""}
    return Report(
        schema="unsaturated/report/2",
        grader=GraderFacts("0.1.0", "3.11.7", "2.13.0", 0, "cpu", "process", official=False),
        exercise="exercise01",
        title="Doubling",
        submission=SubmissionFacts(OWN_FILE, sha256),
        checks=checks,
        **(known | facts),
    )


def a_check(id: str, mistake: RecognisedMistake | None = None, **facts) -> CheckResult:
    known = {"outcome": "failed", "points": 0, "max_points": 5, "visibility": "hidden"}
    return CheckResult(id=id, title=id, mistake=mistake, **(known | facts))


def test_state_comes_back_as_it_was_written(toy_course, a_run):
    state = State(exercises={"exercise01": Progress(a_run(), advised=("squares",), hints=2)})
    write_state(toy_course, state)
    assert read_state(toy_course) == state


def test_state_is_empty_where_nothing_is_remembered(toy_course):
    assert read_state(toy_course) == State()
    assert read_state(toy_course).of("exercise01") == Progress()
    assert not (toy_course / ".grade").exists()


def test_folder_is_ignored_by_git(toy_course):
    subprocess.run(["git", "init", "--quiet"], cwd=toy_course, check=True)
    write_state(toy_course, State())
    command = ["git", "status", "--porcelain", "--untracked-files=all", "--", ".grade"]
    done = subprocess.run(command, cwd=toy_course, capture_output=True, check=True)
    assert (toy_course / ".grade" / "state.json").exists()
    assert done.stdout == b""


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b'{"exercises": {"exercise01": {"hints": "two"}}}',
        b'{"schema": "unsaturated/state/2", "exercises": {}}',
        b"[" * 100_000,
    ],
)
def test_damaged_state_is_set_aside_and_begins_anew(toy_course, damage):
    write_state(toy_course, State())
    (toy_course / ".grade" / "state.json").write_bytes(damage)
    assert read_state(toy_course) == State()
    kept = list((toy_course / ".grade").glob("state-damaged-*.json"))
    assert [path.read_bytes() for path in kept] == [damage]
    write_state(toy_course, State(exercises={"exercise01": Progress(hints=1)}))
    assert read_state(toy_course).of("exercise01").hints == 1


def test_state_is_read_without_fail_where_the_folder_is_a_file(toy_course):
    (toy_course / ".grade").write_text("in the way")
    assert read_state(toy_course) == State()
    with pytest.raises(OSError, match="exists"):
        write_state(toy_course, State())


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit of file sizes")
def test_full_disk_leaves_the_old_state_and_no_rubbish(toy_course, environment):
    state = State(exercises={"exercise01": Progress(hints=3)})
    write_state(toy_course, state)
    before = sorted((toy_course / ".grade").iterdir())
    command = [sys.executable, "-c", WRITE_ON_A_FULL_DISK, str(toy_course)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "OSError"
    assert read_state(toy_course) == state
    assert sorted((toy_course / ".grade").iterdir()) == before


def test_write_file_keeps_the_permissions_of_the_old_file(tmp_path):
    path = tmp_path / "exercise01.py"
    path.write_text("old")
    path.chmod(0o755)
    write_file(path, b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o755)


def test_as_run_keeps_points_status_and_hash(toy_course):
    run = as_run(toy_course, a_report(status="limit"), toy_course / OWN_FILE)
    assert (run.file, run.points, run.max_points, run.status) == (OWN_FILE, 2, 10, "limit")
    assert run.sha256 == "1" * 64


def test_as_run_hashes_a_file_that_could_not_be_loaded(toy_course):
    run = as_run(toy_course, a_report(sha256=None), toy_course / OWN_FILE)
    assert not has_changed(toy_course, run)


def test_as_run_names_every_recognised_mistake_once(toy_course):
    other = RecognisedMistake("adds_two", "Is the double of 0 still 0?")
    checks = [a_check("one", SQUARES), a_check("two"), a_check("three", other)]
    report = a_report(*checks, a_check("four", SQUARES))
    reasons = as_run(toy_course, report, toy_course / OWN_FILE).reasons
    assert [reason.text for reason in reasons] == [SQUARES.advice, other.advice]


def test_state_of_an_earlier_release_is_read_with_its_mistakes(toy_course, a_run):
    write_state(toy_course, State(exercises={"exercise01": Progress(a_run(), hints=2)}))
    path = toy_course / ".grade" / "state.json"
    old = json.loads(path.read_text())
    del old["exercises"]["exercise01"]["function_hints"]
    del old["exercises"]["exercise01"]["run"]["explanations"]
    path.write_text(json.dumps(old))
    progress = read_state(toy_course).of("exercise01")
    assert (progress.hints, progress.run.points) == (2, 2)
    assert [reason.text for reason in progress.run.reasons] == ["What is the double of 3?"]


def test_as_run_counts_the_points_that_run_on_submission(toy_course):
    withheld = a_check("hidden", outcome="skipped", reason="runs_on_submission", max_points=7)
    report = a_report(a_check("visible", max_points=3), withheld)
    assert as_run(toy_course, report, toy_course / OWN_FILE).later == 7


def test_a_new_run_keeps_the_hints_and_offers_advice_anew(toy_course, a_run):
    progress = Progress(a_run(), advised=("squares",), hints=2)
    write_state(
        toy_course, State(exercises={"exercise01": progress, "exercise02": Progress(hints=1)})
    )
    remember_run(toy_course, a_report(points=5), toy_course / OWN_FILE)
    state = read_state(toy_course)
    assert state.of("exercise01").run.points == 5
    assert (state.of("exercise01").advised, state.of("exercise01").hints) == ((), 2)
    assert state.of("exercise02").hints == 1


def test_forget_run_keeps_the_hints(toy_course, a_run):
    write_state(toy_course, State(exercises={"exercise01": Progress(a_run(), hints=2)}))
    forget_run(toy_course, "exercise01")
    assert read_state(toy_course).of("exercise01") == Progress(hints=2)


def test_has_changed_sees_an_edit_and_a_missing_file(toy_course):
    file = toy_course / OWN_FILE
    run = as_run(toy_course, a_report(sha256=None), file)
    assert not has_changed(toy_course, run)
    file.write_text(file.read_text() + "# an edit\n")
    assert has_changed(toy_course, run)
    file.unlink()
    assert has_changed(toy_course, run)


def test_only_the_file_of_the_course_is_the_students_own(toy_course, monkeypatch):
    exercise = load_exercise(Course(toy_course), "exercise01")
    monkeypatch.chdir(toy_course / "exercises")
    assert is_own_file(exercise, Path("exercise01/exercise01.py"))
    assert is_own_file(exercise, toy_course / "exercises" / "exercise01" / "exercise01.ipynb")
    assert not is_own_file(exercise, Path("exercise01.py"))
    assert not is_own_file(exercise, Path("exercise01/draft.py"))


def test_a_run_of_the_own_file_is_remembered_and_of_any_other_is_not(toy, toy_course, run_grade):
    other = toy_course / "draft.py"
    other.write_text(toy.answer("2 * x"))
    assert run_grade("exercise01", "draft.py").returncode == 0
    assert not (toy_course / ".grade").exists()

    (toy_course / OWN_FILE).write_text(toy.answer("x * x"))
    assert run_grade("exercise01").returncode == 1
    state = json.loads((toy_course / ".grade" / "state.json").read_text())
    run = state["exercises"]["exercise01"]["run"]
    assert (run["points"], run["status"]) == (0, "failed")
    assert [reason["mistakes"] for reason in run["explanations"]] == [["squares"]]


def test_grading_goes_on_with_one_line_where_nothing_can_be_remembered(toy, toy_course, run_grade):
    (toy_course / ".grade").write_text("in the way")
    (toy_course / OWN_FILE).write_text(toy.answer("2 * x"))
    done = run_grade("exercise01")
    assert done.returncode == 0
    assert "10 of 10 points" in done.stdout
    assert done.stderr.count("\n") == 1
    assert ".grade cannot be written" in done.stderr
