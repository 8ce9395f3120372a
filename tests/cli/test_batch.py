"""`grade batch` as a command: what it prints, what it leaves, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest

from grader.batch.intake.entries import Entry
from grader.batch.jobs import executor_process
from grader.batch.jobs.job import Graded, Provenance
from grader.batch.jobs.progress import as_duration, show_progress
from grader.batch.results.gradebook import Gradebook
from grader.checks import kept
from grader.cli.batch import batch
from grader.errors import BrokenEnvironment, GraderError
from grader.grading import grade as run
from grader.model import GraderFacts, Report, SubmissionFacts
from grader.sandbox.launcher import Launcher

# Grading one takes at least this long, so that there is a middle of the run to stop it in.
SLOW = "import time\n\ntime.sleep(0.3)\n\n\ndef double(x):\n    return 2 * x\n"


@pytest.fixture
def hand_in(toy_course: Path) -> Callable[[str, str], None]:
    """`hand_in("alice/exercise01.py", text)`."""

    def hand_in(name: str, text: str) -> None:
        path = toy_course / "class" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    return hand_in


@pytest.fixture
def run_batch(toy_course: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """`run_batch("--seed", "3")`: the command on the class, in this process."""
    (toy_course / "class").mkdir()
    monkeypatch.chdir(toy_course)

    def command(*words: str) -> int:
        code = batch.main(["class", "--out", "out", *words], standalone_mode=False)
        assert isinstance(code, int)
        return code

    return command


@pytest.fixture
def unsafe(launcher: Launcher) -> tuple[str, ...]:
    """The option without which nothing is graded on this machine, if there is one."""
    launcher.wait_until_ready()
    return ("--unsafe-no-sandbox",) if launcher.isolation == "process" else ()


pytestmark = pytest.mark.usefixtures("graded_here")


def test_batch_exits_zero_when_students_fail_and_writes_everything(
    hand_in: Callable[[str, str], None],
    run_batch: Callable[..., int],
    unsafe: tuple[str, ...],
    toy: ModuleType,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GRADE_SEED_SECRET", "correct horse")
    hand_in("alice/exercise01.py", toy.answer("2 * x"))
    hand_in("bob/exercise01.py", toy.answer("x * x"))
    hand_in("=1+1/exercise01.py", toy.answer("x * x"))
    hand_in("dora/exercise01/exercise01.py", toy.answer("x + 2"))
    hand_in("dora/exercise01.py", "old(")
    os.utime("class/dora/exercise01.py", (1, 1))
    hand_in("dora/exercise42.py", "")

    code = run_batch(*unsafe)

    assert code == 0
    with Path("out/grades.csv").open(encoding="utf-8", newline="") as file:
        assert [row[:5] for row in csv.reader(file)][1:] == [
            ["'=1+1", "exercise01", "0", "10", "failed"],
            ["alice", "exercise01", "10", "10", "passed"],
            ["bob", "exercise01", "0", "10", "failed"],
            ["dora", "exercise01", "0", "10", "failed"],
        ]
    report = json.loads(Path("out/reports/bob/exercise01.json").read_bytes())
    hidden = report["checks"][1]
    assert report["grader"]["seed"] is hidden["call"] is report["output"] is None
    assert hidden["mistake"]["id"] == "squares"
    with closing(Gradebook(Path("out/gradebook.sqlite3"))) as book:
        full = book.report("bob", "exercise01")
        assert full is not None
        assert (full.checks[1].call, full.grader.seed) != (None, 0)
        (note,) = {row.note for row in book.newest() if row.note}
    other = "exercise01.py has 0 points"
    assert note == f"exercise01/exercise01.py counts, with 0 points; {other}"
    printed = capsys.readouterr()
    assert re.search(r"^2 of 4  alice +exercise01  10 of 10  passed$", printed.out, re.MULTILINE)
    assert (
        "exercise01  Doubling: 1 of 4 passed, on average 2.5 of 10 points\n"
        "    1 of 4  The worked example comes out\n"
        "    1 of 4  Every number is doubled\n"
        "    most frequent mistakes: squares (2), adds_two (1)\n"
    ) in printed.out
    assert "exercise42 is not in this course." in printed.err


def test_batch_exits_70_when_one_submission_cannot_be_graded(
    hand_in: Callable[[str, str], None],
    run_batch: Callable[..., int],
    unsafe: tuple[str, ...],
    toy: ModuleType,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def faulty(exercise: Any, submission: Any, *rest: Any, **options: Any) -> Any:
        if submission.path.parent.name == "alice":
            raise ZeroDivisionError
        return honest(exercise, submission, *rest, **options)

    honest = run.grade
    monkeypatch.setattr(run, "grade", faulty)
    monkeypatch.setattr(kept, "KEPT", kept.Kept())  # what passed in another test is run again
    hand_in("alice/exercise01.py", toy.answer("2 * x"))
    hand_in("bob/exercise01.py", toy.answer("2 * x"))

    assert run_batch(*unsafe, "--feedback", "outcome") == 70

    printed = capsys.readouterr()
    assert "alice  exercise01: could not be graded, by a fault of the grader;" in printed.out
    assert "ZeroDivisionError" in printed.err
    statuses = [
        line.split(",")[4].strip('"') for line in Path("out/grades.csv").read_text().splitlines()
    ]
    assert statuses == ["status", "error", "passed"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "There is nothing to grade in class."),
        (("--exercise", "1"), "There is nothing to grade in class."),
        (("--exercise", "exercise77"), "There is no exercise 'exercise77' in this course."),
    ],
)
def test_batch_is_a_usage_error_where_there_is_nothing_to_grade(
    run_batch: Callable[..., int], words: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(GraderError, match=re.escape(sentence)) as caught:
        run_batch(*words)
    assert caught.value.exit_code == 2
    assert caught.value.remedy
    assert not Path("out").exists()


def test_batch_says_when_the_course_has_no_hidden_checks(
    hand_in: Callable[[str, str], None], run_batch: Callable[..., int]
) -> None:
    hand_in("alice/exercise01.py", "")
    Path("solutions").rename("elsewhere")
    with pytest.raises(GraderError, match="hidden checks of exercise01 are not in this course"):
        run_batch()


def test_batch_refuses_a_machine_that_cannot_confine(
    hand_in: Callable[[str, str], None],
    run_batch: Callable[..., int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bare = Launcher("process")
    monkeypatch.setattr(executor_process, "warm_launcher", lambda: bare)
    hand_in("alice/exercise01.py", "")

    with pytest.raises(BrokenEnvironment, match="cannot be confined") as caught:
        run_batch()
    assert caught.value.exit_code == 5

    assert run_batch("--unsafe-no-sandbox") == 0
    with closing(Gradebook(Path("out/gradebook.sqlite3"))) as book:
        assert [row.official for row in book.newest()] == [False]
    bare.close()


def descendants_of(pid: int) -> set[int]:
    """The processes that `pid`, and those that it started, have started; none without /proc."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    children = {int(word) for path in lists for word in path.read_text().split()}
    return children.union(*map(descendants_of, children))


def is_running(pid: int) -> bool:
    """Whether the process is there, and is not merely waited for."""
    try:
        return bool(Path(f"/proc/{pid}/cmdline").read_bytes())
    except OSError:
        return False


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGKILL, -9), (signal.SIGINT, 130)])
def test_batch_keeps_what_is_finished_when_it_is_stopped(
    hand_in: Callable[[str, str], None],
    toy_course: Path,
    environment: dict[str, str],
    unsafe: tuple[str, ...],
    number: signal.Signals,
    code: int,
) -> None:
    for student in range(100):
        hand_in(f"student{student:02}/exercise01.py", SLOW)
    process = subprocess.Popen(
        [sys.executable, "-m", "grader", "batch", "class", "--out", "out", *unsafe],
        cwd=toy_course,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    # Where it takes long, how long it will take is told in between.
    assert any(line.startswith("  3 of 100  student0") for line in process.stdout)
    time.sleep(0.1)
    others = descendants_of(process.pid)
    process.send_signal(number)
    rest, _ = process.communicate(timeout=120)

    assert process.returncode == code
    end = time.monotonic() + 60
    while (left := [pid for pid in others if is_running(pid)]) and time.monotonic() < end:
        time.sleep(0.05)
    assert left == []
    if number == signal.SIGINT:
        stopped = r"Stopped: \d+ of 100 are graded, see out\. To go on: .* --resume"
        assert re.fullmatch(stopped, rest.splitlines()[-1])
    with closing(Gradebook(toy_course / "out" / "gradebook.sqlite3")) as book:
        rows = book.newest()
        assert 3 <= len(rows) < 100
        for row in rows:
            report = book.report(row.student, row.exercise)
            assert report is not None
            assert report.points == row.points == 10
            assert (toy_course / "out" / "reports" / row.student / "exercise01.json").is_file()
    lines = (toy_course / "out" / "grades.csv").read_text("utf-8").splitlines()
    assert len(rows) - 1 <= len(lines) - 1 <= len(rows)


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_batch_ends_quietly_when_it_is_stopped_before_anything_is_graded(
    hand_in: Callable[[str, str], None],
    toy_course: Path,
    environment: dict[str, str],
    unsafe: tuple[str, ...],
) -> None:
    hand_in("alice/exercise01.py", SLOW)
    process = subprocess.Popen(
        [sys.executable, "-m", "grader", "batch", "class", "--out", "out", *unsafe],
        cwd=toy_course,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    end = time.monotonic() + 120
    started = toy_course / "out" / "grades.csv"  # then the processes are started
    while not started.exists() and time.monotonic() < end:
        time.sleep(0.01)
    time.sleep(0.2)
    os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C on a terminal does
    printed, _ = process.communicate(timeout=120)

    assert process.returncode == 130
    assert "Stopped: 0 of 1 are graded" in printed
    assert "Traceback" not in printed


def test_resume_grades_what_is_new_or_changed_and_diff_says_why(
    hand_in: Callable[[str, str], None],
    run_batch: Callable[..., int],
    unsafe: tuple[str, ...],
    toy: ModuleType,
    capsys: pytest.CaptureFixture[str],
) -> None:
    hand_in("alice/exercise01.py", toy.answer("2 * x"))
    hand_in("bob/exercise01.py", toy.answer("x * x"))
    hand_in("carol/exercise01.py", toy.answer("3 * x"))
    assert run_batch(*unsafe) == 0
    assert run_batch(*unsafe, "--resume", "--diff", "--feedback", "full") == 0
    printed = capsys.readouterr().out
    assert "No score has changed.\nGraded 0 in 0 s, 3 kept from before; " in printed
    assert "1 of 3 passed" in printed.splitlines()[-6]
    assert json.loads(Path("out/reports/bob/exercise01.json").read_bytes())["grader"]["seed"] == 0

    hand_in("bob/exercise01.py", toy.answer("x + x"))
    hand_in("dora/exercise01.py", toy.answer("2 * x"))
    assert run_batch(*unsafe, "--resume", "--diff") == 0
    printed = capsys.readouterr().out
    assert re.search(
        r"bob  exercise01  0 \(failed\) to 10 \(passed\): submission changed\n", printed
    )
    assert "\nGraded 2 in " in printed
    assert "carol  exercise01  0" not in printed

    assert run_batch(*unsafe, "--resume", "--seed", "5") == 0
    assert "\nGraded 4 in " in capsys.readouterr().out

    assert batch.main(["--out", "out", "--diff"], standalone_mode=False) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.endswith("bob  exercise01  0 (failed) to 10 (passed): submission changed")


def test_archive_of_a_class_is_graded(
    hand_in: Callable[[str, str], None],
    run_batch: Callable[..., int],
    unsafe: tuple[str, ...],
    toy: ModuleType,
    capsys: pytest.CaptureFixture[str],
) -> None:
    hand_in("alice/exercise01.py", toy.answer("2 * x"))
    hand_in("bob.zip", "no archive")
    shutil.make_archive("all", "zip", "class")
    del run_batch  # it has made the folder, and stands where batches are run
    code = batch.main(["all.zip", "--out", "out", *unsafe], standalone_mode=False)
    assert code == 0
    printed = capsys.readouterr()
    assert "1 of 1 passed" in printed.out
    assert "Needs a human eye:\n    bob.zip: cannot be read as a .zip archive." in printed.out
    assert "bob.zip: cannot be read" in printed.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--out", "out"], "Missing argument 'SUBMISSIONS'"),
        (["class", "--out", "out", "--jobs", "2", "--scheduler", "tcp://x"], "has its own"),
        (
            ["class", "--out", "out", "--unsafe-no-sandbox", "--scheduler", "tcp://x"],
            "reaches the scheduler",
        ),
        (["--out", "out", "--diff"], "There is no gradebook in out"),
    ],
)
def test_batch_is_a_usage_error_where_options_make_no_sense(
    run_batch: Callable[..., int], words: list[str], sentence: str
) -> None:
    del run_batch
    with pytest.raises((click.UsageError, GraderError), match=sentence) as caught:
        batch.main(words, standalone_mode=False)
    assert caught.value.exit_code == 2


def test_help_and_usage_errors_need_no_torch(environment: dict[str, str]) -> None:
    code = (
        "import sys; from grader.cli.batch import batch;"
        "batch.main(['--help'], standalone_mode=False); sys.exit('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True)
    assert done.returncode == 0
    assert b"--unsafe-no-sandbox" in done.stdout


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_on_a_terminal_is_a_bar_that_no_name_can_spoil(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    facts = GraderFacts("0.1.0", "3.11", "2.13.0", 0, "cpu", "full", True)
    path = SubmissionFacts("x", None)
    report = Report("", facts, "exercise01", "", path, "passed", 10, 10, 0.0, (), None)
    names = ("alice", "[red]bob[/]", "x\x1b[2J\ny", "a" * 255)
    provenance, terminal = Provenance(None, None, None, None), _Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with show_progress(len(names)) as tick:
        monkeypatch.setattr(sys, "stdout", io.StringIO())  # as while the checks run
        for name in names:
            tick(Graded(Entry(name, "exercise01", Path("x"), "x"), report, provenance))

    shown = terminal.getvalue()
    assert "4/4" in shown
    assert "[red]bob[/]" in shown
    assert "\x1b[2J" not in shown
    assert "a" * 18 not in shown


def test_progress_through_a_pipe_says_from_time_to_time_how_long_it_will_take(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = GraderFacts("0.1.0", "3.11", "2.13.0", 0, "cpu", "full", True)
    report = Report(
        "", facts, "exercise01", "", SubmissionFacts("x", None), "passed", 10, 10, 0.0, (), None
    )
    graded = Graded(
        Entry("alice", "exercise01", Path("x"), "x"), report, Provenance(None, None, None, None)
    )
    clock = iter((0.0, 7.0, 20.0, 30.0, 40.0))
    monkeypatch.setattr("grader.batch.jobs.progress.time.monotonic", lambda: next(clock))
    with show_progress(4) as tick:
        for _ in range(4):
            tick(graded)
    told = [line for line in capsys.readouterr().out.splitlines() if line.startswith("    ")]
    assert told == ["    about 20 seconds left"]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (3, "about 10 seconds"),
        (44, "about 40 seconds"),
        (240, "about 4 minutes"),
        (9000, "about 2.5 hours"),
    ],
)
def test_duration_is_told_as_exactly_as_it_is_known(seconds: float, text: str) -> None:
    assert as_duration(seconds) == text


def test_batch_accounts_for_everybody_and_knows_times_and_decisions(
    hand_in: Callable[[str, str], None],
    run_batch: Callable[..., int],
    unsafe: tuple[str, ...],
    toy: ModuleType,
    capsys: pytest.CaptureFixture[str],
) -> None:
    hand_in("ada/exercise01.py", toy.answer("2 * x"))
    hand_in("bob/exercise01 (1).py.txt", toy.answer("x * x"))
    hand_in("cem/notes.md", "ill")
    columns = "student,platform_id,login,name,email,exercise,submitted_at,attempt,late,source,note"
    line = "ada,7,ada,Ada,a@x,exercise01,2026-10-09T01:59:00+02:00,1,,canvas,"
    hand_in("submissions.csv", f"{columns}\n{line}\n")
    hand_in(
        "not-collected.csv",
        "student,path,why\ndua,,has not submitted\nada,x.pdf,is no code\neve,e.pdf,is no code\n",
    )
    Path("solutions/course.toml").write_text(
        'timezone = "UTC"\n[[exercises]]\nname = "exercise01"\ndue = 2026-10-08T23:00:00\n'
    )
    Path("decided.csv").write_text("student,exercise,points,why\nbob,exercise01,5,half right\n")

    assert run_batch(*unsafe, "--override", "decided.csv") == 0

    with Path("out/grades.csv").open(encoding="utf-8", newline="") as file:
        ada, bob = csv.DictReader(file)
    assert (ada["points"], ada["late"]) == ("10", "59")
    assert ada["submitted_at"] == "2026-10-09T01:59:00+02:00"
    assert ada["official"] == str(not unsafe).lower()
    assert (bob["points"], bob["late"]) == ("5", "")
    assert "exercise01 (1).py.txt is graded as exercise01" in bob["note"]
    assert "5 points instead of 0, decided by a person: half right" in bob["note"]
    assert Path("out/not-graded.csv").read_text() == (
        "student,path,why\ndua,,has not submitted\neve,e.pdf,is no code\n"
        "cem,,there is no submission in the folder\n"
    )
    assert "    cem: there is no submission in the folder\n" in capsys.readouterr().out
    assert Path("out/submissions.csv").read_text() == f"{columns}\n{line}\n"
    assert "<html" in Path("out/reports/bob/exercise01.html").read_text("utf-8")

    hand_in("bob/exercise01.py", toy.answer("2 * x"))
    Path("class/submissions.csv").unlink()
    assert run_batch(*unsafe) == 0
    with Path("out/grades.csv").open(encoding="utf-8", newline="") as file:
        ada, bob = csv.DictReader(file)
    assert (ada["late"], bob["points"]) == ("59", "5")


def test_lines_are_searched_only_where_they_are_asked_for(
    hand_in: Callable[[str, str], None], run_batch: Callable[..., int], unsafe: tuple[str, ...]
) -> None:
    hand_in("carol/exercise01.py", "def double(x):\n    y = x\n    return 3 * y\n")
    path = Path("out/reports/carol/exercise01.json")

    def line() -> int:
        told: int = json.loads(path.read_bytes())["explanations"][0]["location"]["line"]
        return told

    assert run_batch(*unsafe) == 0
    assert line() == 1
    assert run_batch(*unsafe, "--lines") == 0
    assert line() == 3
