"""Reports on all corpora are the same, whatever a process has kept of earlier submissions."""

from __future__ import annotations

import functools
import os
from pathlib import Path

import msgspec
import pytest

from grader.checks import kept as kept_things
from grader.checks.kept import Kept
from grader.checks.known_findings import KnownFindings
from grader.course.course import find_course, load_exercise
from grader.grading.grade import grade
from grader.model import Report
from grader.sandbox.launcher import Launcher
from grader.submission.submission import read_submission

ROOT = Path(__file__).parents[2]
COURSE = find_course(ROOT)
exercise_called = functools.cache(functools.partial(load_exercise, COURSE))
# A quick run takes a handful of the corpora; REHEARSAL=all in the environment takes all.
STEP = 1 if os.environ.get("REHEARSAL") == "all" else 90
CORPORA = [
    path
    for pattern in (
        "tests/honest/exercise[0-9][0-9]/*.py",
        "tests/wrong/exercise[0-9][0-9]/*.py",
    )
    for path in sorted(ROOT.glob(pattern))[::STEP]
]
MISTAKES = sorted(ROOT.glob("solutions/exercise[0-9][0-9]/mistakes/*.py"))[::STEP]


def report_on(path: Path, source: str, launcher: Launcher, folder: Path) -> bytes:
    exercise = exercise_called(next(p for p in path.parts if p.startswith("exercise")))
    submitted = folder / f"{exercise.name}.py"
    submitted.write_text(source, "utf-8")
    submission = read_submission(submitted, exercise)
    report: Report = grade(exercise, submission, launcher)
    return msgspec.json.encode(_timeless(msgspec.to_builtins(report)))


def _timeless(value: object) -> object:
    if isinstance(value, dict):
        return {name: _timeless(item) for name, item in value.items() if name != "seconds"}
    return [_timeless(item) for item in value] if isinstance(value, (list, tuple)) else value


@pytest.fixture(scope="module")
def met() -> Kept:
    """What is kept of all that this module has graded: another's finding must not be told."""
    return Kept()


@pytest.fixture(scope="module")
def rehearsed() -> set[str]:
    """The exercises whose reference is among that: it draws the examples of all the others."""
    return set()


@pytest.mark.parametrize(
    "path", [*CORPORA, *MISTAKES], ids=lambda path: f"{path.parent.name}/{path.stem}"
)
@pytest.mark.usefixtures("unhurried")
def test_report_is_the_same_whatever_is_kept(path, launcher, tmp_path, met, rehearsed, monkeypatch):
    name = next(part for part in path.parts if part.startswith("exercise"))
    reference = (ROOT / "solutions" / name / "reference.py").read_text("utf-8")
    source = path.read_text("utf-8")
    if path in MISTAKES:
        source = f"{reference}\n\n{source}"
    monkeypatch.setattr(kept_things, "KEPT", Kept(0))
    drawn = report_on(path, source, launcher, tmp_path)
    monkeypatch.setattr(kept_things, "KEPT", met)
    if name not in rehearsed:
        report_on(path, reference, launcher, tmp_path)
        rehearsed.add(name)
    assert report_on(path, source, launcher, tmp_path) == drawn
    before = KnownFindings.hits
    assert report_on(path, source, launcher, tmp_path) == drawn
    assert KnownFindings.hits > before or b'"status":"unloadable"' in drawn
