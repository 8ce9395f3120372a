"""From a file to a report, with the slow parts in the right order.

Imports nothing heavy by itself: a file that cannot be read is reported before torch is needed,
and the zygote begins to import torch before this process does.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path

from grader.course.hidden_files import unsealed
from grader.errors import BrokenEnvironment, GraderError, UnreadableSubmission
from grader.files import as_typed
from grader.model import Exercise, Report, SubmissionFacts
from grader.report.build import as_report, unloadable_results
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
    afterwards: Callable[[Submission, Launcher], None] | None = None,
) -> Report:
    """Grade one file in a worker of its own; of a launcher that is warm already, if one is given.

    `afterwards` is called where there was something to grade, while workers are still to be had.

    Raises:
        BrokenEnvironment: torch, or the device, is not there, or a key opens nothing.
    """
    try:
        submission = read_submission(path, exercise)
    except UnreadableSubmission as error:
        results = unloadable_results(exercise, path, error)
        facts = SubmissionFacts(str(path), None)
        return as_report(exercise, facts, "unloadable", results, isolation="process", seed=seed)
    exercise = unsealed(exercise)  # a wrong key is told before torch is needed
    own = launcher or Launcher()
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


def resolve_device(device: str) -> str:
    """The device to use: `auto` is cuda where there is one.

    Raises:
        BrokenEnvironment: cuda is asked for and is not there.
    """
    import torch

    if device == "cuda" and not torch.cuda.is_available():
        raise BrokenEnvironment(
            "There is no CUDA device that torch can use.", "Use --device cpu, or run: grade doctor"
        )
    return device if device != "auto" else "cuda" if torch.cuda.is_available() else "cpu"


def import_torch() -> None:
    """Import torch on one thread, without the collections that cost a third of the time."""
    if "torch" in sys.modules:
        return
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    gc.disable()
    try:
        import torch
    except (ImportError, OSError) as error:
        raise BrokenEnvironment(
            f"torch cannot be imported: {error}", "Install it anew; the README says how."
        ) from error
    finally:
        gc.freeze()
        gc.enable()
    torch.set_num_threads(1)
