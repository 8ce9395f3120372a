"""The page that moves, with what the student's own functions give drawn into it as "yours".

The page says by itself which calls to make, and they are made in the confined worker. It is never
changed: the page with "yours" is another file, below `.grade/`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import torch

from grader.course.course import Course
from grader.course.derive import EXPLORE_PAGE
from grader.errors import GraderError, UnreadableSubmission
from grader.files import write_file
from grader.grading.grade_file import submitted_file
from grader.model import Exercise
from grader.practice.progress import own_folder
from grader.sandbox.failures import CheckFailed, StudentStopped
from grader.sandbox.launcher import Launcher
from grader.sandbox.student import Student
from grader.submission.stub_state import unwritten_functions
from grader.submission.submission import Submission, read_submission

DIGITS = 6
_DATA = re.compile(r'(<script type="application/json" id="data">)(.*?)(</script>)', re.DOTALL)


def page_path(exercise: Exercise) -> Path:
    """The path of an exercise's page.

    Raises:
        GraderError: it has none.
    """
    path = exercise.released / EXPLORE_PAGE
    if not path.is_file():
        raise GraderError(
            f"{exercise.name} has no page to explore: {path} is missing.",
            f"For its lesson, read {exercise.released / 'README.md'}",
        )
    return path


def own_page(course: Course, exercise: Exercise, launcher: Launcher) -> Path:
    """Write the page with the student's own values, and a note on what is missing among them.

    Raises:
        GraderError: the exercise has no page, or it cannot be read.
        OSError: `.grade/` cannot be written.
    """
    text = page_path(exercise).read_text("utf-8")
    found = _DATA.search(text)
    if found is None:
        raise GraderError(
            f"{page_path(exercise)} is not a page of this course.", "Restore the file."
        )
    table = json.loads(found[2])
    table["mine"] = _own_values(exercise, table["calls"], launcher)
    data = json.dumps(table, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    page = text[: found.start(2)] + data + text[found.end(2) :]
    path = own_folder(course.root) / f"explore-{exercise.name}.html"
    write_file(path, page.encode())
    return path


def _own_values(
    exercise: Exercise, calls: Mapping[str, Any], launcher: Launcher
) -> dict[str, object]:
    """The values that the page shows as "yours", by the keys of its calls, and a note above it."""
    needed = sorted({str(call[0]) for call in calls.values()})
    try:
        submission = read_submission(submitted_file(exercise), exercise)
        unwritten = set(unwritten_functions(submission.tree))
        missing = [name for name in needed if name in unwritten]
        values, faults = _values(exercise, submission, calls, set(missing), launcher)
    except (UnreadableSubmission, StudentStopped) as error:
        what = error.what if isinstance(error, UnreadableSubmission) else error.message
        return {"values": {}, "note": f"Your file cannot be used: {what}"}
    except GraderError as error:  # there is no file of the student's
        return {"values": {}, "note": f"Nothing of yours is shown. {error.what}"}
    return {"values": values, "note": _note(exercise, needed, missing, faults)}


def _values(
    exercise: Exercise,
    submission: Submission,
    calls: Mapping[str, Any],
    missing: set[str],
    launcher: Launcher,
) -> tuple[dict[str, object], dict[str, str]]:
    """The values by key, and for each function that failed the first reason."""
    values: dict[str, object] = {}
    faults: dict[str, str] = {}
    with Student(exercise, submission, launcher) as student:
        for key, (function, given, named) in calls.items():
            if function in missing or function in faults:
                continue
            arguments = [_argument(value) for value in given]
            keywords = {name: _argument(value) for name, value in named.items()}
            try:
                values[key] = _as_json(getattr(student, function)(*arguments, **keywords))
            except (CheckFailed, StudentStopped) as failure:
                faults[function] = failure.message
    return values, faults


def _argument(value: Any) -> Any:
    """An argument as the page writes it down: a tensor, or a table of them, or a plain value."""
    if isinstance(value, dict) and set(value) == {"tensor"}:
        return torch.tensor(value["tensor"], dtype=torch.float64)
    if isinstance(value, dict) and set(value) == {"integers"}:
        return torch.tensor(value["integers"])
    if isinstance(value, dict) and set(value) == {"names"}:
        return set(value["names"])
    if isinstance(value, dict):
        return {name: _argument(part) for name, part in value.items()}
    return value


def _as_json(value: Any) -> object:
    """A value of the student's as numbers that the page can draw; nan and infinity are null."""
    if isinstance(value, torch.Tensor):
        return _as_json(value.tolist())
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None
    if isinstance(value, frozenset | set):
        return sorted(value)
    if isinstance(value, dict):
        return {name: _as_json(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_as_json(part) for part in value]
    return value


def _note(
    exercise: Exercise, needed: list[str], missing: list[str], faults: Mapping[str, str]
) -> str:
    return " ".join(_sentences(exercise, needed, missing, faults))


def _sentences(
    exercise: Exercise, needed: list[str], missing: list[str], faults: Mapping[str, str]
) -> Iterator[str]:
    shown = [name for name in needed if name not in missing and name not in faults]
    if shown:
        yield f"Yours is drawn as well: {', '.join(shown)}."
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        yield f"{', '.join(missing)} {verb} not written yet."
    for name, what in faults.items():
        yield f"{name} is not shown: {what.rstrip('.')}."
    if missing or faults:
        yield f"For more, run grade {exercise.name}."
