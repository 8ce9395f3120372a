"""The line of a student's own program where one small change gives the right values.

The changes are made from the grader's own parse (`line_edits.py`) and tried in the confined worker;
what comes back is compared here, so the expected values never go over. A submission can fake the
values: a line is advice, never points.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from grader.grading.explanations.components import Component, Observed, is_wrong
from grader.grading.explanations.facts import observe
from grader.grading.lines.edits import Edit, Edits
from grader.grading.lines.judge import KINDS, MIN_ROWS, Judge
from grader.grading.lines.vocabulary import TURNS
from grader.model import Exercise
from grader.sandbox.call import Call
from grader.sandbox.editor import Editor, lines_of
from grader.sandbox.student import Student

MAX_CALLS = 4_000  # of changed functions, for one submission: what ends nearly every search
CPU_SECONDS = 0.5  # of the grader and the worker together, where calls are slow
WALL_SECONDS = 3.0  # the same on a machine with other work
MAX_CONFIRMED = 12  # changes of one turn that are tried on all probes
MAX_ALIKE = 3  # of one kind, on one line
MAX_JUDGES = 3
MAX_SPREAD = 6  # lines between the first and the last that one change may be on


class Suspect(NamedTuple):
    """The line where one change cures components, and the kind of change.

    Attributes:
        lines: those that tie, in order; of the text of the submission.
        kind: of the change, empty where several kinds do.
    """

    components: frozenset[Component]
    lines: tuple[int, ...]
    kind: str

    @property
    def line(self) -> int | None:
        """The line, where there is one alone."""
        return self.lines[0] if len(self.lines) == 1 else None


class Budget:
    """What is left for one submission: calls, so that it ends alike on all machines, and time."""

    def __init__(self) -> None:
        self.calls = MAX_CALLS
        self._cpu_end = time.process_time() + CPU_SECONDS
        self._wall_end = time.monotonic() + WALL_SECONDS

    @property
    def cpu_seconds(self) -> float:
        """The CPU time that is left."""
        return self._cpu_end - time.process_time()

    @property
    def seconds(self) -> float:
        """The time left on the clock; at least a moment, so that a request can fail by itself."""
        return max(self._wall_end - time.monotonic(), 0.001)

    @property
    def is_spent(self) -> bool:
        """True if nothing is left."""
        return self.calls <= 0 or self.is_late

    @property
    def is_late(self) -> bool:
        """True if the time is over, whatever is left of the calls."""
        return self.cpu_seconds <= 0 or time.monotonic() >= self._wall_end

    def end(self) -> None:
        """Let nothing be left."""
        self.calls = 0

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
        judges = _judges(wrong, observed, calls, student.exercise)
        if not judges:
            break
        there = judges[0].wrong
        search = _Search(student, observed, calls, judges, budget)
        with student.aside():
            found += search.run()
        if search.is_stopped:
            budget.end()  # whatever it does, it is not asked again
        wrong -= there.union(*(one.components for one in found))
    return tuple(found)


class _Search:
    """One function, on its smallest call that is wrong."""

    def __init__(
        self,
        student: Student,
        observed: Observed,
        calls: Sequence[tuple[int, Call]],
        judges: Sequence[Judge],
        budget: Budget,
    ) -> None:
        """`judges`: of the calls to try changes on, the first before the others."""
        self._student, self._observed, self._calls = student, observed, calls
        self._judges, self._budget = judges, budget
        self.is_stopped = True  # until it has come to its end

    def run(self) -> list[Suspect]:
        """The lines, if there are any; nothing is changed any more afterwards.

        Raises:
            CheckFailed, StudentStopped: the submission does not go along.
        """
        call, budget = self._judges[0].call, self._budget
        ran = lines_of(self._student, call, budget.seconds)
        found: list[Suspect] = []
        try:
            edits = Edits(self._student.submission, call, ran)
        except RecursionError:  # an expression nested too deeply to be looked through
            return found
        editor = Editor(self._student, call.function, edits.switch)
        for turn in range(TURNS):
            if not found and not budget.is_spent:
                found = self._of_turn(edits, editor, turn)
        editor.restore(1.0)
        self.is_stopped = False
        return found

    def _of_turn(self, edits: Edits, editor: Editor, turn: int) -> list[Suspect]:
        """The lines that one turn finds; none where it cannot be tried to its end.

        Of half the changes one line alone might be left where two tie.
        """
        changes = edits.of_turn(turn)
        source = edits.source(changes)
        if not source or len(changes) > self._budget.calls:
            return []
        self._budget.charge(editor.install(source, self._budget.seconds))
        order = sorted(range(len(changes)), key=lambda place: changes[place].change.prior)
        numbers = [place + 1 for place in order]
        for judge in self._judges:
            if numbers:
                numbers = self._tried(judge, numbers, editor)
        found = self._best([(changes[number - 1], number) for number in numbers], editor)
        return [] if self._budget.is_late else found

    def _tried(self, judge: Judge, numbers: Sequence[int], editor: Editor) -> list[int]:
        """Those of the changes that cure something on one call, and break nothing."""
        budget = self._budget
        budget.calls -= len(numbers)
        left = max(budget.cpu_seconds, 0.0)
        used, values = editor.values(judge.call, [0, *numbers], left, budget.seconds)
        budget.charge(used)
        if not values or judge.cured(values[0]) != frozenset():
            return []  # the text is not the function, or the submission fakes values
        hits: list[int] = []
        for number, value in zip(numbers, values[1:], strict=False):
            if budget.is_late:
                break
            if judge.cured(value):
                hits.append(number)
        return hits

    # ---------------------------------------------------------------------- all calls

    def _best(self, hits: Sequence[tuple[Edit, int]], editor: Editor) -> list[Suspect]:
        """The lines of the changes that hold on all calls."""
        confirmed: dict[frozenset[Component], list[Edit]] = {}
        tried: Counter[tuple[int, str]] = Counter()
        for edit, number in hits:
            key = edit.line, edit.change.kind
            if sum(map(len, confirmed.values())) == MAX_CONFIRMED or self._budget.is_late:
                break
            tried[key] += 1
            if tried[key] <= MAX_ALIKE:
                cured = self._confirmed(number, editor)
                if cured:
                    confirmed.setdefault(cured, []).append(edit)
        return list(_as_suspects(confirmed))

    def _confirmed(self, number: int, editor: Editor) -> frozenset[Component]:
        """The components that a change cures on all calls; none if it breaks anything on one."""
        editor.choose(number, self._budget.seconds)
        self._budget.calls -= len(self._calls)
        start = time.process_time()
        facts = observe(self._student, self._calls, self._observed.reference)
        self._budget.charge(time.process_time() - start)  # the worker takes about as long
        reference, before = self._observed.reference, self._observed.wrong
        names = {one for one in reference.keys() | before if one.kind == "name"}
        components = facts.keys() | names
        wrong = {one for one in components if is_wrong(one, facts, reference, strict=False)}
        if not wrong <= before or not before <= components:
            return frozenset()
        return frozenset(one for one in before - wrong if one.kind in KINDS)


def _as_suspects(confirmed: Mapping[frozenset[Component], Sequence[Edit]]) -> Iterator[Suspect]:
    """The lines of what cures most, then of what cures something else."""
    done: frozenset[Component] = frozenset()
    found: list[tuple[frozenset[Component], Sequence[Edit]]] = []
    for cured, edits in sorted(confirmed.items(), key=lambda each: -len(each[0])):
        if not cured & done:
            found.append((cured, edits))
            done |= cured
    # What mends two results in two places may rather be wrong in what both of them use.
    times = Counter(text for _, edits in found for text in {edit.change.text for edit in edits})
    for cured, edits in found:
        own = [edit for edit in edits if times[edit.change.text] == 1]
        if own and (suspect := _as_suspect(cured, own)) is not None:
            yield suspect


def _as_suspect(cured: frozenset[Component], edits: Sequence[Edit]) -> Suspect | None:
    """The lines of the changes that are believed before the others."""
    least = min(edit.change.rank for edit in edits)
    best = [edit for edit in edits if edit.change.rank == least]
    told = {line for edit in best for line in edit.lines}
    # Of two lines where the same change is as good, the likelier one.
    told -= {edit.line for edit in best if edit.twin in told - {edit.line}}
    lines = tuple(sorted(told))
    kinds = {edit.change.kind for edit in best}
    if lines[-1] - lines[0] > MAX_SPREAD:
        return None
    return Suspect(cured, lines, kinds.pop() if len(kinds) == 1 else "")


def _judges(
    wrong: frozenset[Component],
    observed: Observed,
    calls: Sequence[tuple[int, Call]],
    exercise: Exercise,
) -> list[Judge]:
    """The calls to try changes on: the one where most is wrong, with enough rows, and small.

    Then others on which the same is wrong: they are quicker than all calls with all that they show.
    """
    made = [
        Judge(observed, call, number, exercise.functions[call.function]) for number, call in calls
    ]
    found = sorted(
        (judge for judge in made if judge.wrong & wrong),
        key=lambda judge: (-len(judge.wrong & wrong), -min(MIN_ROWS, judge.rows), judge.size),
    )
    return [judge for judge in found if judge.wrong == found[0].wrong][:MAX_JUDGES]
