"""The reasons of a failure: known mistakes that together give its values, or the law it breaks.

Everything is told of components (`components.py`): what is wrong with `dx` is looked for apart from
what is wrong with `dgamma`. A mistake is an executable wrong answer; it explains a component if it
gives the submission's values on every probe. What no mistake explains, a law may.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import torch

from grader.checks.runner import CheckRun
from grader.grading.explanations.attribution import Attribution, Found
from grader.grading.explanations.bank import Bank, known_mistakes
from grader.grading.explanations.broken_laws import BrokenLaws, laws_of_checks_alone
from grader.grading.explanations.components import Component, Facts, Observed, is_wrong
from grader.grading.explanations.facts import observe
from grader.grading.explanations.recognition import Recognition
from grader.grading.explanations.scope import is_own, scope_of
from grader.grading.lines.search import Budget, Suspect, suspects_of
from grader.model import Exercise, Explanation, RecognisedMistake
from grader.report import law_wording, line_wording
from grader.sandbox.call import Call
from grader.sandbox.exercise_functions import ExerciseFunctions
from grader.sandbox.failures import StudentStopped
from grader.sandbox.student import Student

MOST_FAILING_CALLS, MOST_NUMBERS = 6, 2_000  # beside the probes; of each
STOPPED = ("time", "memory", "crash")  # what is not called again


class Diagnosis:
    """Explains the failures of one student; each probe is called once."""

    def __init__(
        self,
        exercise: Exercise,
        student: Student,
        reference: ExerciseFunctions,
        probes: Sequence[Call],
        *,
        lines: bool = True,
    ) -> None:
        """`lines`: also search the line of the student's own program where a value goes wrong."""
        self._has_lines = lines and isinstance(student, Student)
        self._exercise = exercise
        self._student = student
        self._reference = reference
        self._probes = tuple(probes)
        self._failing: dict[str, tuple[Call, ...]] = {}
        self._parameters = {
            name: reference.parameters_of(name) or student.parameters_of(name)
            for name in exercise.functions
        }

    @cached_property
    def _bank(self) -> Bank | None:
        """The known mistakes, read when something is wrong; None where there are no probes."""
        if not self._probes:
            return None
        bank = known_mistakes(self._exercise)
        bank.probes = bank.probes or self._probes
        return bank

    def explain(self, runs: Mapping[str, CheckRun]) -> tuple[Explanation, ...]:
        """The explanations, the most useful first, each once, with the checks that fail for it."""
        failed = {name: run for name, run in runs.items() if run.outcome == "failed"}
        stopped = {
            run.calls[-1].function for run in failed.values() if run.calls and run.reason in STOPPED
        }
        blamed = {run.calls[-1].function for run in failed.values() if run.calls} - stopped
        if not blamed:
            return ()
        self._failing = _failing_calls(failed.values())
        seen = dict(self._observe_all(stopped, blamed))
        found: list[Found] = []
        for function, observed in seen.items():
            if observed.wrong:
                found += self._explain_function(function, observed, failed, found)
        found = [one for one in found if not self._is_through_another(one, found, seen)]
        found += laws_of_checks_alone(found, failed, seen)
        if self._has_lines and self._bank is not None:
            found = self._with_lines(found, seen)
        wrong = frozenset[Component]().union(*(one.wrong for one in seen.values()))
        unexplained = wrong.difference(*(one.components for one in found))
        attribution = Attribution(self._student.submission, self._parameters, unexplained)
        return attribution.explanations(found, runs)

    def recognised(self, name: str) -> RecognisedMistake:
        """A known mistake by its id, with its advice."""
        assert self._bank is not None
        return RecognisedMistake(name, self._bank.advice[name])

    # --------------------------------------------------------------------- observing

    def _observe_all(self, stopped: set[str], blamed: set[str]) -> Iterator[tuple[str, Observed]]:
        if self._bank is None:
            return
        for function in self._exercise.functions:
            is_written = function not in self._student.not_written
            if function in stopped or not (is_written and self._student.defines(function)):
                continue
            extra = self._failing.get(function, ())
            reference = self._bank.reference_facts(function, extra)
            try:
                facts = observe(self._student, self._bank.numbered(function, extra), reference)
            except StudentStopped:
                continue
            yield function, Observed(facts, reference, _wrong(facts, reference, function in blamed))

    # --------------------------------------------------------------------- one function

    def _explain_function(
        self,
        function: str,
        observed: Observed,
        failed: Mapping[str, CheckRun],
        found: Sequence[Found],
    ) -> Iterator[Found]:
        assert self._bank is not None
        extra = self._failing.get(function, ())
        names = self._names_that_count(function, found)
        covers = Recognition(self._bank, function, observed, extra, among=names).covers()
        for names, components, more in covers:
            ordered = tuple(sorted(names))
            text = " ".join(self._bank.advice[name] for name in ordered)
            if len(ordered) == 1:
                text = self._scope(function, ordered[0], components, observed) + text
            if more:
                text = f"{text} {law_wording.more_wrong(sorted({one.name for one in more}))}"
            yield Found(function, components, "mistake", ordered, text)
        rest = observed.wrong - frozenset[Component]().union(*(one.components for one in covers))
        if rest:
            laws = BrokenLaws(self._student, self._reference, self._parameters)
            calls = dict(self._bank.numbered(function, extra))
            yield from laws.found(function, observed, rest, failed, calls)

    def _scope(
        self, function: str, name: str, components: frozenset[Component], observed: Observed
    ) -> str:
        """Where alone a mistake shows, if it would show in more of what the function does."""
        assert self._bank is not None
        mistake = next(each for each in self._bank.mistakes if each.id == name)
        right = self._bank.touches(mistake, function) - observed.wrong
        return scope_of(components, right, self._parameters[function])

    def _names_that_count(self, function: str, found: Sequence[Found]) -> frozenset[str] | None:
        """The mistakes of which one can be named; None for all.

        Of a function that uses a wrong one these are its own, and those of the other.
        """
        assert self._bank is not None
        used = self._student.submission.functions_used_by(function)
        others = [other for other in found if other.function in used]
        if not others:
            return None
        own = {each.id for each in self._bank.mistakes if function in each.defines}
        return frozenset(own).union(*(other.mistakes for other in others))

    def _is_through_another(
        self, one: Found, found: Sequence[Found], seen: Mapping[str, Observed]
    ) -> bool:
        """True if a function may be right by itself, and wrong through one that it uses."""
        assert self._bank is not None
        used = self._student.submission.functions_used_by(one.function)
        others = [other for other in found if other.function in used]
        beside = [seen[name] for name in used if name in seen]
        if any(is_own(each, beside) for each in one.components):
            return False
        own = {each.id for each in self._bank.mistakes if one.function in each.defines}
        own -= {name for other in others for name in other.mistakes}
        return bool(others) and not own.intersection(one.mistakes)

    # --------------------------------------------------------------------- lines

    def _with_lines(self, found: Sequence[Found], seen: Mapping[str, Observed]) -> list[Found]:
        """The line of the student's own program for what is explained, and for what is not."""
        assert self._bank is not None
        whole, budget = list(found), Budget()
        for function, observed in seen.items():
            calls = self._bank.numbered(function, self._failing.get(function, ()))
            for suspect in suspects_of(self._student, observed, calls, budget):
                whole = list(self._told_by(suspect, function, whole))
        # A line alone says no more of a function that uses a wrong one than the others did.
        return [
            one
            for one in whole
            if one.kind != "line" or not self._is_through_another(one, whole, seen)
        ]

    def _told_by(self, suspect: Suspect, function: str, found: Sequence[Found]) -> Iterator[Found]:
        left = suspect.components
        for one in found:
            shared = one.components & suspect.components
            if one.function == function and shared:
                left -= shared
                one = one._replace(line=one.line or suspect.line)
            yield one
        if left:
            names = {one.name for one in left}
            subject = names.pop() if len(names) == 1 else ""
            places = [self._student.submission.locate(line) for line in suspect.lines]
            text = line_wording.suspect(subject or function, places, suspect.kind)
            yield Found(function, left, "line", (), text, suspect.line)


def _failing_calls(failed: Iterable[CheckRun]) -> dict[str, tuple[Call, ...]]:
    """The calls on which checks failed, by function: they tell apart what probes do not."""
    found: dict[str, tuple[Call, ...]] = {}
    for run in failed:
        if not run.calls or run.failure is None:
            continue
        call = run.calls[-1]
        mine = found.get(call.function, ())
        if len(mine) < MOST_FAILING_CALLS and not call.generators and _is_small(call):
            found[call.function] = (*mine, call)
    return found


def _is_small(call: Call) -> bool:
    parts = [
        part
        for item in call.arguments
        for part in (item.values() if isinstance(item, dict) else (item,))
    ]
    return sum(part.numel() for part in parts if isinstance(part, torch.Tensor)) <= MOST_NUMBERS


def _wrong(student: Facts, reference: Facts, is_blamed: bool) -> frozenset[Component]:
    """The components that are wrong; of a function that a check blames also by rounding alone."""
    components = sorted(student.keys() | {one for one in reference if one.kind == "name"})
    wrong = [one for one in components if is_wrong(one, student, reference, strict=False)]
    if not wrong and is_blamed:
        wrong = [one for one in components if is_wrong(one, student, reference, strict=True)]
    return frozenset(wrong)
