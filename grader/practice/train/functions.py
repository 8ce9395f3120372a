"""The student's own functions, loaded into this process to train a network with.

Grading never does this. Training does: it is the student's machine and the student's run, and
a call into another process would take longer than the step it is part of.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import torch

from grader.course.course import Course, load_exercise
from grader.errors import EXIT_FAILED, GraderError, UnreadableSubmission
from grader.grading.grade_file import submitted_file
from grader.model import Exercise
from grader.submission.stub_state import unwritten_functions
from grader.submission.submission import read_submission
from grader.training import Config, FunctionFailed, Functions
from grader.training.smoke_test import find_fault, functions_of

DIAGNOSTICS = ("activation_stats", "update_ratio")
Found = dict[str, Callable[..., Any]]


class Unready(GraderError):
    """Functions that the network needs are missing, not written yet, or wrong."""

    exit_code = EXIT_FAILED


class Injection:
    """The functions of a student's exercises, each known by the exercise it belongs to."""

    def __init__(self, course: Course, device: torch.device) -> None:
        self._device = device
        self._exercises = {
            function: exercise
            for exercise in (load_exercise(course, name) for name in course.exercise_names())
            for function in exercise.functions
        }
        self._loaded: dict[str, Mapping[str, Any]] = {}

    def functions_for(self, config: Config) -> tuple[Functions, str]:
        """The functions that a network needs, tried before it trains, and a remark for the user.

        Diagnostics (exercise06) only watch a network: where they do not work, ours watch it,
        and the remark says so. It is empty otherwise.

        Raises:
            Unready: one of the others is missing, not written yet, or wrong; all are named.
        """
        found, faults = self._try_all(functions_of(config))
        if faults:
            exercises = sorted({self._owner(name) for name in faults})
            first = ", ".join(f"grade {exercise}" for exercise in exercises)
            complaints = "; ".join(self._told(faults))
            raise Unready(
                f"The recipe {config.recipe} cannot be trained yet. {complaints}.",
                f"Run {first} first.",
            )
        watching, faults = self._try_all(DIAGNOSTICS)
        remark = ""
        if faults:
            complaints = "; ".join(self._told(faults))
            remark = f"The statistics are the reference's: {complaints}."
            watching = {}
        return replace(Functions(), **found, **watching), remark

    def explain(self, failed: FunctionFailed, step: int) -> GraderError:
        """The error for a function that failed during training, with the exercise it belongs to."""
        exercise = self._owner(failed.function)
        explained = GraderError(
            f"{exercise}: after {step:,} steps {failed.what}", f"Run grade {exercise}."
        )
        explained.exit_code = EXIT_FAILED
        return explained

    def _try_all(self, names: Iterable[str]) -> tuple[Found, dict[str, str]]:
        """The functions that work, by name; and of the others what is wrong with them."""
        found: Found = {}
        faults: dict[str, str] = {}
        for name in names:
            try:
                function = self._load(name)
                fault = find_fault(name, function, self._device)
                faults |= {name: f"{name} {fault}"} if fault else {}
                found[name] = function
            except GraderError as error:
                faults[name] = error.what.rstrip(".")
        return found, faults

    def _told(self, faults: Mapping[str, str]) -> list[str]:
        """One complaint for each exercise and fault, in the order of the exercises."""
        return list(dict.fromkeys(f"{self._owner(name)}: {text}" for name, text in faults.items()))

    def _owner(self, function: str) -> str:
        """The exercise that a function belongs to."""
        return self._exercises[function].name

    def _load(self, name: str) -> Callable[..., Any]:
        """One function out of the student's file, as the network calls it.

        Raises:
            GraderError: the file cannot be loaded, or has no such function that is written.
        """
        if name not in self._exercises:
            raise GraderError(f"The course has no exercise with the function {name}.")
        exercise = self._exercises[name]
        if exercise.name not in self._loaded:
            self._loaded[exercise.name] = _run_file(exercise)
        function = self._loaded[exercise.name].get(name)
        if not callable(function):
            raise GraderError(f"{name} is missing.")
        return _guarded(name, function)


def _run_file(exercise: Exercise) -> Mapping[str, Any]:
    """Everything that the student's file defines; functions that are not written are left out.

    Raises:
        GraderError: it cannot be read, or fails while it is run.
    """
    try:
        submission = read_submission(submitted_file(exercise), exercise)
    except UnreadableSubmission as error:
        line = f" (line {error.line})" if error.line else ""
        raise GraderError(f"{error.what.rstrip('.')}{line}.") from error
    path = str(submission.path)
    namespace: dict[str, Any] = {"__name__": exercise.name, "__file__": path}
    folder = str(submission.path.resolve().parent)
    sys.path.insert(0, folder)  # it may import the files beside it
    try:
        exec(compile(submission.source, path, "exec", dont_inherit=True), namespace)
    except (Exception, SystemExit) as error:
        raise GraderError(f"{path} cannot be loaded: {_in_words(error)}.") from error
    finally:
        sys.path.remove(folder)
    unwritten = unwritten_functions(submission.tree)
    return namespace | {name: _unwritten(name) for name in unwritten}


def _unwritten(name: str) -> Callable[..., Any]:
    def refuse(*_: Any, **__: Any) -> Any:
        raise NotImplementedError(name)

    return refuse


def _guarded(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, with what it raises told in one sentence."""

    @functools.wraps(function)
    def call(*given: Any, **named: Any) -> Any:
        try:
            return function(*given, **named)
        except NotImplementedError as error:
            raise FunctionFailed(name, "is not written yet") from error
        except (Exception, SystemExit) as error:
            raise FunctionFailed(name, f"raises {_in_words(error)}") from error

    return call


def _in_words(error: BaseException) -> str:
    """`ValueError: ...`, on one line and not too long."""
    first = next(iter(str(error).strip().splitlines()), "")
    return f"{type(error).__name__}: {first[:200]}".rstrip(": .")
