"""From a file to a report, with the slow parts in the right order.

Imports nothing heavy by itself: a file that cannot be read is reported before torch is needed,
and the zygote begins to import torch before this process does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from grader.course.hidden_files import unsealed
from grader.course.sealing import COURSE, Key
from grader.errors import GraderError, UnreadableSubmission
from grader.files import as_typed
from grader.grading.deadline import job_deadline
from grader.grading.torch_runtime import import_torch, resolve_device
from grader.model import Exercise, Report, SubmissionFacts
from grader.report.build import unreadable_report
from grader.sandbox.launcher import Launcher
from grader.submission.stub_state import counting_file
from grader.submission.submission import Submission, read_submission


def grade_file(
    exercise: Exercise,
    path: Path,
    *,
    seed: int = 0,
    device: str = "auto",
    launcher: Launcher | None = None,
    keys: Sequence[Key] = (),
    afterwards: Callable[[Submission, Launcher], None] | None = None,
) -> Report:
    """Grade one file in a worker of its own; of a launcher that is warm already, if one is given.

    `keys` open what is sealed of the exercise.

    `afterwards` is called where there was something to grade, while workers are still to be had.

    Raises:
        BrokenEnvironment: torch, or the device, is not there, or a key opens nothing.
    """
    with job_deadline(exercise.limits, str(path)):
        return _grade_file(
            exercise, path, seed=seed, device=device, launcher=launcher, keys=keys,
            afterwards=afterwards,
        )  # fmt: skip


def _grade_file(
    exercise: Exercise,
    path: Path,
    *,
    seed: int,
    device: str,
    launcher: Launcher | None,
    keys: Sequence[Key],
    afterwards: Callable[[Submission, Launcher], None] | None,
) -> Report:
    try:
        submission = read_submission(path, exercise)
    except UnreadableSubmission as error:
        return unreadable_report(exercise, SubmissionFacts(str(path), None), error, seed=seed)
    exercise = unsealed(exercise, keys)  # a wrong key is told before torch is needed
    own = launcher or Launcher(holds_course_key=any(key.name == COURSE for key in keys))
    try:
        import_torch()
        from grader.grading.grade import grade

        report = grade(exercise, submission, own, seed=seed, device=resolve_device(device))
        if afterwards is not None:
            afterwards(submission, own)
        return report
    finally:
        if launcher is None:
            own.close()


def submitted_file(exercise: Exercise) -> Path:
    """The file that a student edits: of the Python file and the notebook the one that counts.

    Raises:
        GraderError: neither is there.
    """
    path = counting_file(exercise.released, exercise.name, exercise.functions)
    if path is None:
        missing = as_typed(exercise.released / f"{exercise.name}.py")
        raise GraderError(
            f"{missing} is not there.", f"Get the stub back with: grade reset {exercise.name}"
        )
    return as_typed(path)
