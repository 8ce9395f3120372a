"""The line of a student's own program where one small change gives the right values.

The changes are made from the grader's own parse (`line_edits.py`) and tried in the confined worker;
what comes back is compared here, so the expected values never go over. A submission can fake the
values: a line is advice, never points.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch

from grader.grading.components import (
    FLOAT32_TOLERANCE,
    Component,
    Fact,
    Observed,
    facts_of_value,
    is_alike,
    is_wrong,
    observe,
    regime_of,
)
from grader.grading.line_changes import TURNS
from grader.grading.line_edits import Edit, Edits
from grader.sandbox import wire
from grader.sandbox.call import Call
from grader.sandbox.editor import Editor, lines_of
from grader.sandbox.failures import WrongValue
from grader.sandbox.student import Student
from grader.sandbox.values import parse_value

CPU_SECONDS = 0.5  # of the grader and the worker together, for one submission
WALL_SECONDS = 3.0  # the same on a machine with other work
MIN_ROWS = 3  # with fewer, more changes give the same numbers
MAX_CONFIRMED = 12  # changes of one turn that are tried on all probes
MAX_SPREAD = 6  # lines between the first and the last that one change may be on
KINDS = ("value", "name")  # of components that a line is looked for


class Suspect(NamedTuple):
    """Where one change cures components, and what kind of change it is.

    Attributes:
        lines: those that tie, in order; of the text of the submission.
        line: the likeliest of them.
        kind: of the change, empty where several kinds do.
    """

    components: frozenset[Component]
    lines: tuple[int, ...]
    line: int
    kind: str


class Budget:
    """What is left of the time for one submission."""

    def __init__(self, cpu_seconds: float = CPU_SECONDS) -> None:
        self._cpu_end = time.process_time() + cpu_seconds
        self._wall_end = time.monotonic() + WALL_SECONDS

    @property
    def cpu_seconds(self) -> float:
        """What is left of CPU time."""
        return self._cpu_end - time.process_time()

    @property
    def seconds(self) -> float:
        """What is left on the clock; at least a moment, so that a request can fail by itself."""
        return max(self._wall_end - time.monotonic(), 0.001)

    @property
    def is_spent(self) -> bool:
        """Whether nothing is left."""
        return self.cpu_seconds <= 0 or time.monotonic() >= self._wall_end

    def end(self) -> None:
        """Let nothing be left."""
        self._wall_end = 0.0

    def charge(self, seconds: float) -> None:
        """Count CPU time of another process."""
        self._cpu_end -= seconds


def suspects_of(
    student: Student,
    observed: Observed,
    calls: Sequence[tuple[int, Call]],
    budget: Budget,
) -> tuple[Suspect, ...]:
    """The lines of one function on which one change makes components right on all calls.

    `calls` are the probes of the function and further calls, as they were observed.
    """
    found: list[Suspect] = []
    wrong = frozenset(one for one in observed.wrong if one.kind in KINDS)
    while wrong and not budget.is_spent:
        target = _smallest(wrong, observed, calls)
        if target is None:
            break
        number, _ = target
        there = frozenset(one for one in wrong if _is_wrong_at(one, number, observed))
        search = _Search(student, observed, calls, target, budget)
        suspect: Suspect | None = None
        with student.aside():
            suspect = search.run()
        if search.is_stopped:
            budget.end()  # whatever it does, it is not asked again
        if suspect is not None:
            found.append(suspect)
            there |= suspect.components
        wrong -= there
    return tuple(found)


class _Search:
    """One function, on its smallest call that is wrong."""

    def __init__(
        self,
        student: Student,
        observed: Observed,
        calls: Sequence[tuple[int, Call]],
        target: tuple[int, Call],
        budget: Budget,
    ) -> None:
        self._student, self._observed, self._calls = student, observed, calls
        self._number, self._call = target
        self._budget = budget
        self._returns = student.exercise.functions[self._call.function]
        self._want = {
            component: facts.get(self._number)
            for component, facts in observed.reference.items()
            if component.kind in KINDS and component.regime == regime_of(self._call)
        }
        for component in observed.student:
            if component.kind == "name" and component.regime == regime_of(self._call):
                self._want.setdefault(component, None)
        self._wrong = frozenset(
            one for one in self._want if _is_wrong_at(one, self._number, observed)
        )
        self._scales = {
            component: float(np.abs(want[np.isfinite(want)]).max(initial=0.0))
            for component, want in self._want.items()
            if isinstance(want, np.ndarray)
        }
        self.is_stopped = True  # until it has come to its end

    def run(self) -> Suspect | None:
        """The line, if there is one; nothing is changed any more afterwards.

        Raises:
            CheckFailed, StudentStopped, RecursionError: the submission does not go along.
        """
        budget = self._budget
        ran = lines_of(self._student, self._call, budget.seconds)
        try:
            edits = Edits(self._student.submission, self._call, ran)
            editor = Editor(self._student, self._call.function, edits.switch)
            suspect: Suspect | None = None
            for turn in range(TURNS):
                if suspect is None and not budget.is_spent:
                    suspect = self._of_turn(edits, editor, turn)
        except RecursionError:  # an expression nested too deeply to be looked through
            suspect = None
        editor.restore(1.0)
        self.is_stopped = False
        return suspect

    def _of_turn(self, edits: Edits, editor: Editor, turn: int) -> Suspect | None:
        changes = edits.of_turn(turn)
        source = edits.source(changes)
        if not changes or not source:
            return None
        self._budget.charge(editor.install(source, self._budget.seconds))
        order = sorted(range(len(changes)), key=lambda place: changes[place].change.prior)
        numbers = [0, *(place + 1 for place in order)]
        used, values = editor.values(
            self._call, numbers, max(self._budget.cpu_seconds, 0.0), self._budget.seconds
        )
        self._budget.charge(used)
        if not values or self._cured(values[0], {}) != frozenset():
            return None  # the text is not the function, or the submission fakes values
        known: dict[bytes, frozenset[Component] | None] = {values[0]: None, b"": None}
        hits = [
            (changes[number - 1], number)
            for number, value in zip(numbers[1:], values[1:], strict=False)
            if self._cured(value, known)
        ]
        return self._best(hits, editor)

    def _cured(
        self, value: bytes, known: dict[bytes, frozenset[Component] | None]
    ) -> frozenset[Component] | None:
        """The components that a value makes right; None if one is wrong that was right."""
        if value not in known:
            if self._budget.is_spent:
                return None
            known[value] = self._judge(value)
        return known[value]

    def _judge(self, value: bytes) -> frozenset[Component] | None:
        try:
            parsed = parse_value(wire.decode(value), self._returns, self._call.function)
        except (wire.WireError, WrongValue):
            return None
        found = facts_of_value(parsed, self._returns)
        cured = frozenset(one for one in self._wrong if self._is_right(one, found))
        if not cured:
            return cured  # as nearly always
        is_kept = all(
            self._is_right(one, found) for one in self._want if one not in self._observed.wrong
        )
        return cured if is_kept else None

    def _is_right(self, component: Component, found: Mapping[tuple[str, str], Fact]) -> bool:
        fact, want = found.get((component.kind, component.name)), self._want[component]
        if fact is None or want is None:
            return fact is want
        if isinstance(fact, np.ndarray) and isinstance(want, np.ndarray) and fact.size:
            if fact.shape != want.shape:
                return False
            # The first number is enough to tell most apart, a hundred times faster.
            one, other = float(fact.flat[0]), float(want.flat[0])
            if abs(one - other) > FLOAT32_TOLERANCE * self._scales[component]:
                return False
        return is_alike(fact, want)

    # ---------------------------------------------------------------------- all calls

    def _best(self, hits: Sequence[tuple[Edit, int]], editor: Editor) -> Suspect | None:
        """The likeliest of the changes that hold on all calls."""
        confirmed: list[tuple[Edit, frozenset[Component]]] = []
        weights = Counter(edit.line for edit, _ in hits)
        tried: dict[tuple[int, str], int] = {}
        for edit, number in hits:
            key = edit.line, edit.change.kind
            if len(confirmed) == MAX_CONFIRMED or self._budget.is_spent:
                break
            if tried.setdefault(key, 0) < 2:
                tried[key] += 1
                cured = self._confirmed(number, editor)
                if cured:
                    confirmed.append((edit, cured))
        return _as_suspect(confirmed, weights)

    def _confirmed(self, number: int, editor: Editor) -> frozenset[Component]:
        """What a change cures on all calls; nothing if it breaks anything on one."""
        editor.choose(number, self._budget.seconds)
        start = time.process_time()
        facts = observe(self._student, self._calls, self._observed.reference)
        self._budget.charge(time.process_time() - start)  # the worker takes about as long
        reference, before = self._observed.reference, self._observed.wrong
        components = facts.keys() | {one for one in reference if one.kind == "name"}
        wrong = {one for one in components if is_wrong(one, facts, reference, strict=False)}
        if not wrong <= before or not before <= components:
            return frozenset()
        return frozenset(one for one in before - wrong if one.kind in KINDS)


def _as_suspect(
    confirmed: Sequence[tuple[Edit, frozenset[Component]]], weights: Mapping[int, int]
) -> Suspect | None:
    """The likeliest of the changes that cure most; `weights`: how many there are on each line."""
    if not confirmed:
        return None
    most = max(len(cured) for _, cured in confirmed)
    fullest = [(edit, cured) for edit, cured in confirmed if len(cured) == most]
    least = min(edit.change.prior for edit, _ in fullest)
    best = [(edit, cured) for edit, cured in fullest if edit.change.prior == least]
    lines = tuple(sorted({line for edit, _ in best for line in edit.lines}))
    kinds = {edit.change.kind for edit, _ in best}
    if lines[-1] - lines[0] > MAX_SPREAD:
        return None
    likeliest = max(lines, key=lambda line: weights[line])
    return Suspect(best[0][1], lines, likeliest, kinds.pop() if len(kinds) == 1 else "")


def _smallest(
    wrong: Iterable[Component], observed: Observed, calls: Sequence[tuple[int, Call]]
) -> tuple[int, Call] | None:
    """The call to try changes on: where most is wrong, with enough rows, and small."""
    best: tuple[tuple[int, int, int], tuple[int, Call]] | None = None
    for number, call in calls:
        count = sum(_is_wrong_at(one, number, observed) for one in wrong)
        key = -count, -min(MIN_ROWS, _rows(call)), _size(call)
        if count and (best is None or key < best[0]):
            best = key, (number, call)
    return best and best[1]


def _tensors(call: Call) -> list[torch.Tensor]:
    parts: list[Any] = []
    for item in call.arguments:
        parts += item.values() if isinstance(item, dict) else [item]
    return [part for part in parts if isinstance(part, torch.Tensor)]


def _rows(call: Call) -> int:
    return max((part.shape[0] for part in _tensors(call) if part.ndim), default=MIN_ROWS)


def _size(call: Call) -> int:
    return sum(part.numel() for part in _tensors(call))


def _is_wrong_at(component: Component, number: int, observed: Observed) -> bool:
    """Whether a component of the student's is wrong on one call, on which both return."""
    own: Mapping[int, Fact] = observed.student.get(component, {})
    want: Mapping[int, Fact] = observed.reference.get(component, {})
    if component.kind == "name":
        said = component._replace(kind="exception", name="")
        returns = all(
            facts.get(said, {}).get(number) == ""
            for facts in (observed.student, observed.reference)
        )
        return returns and own.get(number) != want.get(number)
    return number in own and number in want and not is_alike(own[number], want[number])
