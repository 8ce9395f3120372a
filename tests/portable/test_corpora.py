"""A sample of right and of wrong answers gets the same report from a portable worker.

A quick run takes one of both for each exercise in turn, and copies its workers. HONEST_TIERS in the
environment, as in CI, takes both, and starts them.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from msgspec.structs import replace

from grader.course.course import find_course, load_exercise
from grader.grading.grade import grade
from grader.sandbox.launcher import Launcher
from grader.sandbox.processes import portable_worker
from grader.submission.submission import read_submission

TESTS = Path(__file__).parents[1]
COURSE = find_course(TESTS)
NAMES = COURSE.exercise_names()
PAIRS = [(name, corpus) for name in NAMES for corpus in ("honest", "wrong")]
IS_WHOLE = "HONEST_TIERS" in os.environ
CHOSEN = PAIRS if IS_WHOLE else [*PAIRS[::4], *PAIRS[3::4]]


@pytest.fixture(scope="module")
def portable(warm_workers: ModuleType) -> Iterator[Launcher]:
    """Portable workers: copied ones in a quick run, else started as elsewhere."""
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.closing(warm_workers.WarmWorkers()) as workers,
    ):
        if not IS_WHOLE:
            patch.setattr(portable_worker, "exec_zygote", workers.exec_zygote)
        patch.setenv("GRADE_WORKER", "portable")
        launcher = Launcher()
        yield launcher
        launcher.close()


def sample(corpus: str, name: str) -> Path:
    """One file of each exercise, another one for each."""
    files = sorted((TESTS / corpus / name).glob("*.py"))
    return files[NAMES.index(name) % len(files)]


def facts(report):
    checks = [replace(check, seconds=0.0) for check in report.checks]
    return report.status, report.points, checks, report.explanations


@pytest.mark.parametrize(("name", "corpus"), CHOSEN)
@pytest.mark.usefixtures("unhurried")
def test_report_is_the_same(launcher, portable, name, corpus):
    exercise = load_exercise(COURSE, name)
    submission = read_submission(sample(corpus, name), exercise)
    report = grade(exercise, submission, portable)
    portable.prepare()
    assert report.grader.isolation == "process"
    assert (report.status == "passed") == (corpus == "honest")
    assert facts(report) == facts(grade(exercise, submission, launcher))
