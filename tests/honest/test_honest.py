"""Right but odd submissions earn full points, whatever the seed, and nothing of them is explained.

Each file in exerciseNN/ is right by the lesson and written in a way that a check might trip over;
its name and its first line say what is odd. Where a submission needs a file beside it, both lie
in a folder of their own. A quick run takes every third file.
HONEST_SEEDS=20 in the environment takes all, with twenty seeds; HONEST_TIERS names the isolation
to grade in. CI takes all, in every isolation.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.course.course import find_course, load_exercise
from grader.grading.grade import grade
from grader.sandbox.launcher import Launcher
from grader.submission.submission import read_submission

SEEDS = range(int(os.environ.get("HONEST_SEEDS", "1")))
STEP = 1 if "HONEST_SEEDS" in os.environ else 3
FEWEST = 10  # for an exercise
CORPUS = Path(__file__).parent
COURSE = find_course(CORPUS)
FOLDERS = sorted(CORPUS.glob("exercise[0-9][0-9]"))


def submissions_of(folder: Path) -> list[Path]:
    """The files to grade: all that lie in the folder, and exerciseNN.py in the folders below."""
    return sorted((*folder.glob("*.py"), *folder.glob(f"*/{folder.name}.py")))


def name_of(path: Path) -> str:
    """exercise01/einsum, or exercise01/sibling_import for what is a folder."""
    parts = path.relative_to(CORPUS).with_suffix("").parts
    return "/".join(parts[:2])


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "path", [path for folder in FOLDERS for path in submissions_of(folder)[::STEP]], ids=name_of
)
def test_grade_gives_full_points_when_the_submission_is_right(
    path: Path, seed: int, launcher: Launcher
) -> None:
    exercise = load_exercise(COURSE, path.relative_to(CORPUS).parts[0])
    launcher.take_refused()
    report = grade(exercise, read_submission(path, exercise), launcher, seed=seed)
    assert not launcher.take_refused(), "an honest file would be told of to the instructor"
    unmet = [(check.id, check.message) for check in report.checks if check.outcome != "passed"]
    assert unmet == []
    assert report.status == "passed"
    assert report.points == report.max_points
    assert [check.mistake for check in report.checks if check.mistake is not None] == []
    assert report.explanations == ()


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_corpus_is_large_enough_to_mean_something(folder: Path) -> None:
    assert len(submissions_of(folder)) >= FEWEST
