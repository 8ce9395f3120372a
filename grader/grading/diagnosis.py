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
from pathlib import Path, PurePosixPath
from typing import Literal, get_args

import numpy
import torch
from msgspec import Struct

from grader.course.hidden_files import REFERENCE, hidden_text, mistake_names
from grader.grading.behavior import BEHAVIORS, Behavior, behavior_of_call, is_same
from grader.grading.recorded_reference import read_recorded
from grader.model import Exercise, RecognisedMistake
from grader.sandbox import wire
from grader.sandbox.call import Call, Observation
from grader.sandbox.failures import Aspect
from grader.sandbox.student import ExerciseFunctions, LocalFunctions, load_module

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
    functions: LocalFunctions


def load_reference(exercise: Exercise) -> ExerciseFunctions:
    """The reference of an exercise; where it does not travel, what it gives for visible checks.

    Raises:
        GraderError: there is neither.
    """
    source = hidden_text(exercise, REFERENCE)
    if source is None:
        return read_recorded(exercise)
    return LocalFunctions(exercise, load_module(exercise.name, {REFERENCE: source}))


def mistake_paths(exercise: Exercise) -> tuple[Path, ...]:
    """The files of the known mistakes, in order."""
    folder = exercise.authored
    return tuple(sorted((folder / "mistakes").glob("*.py"))) if folder is not None else ()


def load_mistake(exercise: Exercise, name: str) -> Mistake:
    """One known mistake: its file, such as mistakes/fan_out.py, run on top of the reference."""
    reference, source = hidden_text(exercise, REFERENCE), hidden_text(exercise, name)
    assert reference is not None, "mistakes travel with the reference"
    assert source is not None, f"there is no {name}"
    path = PurePosixPath(name)
    sources = {REFERENCE: reference, path.name: source}
    advice = ast.get_docstring(ast.parse(source)) or ""
    functions = LocalFunctions(exercise, load_module(exercise.name, sources))
    return Mistake(path.stem, " ".join(advice.split()), functions)


class Known:
    """The mistakes of an exercise, and what they show of calls, kept from student to student.

    Many students fail on the same calls, and all are asked the same probes: a mistake answers each
    of them once.
    """

    def __init__(self, exercise: Exercise) -> None:
        self.mistakes = tuple(load_mistake(exercise, name) for name in mistake_names(exercise))
        self._looks: dict[tuple[str, int, bytes], Behavior | None] = {}

    def look(
        self, name: str, number: int, functions: ExerciseFunctions, call: Call
    ) -> Behavior | None:
        """What the functions called `name` show of a call, at the look of this number.

        What they draw does not depend on what was drawn before, so that it does not matter
        whether they were asked before.
        """
        content = wire.frame([call.function, call.arguments, dict(call.keywords), call.vjp_of])
        key = (name, number, hashlib.sha256(content).digest())
        if key not in self._looks:
            reseed()
            seen = BEHAVIORS[number](functions, call)
            if len(content) > MAX_KEPT_BYTES:
                return seen
            if len(self._looks) >= MAX_KEPT:
                del self._looks[next(iter(self._looks))]
            self._looks[key] = seen
        return self._looks[key]


def known_mistakes(exercise: Exercise) -> Known:
    """The mistakes of an exercise as its files are now; the same as before where these are."""
    texts = [(name, hidden_text(exercise, name)) for name in (REFERENCE, *mistake_names(exercise))]
    key = f"{exercise.name}{exercise.functions}{texts}"
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
        student: ExerciseFunctions,
        reference: ExerciseFunctions,
        probes: Sequence[Call],
    ) -> None:
        self._student = student
        self._reference = reference
        self._probes = tuple(probes)
        self._known = cache(partial(known_mistakes, exercise))
        self._student_behavior = cache(self._observe_student)

    def recognise(self, failing: Call, aspect: Aspect) -> RecognisedMistake | None:
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
        return RecognisedMistake(candidates[0].id, candidates[0].advice)

    def _is_alike(
        self, mistake: Mistake, probes: Sequence[int], failing: Call, aspects: Set[Aspect]
    ) -> bool:
        for look in range(len(BEHAVIORS)):
            for number in probes:
                ours = self._student_behavior(look, number)
                theirs = self._mistake_behavior(mistake, look, self._probes[number])
                if not is_same(ours, theirs, aspects):
                    return False
        if failing.generators:  # what fails there is a spread, and the probes show it better
            return bool(probes)
        ours, theirs = (
            behavior_of_call(self._student, failing),
            self._mistake_behavior(mistake, 0, failing),
        )
        return is_same(ours, theirs, aspects)

    def _observe_student(self, look: int, number: int) -> Behavior | None:
        return BEHAVIORS[look](self._student, self._probes[number])

    def _mistake_behavior(self, mistake: Mistake, look: int, call: Call) -> Behavior | None:
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
