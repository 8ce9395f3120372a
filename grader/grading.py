"""From a file to a report, with the slow parts in the right order.

Imports nothing heavy by itself: a file that cannot be read is reported before torch is needed,
and the zygote begins to import torch before this process does.
"""

from __future__ import annotations

import gc
import os
from pathlib import Path

from grader.errors import BrokenEnvironment, GraderError, UnreadableSubmission
from grader.hidden import unsealed
from grader.model import Exercise, Report, SubmissionFacts
from grader.report import as_report, unloadable_results
from grader.sandbox.launcher import Launcher
from grader.submission import read_submission


def grade_file(exercise: Exercise, path: Path, *, seed: int = 0, device: str = "auto") -> Report:
    """Grade one file in a worker of its own.

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
    launcher = Launcher()
    try:
        import_torch()
        from grader.run import grade

        return grade(exercise, submission, launcher, seed=seed, device=resolve_device(device))
    finally:
        launcher.close()


def submitted_file(exercise: Exercise) -> Path:
    """The file that a student edits.

    Raises:
        GraderError: it is not there.
    """
    path = exercise.released / f"{exercise.name}.py"
    if not path.exists():
        raise GraderError(
            f"{_shown(path)} is not there.", f"Get the stub back with: grade reset {exercise.name}"
        )
    return _shown(path)


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


def _shown(path: Path) -> Path:
    """The path as the user would type it: relative to where they stand, where that is shorter."""
    relative = Path(os.path.relpath(path))
    return path if relative.parts[:1] == ("..",) else relative
