"""Which known mistake behaves exactly as the submission does.

A mistake is an executable wrong answer. It is recognised by observations, never by its source:
it must give what the submission gives on the failing call and on every probe of the function,
and no other mistake may.
"""

from __future__ import annotations

import ast
import hashlib
import random
from collections.abc import Sequence, Set
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal, get_args

import numpy
import torch
from msgspec import Struct

from grader import wire
from grader.errors import GraderError
from grader.model import Exercise, Recognised
from grader.sandbox.call import Call, Observation
from grader.sandbox.failures import Aspect, StudentRaised
from grader.sandbox.student import Functions, Local, load_module
from grader.statistics import STANDARD_ERRORS, Summary, summarise

RELATIVE_TOLERANCE = 1e-9  # two ways to compute one wrong number, in float64
FLOAT32_TOLERANCE = 1e-5
# A function that draws is looked at again under this global seed: does it use the generator?
OTHER_GLOBAL_SEED = 1
# What is kept of the mistakes of an exercise: what they show of so many calls, none of them large.
MAX_KEPT = 2_000
MAX_KEPT_BYTES = 64 << 10
MAX_EXERCISES = 16
EVERYTHING: frozenset[Aspect] = frozenset(get_args(Aspect))


Question = Literal["value", "exception"]


class Mistake(Struct, frozen=True):
    """A known wrong answer, ready to be called."""

    id: str
    advice: str
    functions: Local


class Draw(Struct, frozen=True):
    """What can be seen of one random draw: its numbers differ from stream to stream."""

    shape: tuple[int, ...]
    summary: Summary


class Habit(Struct, frozen=True):
    """What can be seen of several draws."""

    repeats: bool  # the same seed gives the same numbers, whatever the global seed
    moves_on: bool  # the next draw from the same generator differs


Look = Observation | Draw | Habit


def load_reference(exercise: Exercise) -> Local:
    """The reference of an exercise, to be called in this process."""
    return Local(exercise, load_module(exercise.name, {"reference.py": _reference(exercise)}))


def mistake_paths(exercise: Exercise) -> tuple[Path, ...]:
    """The files of the known mistakes, in order."""
    folder = exercise.authored
    return tuple(sorted((folder / "mistakes").glob("*.py"))) if folder is not None else ()


def load_mistake(exercise: Exercise, path: Path) -> Mistake:
    """One known mistake: its file run on top of the reference."""
    source = path.read_text("utf-8")
    sources = {"reference.py": _reference(exercise), path.name: source}
    advice = ast.get_docstring(ast.parse(source)) or ""
    functions = Local(exercise, load_module(exercise.name, sources))
    return Mistake(path.stem, " ".join(advice.split()), functions)


class Known:
    """The mistakes of an exercise, and what they show of calls, kept from student to student.

    Many students fail on the same calls, and all are asked the same probes: a mistake answers each
    of them once.
    """

    def __init__(self, exercise: Exercise) -> None:
        self.mistakes = tuple(load_mistake(exercise, path) for path in mistake_paths(exercise))
        self._looks: dict[tuple[str, int, bytes], Look | None] = {}

    def look(self, name: str, number: int, functions: Functions, call: Call) -> Look | None:
        """What the functions called `name` show of a call, at the look of this number.

        What they draw does not depend on what was drawn before, so that it does not matter
        whether they were asked before.
        """
        content = wire.frame([call.function, call.arguments, dict(call.keywords), call.cotangent])
        key = (name, number, hashlib.sha256(content).digest())
        if key not in self._looks:
            reseed()
            seen = LOOKS[number](functions, call)
            if len(content) > MAX_KEPT_BYTES:
                return seen
            if len(self._looks) >= MAX_KEPT:
                del self._looks[next(iter(self._looks))]
            self._looks[key] = seen
        return self._looks[key]


def known_mistakes(exercise: Exercise) -> Known:
    """The mistakes of an exercise as its files are now; the same as before where these are."""
    paths = mistake_paths(exercise)
    texts = [(path.name, path.read_text("utf-8")) for path in paths]
    key = f"{exercise.name}{exercise.functions}{_reference(exercise) if paths else ''}{texts}"
    if key not in _KNOWN:
        if len(_KNOWN) >= MAX_EXERCISES:
            _KNOWN.clear()
        _KNOWN[key] = Known(exercise)
    return _KNOWN[key]


def reseed() -> None:
    """Let nothing that is drawn from now on depend on what this process did before."""
    random.seed(0)
    numpy.random.seed(0)
    torch.manual_seed(0)


_KNOWN: dict[str, Known] = {}


class Diagnosis:
    """Compares one student with the known mistakes of an exercise; each call is made once."""

    def __init__(
        self,
        exercise: Exercise,
        student: Functions,
        reference: Functions,
        probes: Sequence[Call],
    ) -> None:
        self._student = student
        self._reference = reference
        self._probes = tuple(probes)
        self._known = cache(partial(known_mistakes, exercise))
        self._students_look = cache(self._look_at_student)

    def recognise(self, failing: Call, aspect: Aspect) -> Recognised | None:
        """The one mistake whose observations equal the student's; None when there is none, or two.

        Compared is first the aspect that failed (the value, say); where several mistakes share
        it, everything else that can be seen of the calls tells them apart.

        Raises:
            StudentStopped: the student's worker died on a probe.
        """
        probes = [
            number
            for number, call in enumerate(self._probes)
            if call.function == failing.function and self._asks_for(number) == _question(aspect)
        ]
        candidates = list(self._known().mistakes)
        for aspects in ({"value", aspect}, EVERYTHING):
            candidates = [
                mistake
                for mistake in candidates
                if self._is_alike(mistake, probes, failing, aspects)
            ]
            if len(candidates) < 2:
                break
        if len(candidates) != 1:
            return None
        return Recognised(candidates[0].id, candidates[0].advice)

    def _is_alike(
        self, mistake: Mistake, probes: Sequence[int], failing: Call, aspects: Set[Aspect]
    ) -> bool:
        for look in range(len(LOOKS)):
            for number in probes:
                ours = self._students_look(look, number)
                theirs = self._mistakes_look(mistake, look, self._probes[number])
                if not _is_same(ours, theirs, aspects):
                    return False
        if failing.generators:  # what fails there is a spread, and the probes show it better
            return bool(probes)
        ours, theirs = _first_look(self._student, failing), self._mistakes_look(mistake, 0, failing)
        return _is_same(ours, theirs, aspects)

    def _look_at_student(self, look: int, number: int) -> Look | None:
        return LOOKS[look](self._student, self._probes[number])

    def _mistakes_look(self, mistake: Mistake, look: int, call: Call) -> Look | None:
        return self._known().look(mistake.id, look, mistake.functions, call)

    def _asks_for(self, number: int) -> Question:
        """Where the reference raises, the question is the exception; elsewhere the value.

        A submission with both wrong is recognised in each of them by itself.
        """
        seen = self._known().look("", 0, self._reference, self._probes[number])
        raises = isinstance(seen, Observation) and seen.failure is not None
        return "exception" if raises else "value"


def _question(aspect: Aspect) -> Question:
    """Which kind of probe shows an aspect of a call."""
    return "exception" if aspect == "exception" else "value"


def _first_look(functions: Functions, call: Call) -> Look:
    observation = functions.observe_call(call.copy(), arguments_back=True)
    if not call.generators or observation.failure is not None:
        return observation
    draw = torch.as_tensor(observation.value)
    return Draw(tuple(draw.shape), summarise(draw))


def _second_look(functions: Functions, call: Call) -> Look | None:
    """What only several calls can show; None where one shows everything."""
    if not call.generators:
        return None
    used, fresh = call.copy(), call.copy()
    first, second = functions.observe_call(used), functions.observe_call(used)
    with torch.random.fork_rng():
        torch.manual_seed(OTHER_GLOBAL_SEED)
        again = functions.observe_call(fresh)
    if first.failure is not None or second.failure is not None or again.failure is not None:
        return first
    draw, other, same = (torch.as_tensor(seen.value) for seen in (first, second, again))
    return Habit(repeats=torch.equal(draw, same), moves_on=not torch.equal(draw, other))


LOOKS = (_first_look, _second_look)


def _is_same(student: Look | None, mistake: Look | None, aspects: Set[Aspect]) -> bool:
    if isinstance(student, Draw) and isinstance(mistake, Draw):
        return _is_same_draw(student, mistake)
    if not (isinstance(student, Observation) and isinstance(mistake, Observation)):
        return student == mistake
    if not _is_same_failure(student, mistake) or not _is_close(student.value, mistake.value):
        return False
    if "arguments" in aspects and not _is_close(student.arguments, mistake.arguments):
        return False
    return "gradient" not in aspects or (
        student.requires_grad == mistake.requires_grad
        and _is_close(student.gradient, mistake.gradient)
    )


def _is_same_failure(student: Observation, mistake: Observation) -> bool:
    if student.failure is None or mistake.failure is None:
        return student.failure is mistake.failure
    if isinstance(student.failure, StudentRaised) and isinstance(mistake.failure, StudentRaised):
        return student.failure.kind == mistake.failure.kind
    return student.failure.message == mistake.failure.message


def _is_same_draw(student: Draw, mistake: Draw) -> bool:
    ours, theirs = student.summary, mistake.summary
    return (
        student.shape == mistake.shape
        and _within(ours.mean - theirs.mean, ours.mean_error, theirs.mean_error)
        and _within(ours.std - theirs.std, ours.std_error, theirs.std_error)
        and _within(ours.kurtosis - theirs.kurtosis, ours.kurtosis_error, theirs.kurtosis_error)
    )


def _within(difference: float, *errors: float) -> bool:
    return difference == 0 or abs(difference) <= STANDARD_ERRORS * sum(errors)


def _is_close(student: Any, mistake: Any) -> bool:
    """Whether two values, or the parts of two values, are the same up to rounding."""
    if isinstance(student, dict) and isinstance(mistake, dict):
        return student.keys() == mistake.keys() and all(
            _is_close(student[key], mistake[key]) for key in student
        )
    if isinstance(student, tuple) and isinstance(mistake, tuple):
        return len(student) == len(mistake) and all(map(_is_close, student, mistake))
    if not isinstance(student, (float, torch.Tensor)):
        return type(student) is type(mistake) and _is_plain_equal(student, mistake)
    if not isinstance(mistake, (float, torch.Tensor)):
        return False
    left, right = _as_tensor(student), _as_tensor(mistake)
    single = torch.float32 in (left.dtype, right.dtype)
    left, right = left.detach().double(), right.detach().double()
    if left.shape != right.shape:
        return False
    scale = float(right[right.isfinite()].abs().max()) if right.isfinite().any() else 1.0
    tolerance = (FLOAT32_TOLERANCE if single else RELATIVE_TOLERANCE) * scale
    return torch.allclose(left, right, rtol=0.0, atol=tolerance, equal_nan=True)


def _as_tensor(value: float | torch.Tensor) -> torch.Tensor:
    return value if isinstance(value, torch.Tensor) else torch.tensor(value, dtype=torch.float64)


def _is_plain_equal(student: Any, mistake: Any) -> bool:
    if isinstance(student, torch.Generator):
        return torch.equal(student.get_state(), mistake.get_state())
    return bool(student == mistake)


def _reference(exercise: Exercise) -> str:
    if exercise.authored is None:
        raise GraderError(
            f"{exercise.name} cannot be graded here: this copy of the course has no solutions/.",
            "Grade it in the copy of the course that its author works in.",
        )
    return (exercise.authored / "reference.py").read_text("utf-8")
