"""The manual's three ways, from a clone to returned feedback, walked command by command."""

from __future__ import annotations

import csv
import os
import re
import shlex
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.sandbox.launcher import Launcher

ROOT = Path(__file__).parents[1]
MANUAL = (ROOT / "docs" / "for-instructors.md").read_text("utf-8")
COURSE = """\
timezone = "Europe/Berlin"
late = { grace_minutes = 15, percent_per_day = 10, at_most_days = 5 }

[[exercises]]
name = "exercise03"
weight = 2
due = 2026-11-20T23:59:00
"""


@pytest.fixture
def course(toy, toy_course, exports):
    """A toy course with exercise03, its term, and what the platforms have exported of it."""
    toy.make_exercise(toy_course, "exercise03", title="Doubling")
    (toy_course / "solutions" / "course.toml").write_text(COURSE)
    exports.write_exports(toy_course, toy.answer("2 * x"), toy.answer("x * x"))
    return toy_course


def steps(heading: str) -> list[str]:
    """The commands of the way that has this heading, as the manual prints them."""
    section = re.search(rf"^### {heading}\n(.*?)^##", MANUAL, re.MULTILINE | re.DOTALL)
    assert section is not None
    (block,) = re.findall(r"^```sh\n(.*?)^```", section[1], re.MULTILINE | re.DOTALL)
    return block.splitlines()


@pytest.fixture
def unsafe(launcher: Launcher) -> str:
    """What has to be added to a command that grades, where nothing confines submissions."""
    launcher.wait_until_ready()
    return " --unsafe-no-sandbox" if launcher.isolation == "process" else ""


@pytest.fixture
def in_a_shell(course: Path, unsafe: str) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """Run a command as it is typed."""
    identity = {
        f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = os.environ | identity | {"PATH": path, "PYTHONPATH": str(ROOT)}

    def run(step: str) -> subprocess.CompletedProcess[str]:
        command = step + unsafe if step.startswith("grade batch") else step
        command = re.sub(r"\bgrade (?=[a-z])", f"{shlex.quote(sys.executable)} -m grader ", command)
        return subprocess.run(
            ["bash", "-e", "-c", command],
            cwd=course,
            env=environment,
            capture_output=True,
            encoding="utf-8",
        )

    return run


@pytest.fixture
def here(
    unsafe: str,
    run_here: Callable[..., subprocess.CompletedProcess[str]],
    in_a_shell: Callable[[str], subprocess.CompletedProcess[str]],
) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """Run a command in this process, where it needs no shell; one way is walked in a shell."""

    def run(step: str) -> subprocess.CompletedProcess[str]:
        if not re.fullmatch(r"grade [\w\s./-]+", step):
            return in_a_shell(step)
        return run_here(*shlex.split(step + unsafe if step.startswith("grade batch") else step)[1:])

    return run


def walk(run: Callable[[str], subprocess.CompletedProcess[str]], heading: str) -> str:
    """Run the commands; each succeeds. What they printed."""
    printed = ""
    for step in steps(heading):
        done = run(step)
        assert done.returncode == 0, f"{step}\n{done.stdout}\n{done.stderr}"
        printed += done.stdout
    return printed


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_way_through_moodle_ends_with_grades_and_feedback(course, here, exports):
    printed = walk(here, "Moodle")

    filled = (course / "worksheet-filled.csv").read_bytes().decode()
    expected = exports.WORKSHEET.replace('grading",,10', 'grading",10,10')
    # Nine hours late: a day begun, so a point less, but Hans has none to lose.
    assert filled == expected.replace('grading","",10', 'grading","0",10')
    with zipfile.ZipFile(course / "feedback.zip") as archive:
        assert archive.namelist() == [
            "Hans Müller_102_assignfeedback_file/exercise03.html",
            "Jane Doe_101_assignfeedback_file/exercise03.html",
        ]
    hans, jane = table(course / "results-moodle" / "grades.csv")
    assert (jane["points"], jane["late"], hans["late"]) == ("10", "", "541")
    assert jane["submitted_at"] == "2026-11-20T23:58:00+01:00"
    assert "ada@x.edu: has not submitted" in printed
    (missing,) = table(course / "results-moodle" / "not-graded.csv")
    assert (missing["student"], missing["why"]) == ("ada@x.edu", "has not submitted")


def test_way_through_canvas_ends_with_grades_and_feedback(course, here, exports):
    walk(here, "Canvas")

    expected = exports.GRADEBOOK.replace("jdoe,A,,", "jdoe,A,10,").replace("hans,A,,", "hans,A,0,")
    assert (course / "gradebook-filled.csv").read_text("utf-8") == expected
    pages = sorted(path.relative_to(course).as_posix() for path in course.glob("feedback/*/*"))
    assert pages == ["feedback/0012/exercise03.html", "feedback/0013/exercise03.html"]
    assert "0014: has not submitted" in (course / "results-canvas" / "report.html").read_text()


def test_way_through_github_ends_with_grades_and_feedback(course, in_a_shell):
    walk(in_a_shell, "GitHub")

    jane, hans = table(course / "grades-github.csv")
    assert (jane["student"], jane["login"], jane["total"], jane["max_total"]) == (
        "0012", "jane-doe", "20", "20",
    )  # fmt: skip
    assert (hans["exercise03 late minutes"], hans["exercise03 counted"]) == ("541", "0")
    with zipfile.ZipFile(course / "feedback-github.zip") as archive:
        assert archive.namelist() == ["0012/exercise03.html", "0013/exercise03.html"]
    assert (course.parent / "template" / "exercises" / "course.toml").read_text() == COURSE
