"""The time of a student's functions beside the reference's, on calls of the lecture's size.

An exercise names these calls in effect.py, beside what it draws:

    def timed_calls(call):
        yield call("tanh_derivative", torch.randn(32, 200))

Like is compared with like: each side has a worker of its own, which makes several calls at one
request. The shortest of several requests counts, made in turns, so that a busy machine slows both.
(Processor time, as a worker tells it, moves in steps that are longer than a call.) What goes over
the wire is part of the time, so that a small function looks a little more like the reference than
it is. The time bears on no points, and no report holds it.
"""

from __future__ import annotations

import math
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from grader.course.hidden_files import REFERENCE, hidden_text
from grader.errors import UnreadableSubmission
from grader.model import Exercise
from grader.sandbox.call import Call
from grader.sandbox.editor import Editor
from grader.sandbox.edits import MAX_EDIT_SECONDS
from grader.sandbox.exercise_functions import load_module
from grader.sandbox.failures import CheckFailed, StudentStopped
from grader.sandbox.launcher import Launcher
from grader.sandbox.student import Student
from grader.submission.submission import read_submission

EFFECT_FILE = "effect.py"
ROUNDS, CALLS = 4, 8  # requests, and calls in each of them
ENOUGH_SECONDS = 0.1  # of one request or function: two slow calls tell as much as many quick ones
REPLY_SECONDS = 5.0  # a worker answers long before: a call ends after MAX_EDIT_SECONDS
ALIKE = 2.0  # a factor below which two times are called alike: a busy machine makes as much
ON = "on tensors of the lecture's size"


def time_beside_reference(exercise: Exercise, path: Path, launcher: Launcher) -> str:
    """One sentence on the time of a submission that passed; empty where it cannot be measured."""
    reference = hidden_text(exercise, REFERENCE)
    effect = (exercise.authored or exercise.released) / EFFECT_FILE
    if reference is None or not effect.is_file():
        return ""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{exercise.name}.py"
        file.write_text(reference, "utf-8")
        try:
            return in_words(_ratios(exercise, (path, file), effect, launcher))
        except (UnreadableSubmission, CheckFailed, StudentStopped):
            return ""


def in_words(ratios: dict[str, float]) -> str:
    """The sentence for the times of functions, in those of the reference."""
    if not ratios:
        return ""
    slowest, fastest = max(ratios, key=ratios.__getitem__), min(ratios, key=ratios.__getitem__)
    if ratios[slowest] >= ALIKE:
        factor = _one_digit(ratios[slowest])
        return f"Your {slowest} takes about {factor} times as long as the reference's, {ON}."
    if ratios[fastest] <= 1 / ALIKE:
        factor = _one_digit(1 / ratios[fastest])
        return f"Your {fastest} is about {factor} times as fast as the reference's, {ON}."
    return f"Your code is about as fast as the reference, {ON}."


def _one_digit(factor: float) -> str:
    return f"{round(factor, -math.floor(math.log10(factor))):,.0f}"


def _ratios(
    exercise: Exercise, paths: tuple[Path, Path], effect: Path, launcher: Launcher
) -> dict[str, float]:
    """The time of the first file's functions in the times of the second's."""
    with ExitStack() as stack:
        sides = [
            stack.enter_context(Student(exercise, read_submission(path, exercise), launcher))
            for path in paths
        ]
        calls = _timed_calls(exercise, effect)
        return {call.function: ratio for call in calls if (ratio := _ratio(sides, call))}


def _timed_calls(exercise: Exercise, effect: Path) -> list[Call]:
    try:
        module: Any = load_module(EFFECT_FILE, {EFFECT_FILE: effect.read_text("utf-8")})
        if not hasattr(module, "timed_calls"):
            return []
        return list(module.timed_calls(lambda name, *given, **named: Call(name, given, named)))
    except Exception:
        if exercise.authored is not None:
            raise
        return []  # a released copy is the student's to break


def _ratio(sides: list[Student], call: Call) -> float | None:
    """The first side's shortest time in the second's; None where one of them gave no time."""
    times: tuple[list[float], list[float]] = ([], [])
    while len(times[0]) < ROUNDS and sum(map(sum, times)) < ENOUGH_SECONDS / CALLS:
        for student, measured in zip(sides, times, strict=True):
            seconds = _seconds(student, call)
            if seconds is None:
                return None
            measured.append(seconds)
    return min(times[0]) / min(times[1])


def _seconds(student: Student, call: Call) -> float | None:
    """The time of one call, of several in one request; None where it does not end well."""
    editor, start = Editor(student, call.function, "_timed"), time.perf_counter()
    _, values = editor.values(call, [0] * CALLS, ENOUGH_SECONDS, REPLY_SECONDS)
    used = (time.perf_counter() - start) / max(len(values), 1)
    is_late = used >= MAX_EDIT_SECONDS  # it was stopped: at least that slow
    return used if values and (all(values) or is_late) else None
