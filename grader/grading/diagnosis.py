"""Why a submission fails: the known mistakes that together give its values, or the law it breaks.

Everything is told of components (`components.py`): what is wrong with `dx` is looked for apart from
what is wrong with `dgamma`. A mistake is an executable wrong answer; it explains a component if it
gives the submission's values on every probe. What no mistake explains, a law may.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import torch

from grader.checks.runner import CheckRun
from grader.grading.bank import Bank, Mistake, known_mistakes
from grader.grading.components import (
    REFUSED,
    Component,
    Facts,
    Observed,
    agrees,
    is_informative,
    is_wrong,
    observe,
    regime_of,
)
from grader.grading.cover import Candidate, Cover, cover
from grader.grading.laws import law_of
from grader.grading.line_search import Budget, Suspect, suspects_of
from grader.grading.mixing import mixing_of
from grader.model import Exercise, Explanation, ExplanationKind, Location, RecognisedMistake
from grader.report import law_wording, line_wording, wording
from grader.sandbox.call import Call
from grader.sandbox.failures import Aspect, CheckFailed, StudentRaised, StudentStopped, WrongValue
from grader.sandbox.student import ExerciseFunctions, Student

MOST_FAILING_CALLS, MOST_NUMBERS = 6, 2_000  # beside the probes; of each
# Which components a check speaks of that fails by an aspect of a call.
KINDS: Mapping[Aspect, frozenset[str]] = {
    "value": frozenset(("value", "name", "draw", "exception")),
    "exception": frozenset(("exception",)),
    "arguments": frozenset(("argument",)),
    "gradient": frozenset(("gradient", "kept", "value")),
}
STOPPED = ("time", "memory", "crash")  # what is not called again


class Found(NamedTuple):
    """What explains some components of a function."""

    function: str
    components: frozenset[Component]
    kind: ExplanationKind
    mistakes: tuple[str, ...]
    text: str
    line: int | None = None


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
        self._bank: Bank | None = None
        self._failing: dict[str, tuple[Call, ...]] = {}
        if probes:
            self._bank = known_mistakes(exercise)
            self._bank.probes = self._bank.probes or tuple(probes)
        self._parameters = {
            name: reference.parameters_of(name) or student.parameters_of(name)
            for name in exercise.functions
        }

    def explain(self, runs: Mapping[str, CheckRun]) -> tuple[Explanation, ...]:
        """What is wrong, the most useful first, each once, with the checks that fail for it."""
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
                found += self._explain_function(function, observed, failed)
        found = [one for one in found if not self._is_through_another(one, found)]
        found += self._of_checks_alone(found, failed, seen)
        if self._has_lines and self._bank is not None:
            found = self._with_lines(found, seen)
        return self._with_checks(found, runs)

    def recognised(self, name: str) -> RecognisedMistake:
        """A known mistake by its id, with its advice."""
        assert self._bank is not None
        return RecognisedMistake(name, self._bank.advice[name])

    # --------------------------------------------------------------------- observing

    def _observe_all(self, stopped: set[str], blamed: set[str]) -> Iterator[tuple[str, Observed]]:
        if self._bank is None:
            return
        for function in self._exercise.functions:
            if function in stopped or function in self._student.not_written:
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
        self, function: str, observed: Observed, failed: Mapping[str, CheckRun]
    ) -> Iterator[Found]:
        assert self._bank is not None
        covers = self._covers(function, observed)
        for names, components in covers:
            ordered = tuple(sorted(names))
            text = " ".join(self._bank.advice[name] for name in ordered)
            yield Found(function, components, "mistake", ordered, text)
        rest = observed.wrong - frozenset[Component]().union(*(one.components for one in covers))
        if rest:
            yield from self._laws(function, observed, rest, failed)

    def _is_through_another(self, one: Found, found: Sequence[Found]) -> bool:
        """Whether a function may be right by itself, and wrong through one that it uses."""
        assert self._bank is not None
        used = self._student.submission.functions_used_by(one.function)
        others = [other for other in found if other.function in used]
        own = {each.id for each in self._bank.mistakes if one.function in each.defines}
        own -= {name for other in others for name in other.mistakes}
        return bool(others) and not own.intersection(one.mistakes)

    def _covers(self, function: str, observed: Observed) -> list[Cover]:
        assert self._bank is not None
        candidates = [
            self._candidate(mistake, function, observed) for mistake in self._bank.mistakes
        ]
        covers = cover(observed.wrong, candidates)
        if observed.wrong - frozenset[Component]().union(*(one.components for one in covers)):
            candidates += [
                self._candidate(mistake, function, observed)._replace(weight=len(mistake.source))
                for mistake in self._bank.families
            ]
            covers = cover(observed.wrong, candidates)
        rest = observed.wrong - frozenset[Component]().union(*(one.components for one in covers))
        pairs = list(self._pairs(function, observed, rest)) if rest else []
        return cover(observed.wrong, candidates + pairs) if pairs else covers

    def _pairs(
        self, function: str, observed: Observed, rest: frozenset[Component]
    ) -> Iterator[Candidate]:
        """Two mistakes at once that may give what no single one does."""
        assert self._bank is not None
        if self._bank.index is None:
            return
        probes = {number for number, _ in self._bank.numbered(function)}
        tried: set[tuple[int, int]] = set()
        for component in sorted(rest):
            facts = observed.student.get(component, {})
            shown = {number: fact for number, fact in facts.items() if number in probes}
            tried.update(self._bank.index.find(component, shown))
        for first, second in sorted(tried):
            pair = self._bank.pair(first, second)
            if pair is not None:
                names = frozenset(self._bank.everything[each].id for each in (first, second))
                extra = self._failing.get(function, ())
                yield as_candidate(names, self._bank.facts(pair, function, extra), observed)

    def _candidate(self, mistake: Mistake, function: str, observed: Observed) -> Candidate:
        assert self._bank is not None
        facts = self._bank.facts(mistake, function, self._failing.get(function, ()))
        return as_candidate(frozenset((mistake.id,)), facts, observed)

    # --------------------------------------------------------------------- lines

    def _with_lines(self, found: Sequence[Found], seen: Mapping[str, Observed]) -> list[Found]:
        """The line of the student's own program for what is explained, and for what is not."""
        assert self._bank is not None
        whole, budget = list(found), Budget()
        for function, observed in seen.items():
            calls = self._bank.numbered(function, self._failing.get(function, ()))
            for suspect in suspects_of(self._student, observed, calls, budget):
                whole = list(self._told_by(suspect, function, whole))
        return whole

    def _told_by(self, suspect: Suspect, function: str, found: Sequence[Found]) -> Iterator[Found]:
        left = suspect.components
        for one in found:
            shared = one.components & suspect.components
            if one.function == function and shared and one.line is None:
                one = one._replace(line=suspect.line)
                left -= shared
            yield one
        if left:
            names = {one.name for one in left}
            subject = names.pop() if len(names) == 1 else ""
            places = [self._student.submission.locate(line) for line in suspect.lines]
            text = line_wording.suspect(subject or function, places, suspect.kind)
            yield Found(function, left, "line", (), text, suspect.line)

    # --------------------------------------------------------------------- laws

    def _laws(
        self,
        function: str,
        observed: Observed,
        rest: frozenset[Component],
        failed: Mapping[str, CheckRun],
    ) -> Iterator[Found]:
        told: set[str] = set()
        for failure in _with_laws(function, failed.values()):
            mine = frozenset(one for one in rest if _quantity_of(failure) in (one.name, function))
            is_explained = any(_quantity_of(failure) == one.name for one in observed.wrong - rest)
            if mine or (len({one.name for one in rest}) == 1 and not is_explained):
                text = wording.law(failure.of or function, failure.law)
                if text not in told:
                    told.add(text)
                    yield Found(function, mine or rest, "law", (), text)
                rest = rest - (mine or rest)
        by_text: dict[str, set[Component]] = {}
        assert self._bank is not None
        calls = dict(self._bank.numbered(function, self._failing.get(function, ())))
        for component in sorted(rest):
            text = self._law(component, observed, calls)
            if text:
                by_text.setdefault(text, set()).add(component)
        for text, components in by_text.items():
            yield Found(function, frozenset(components), "law", (), text)

    def _law(self, component: Component, observed: Observed, calls: Mapping[int, Call]) -> str:
        subject = component.name or component.function
        if component.kind == "exception":
            return self._law_of_exception(component, observed)
        if component.kind in ("argument", "gradient"):
            names = self._parameters[component.function]
            position = int(component.name)
            subject = names[position] if position < len(names) else component.name
        if component.kind == "gradient":
            subject = f"gradient for {subject}"
        clause = self._mixing(component, calls) or law_of(
            component, observed.student, observed.reference, calls
        )
        if not clause:
            return ""
        return wording.law(subject + self._switches(component, observed), clause)

    def _mixing(self, component: Component, calls: Mapping[int, Call]) -> str:
        if component.kind != "value":
            return ""
        alike = [call for call in calls.values() if regime_of(call) == component.regime]
        try:
            return mixing_of(component, self._student, self._reference, alike)
        except StudentStopped:
            return ""

    def _law_of_exception(self, component: Component, observed: Observed) -> str:
        """What is raised where something else is expected; wrong kinds of values are told too."""
        got, want = observed.student[component], observed.reference.get(component, {})
        said = next((fact for number, fact in got.items() if fact != want.get(number)), "")
        expected = next((str(fact) for number, fact in want.items() if fact != got.get(number)), "")
        subject = component.function + self._switches(component, observed)
        if not isinstance(said, str):
            return wording.law(subject, law_wording.raises_not(expected))
        if ": " in said:  # not an exception, but a value of another kind, told by the check
            return ""
        if expected:
            return wording.law(subject, law_wording.raises_other(said, expected))
        return wording.law(subject, law_wording.raises_kind(said))

    def _switches(self, component: Component, observed: Observed) -> str:
        """The regime, where the same quantity is right in another one."""
        regime = component.regime.rstrip(REFUSED)
        others = {
            one
            for one in observed.reference
            if one[:3] == component[:3] and one.regime.rstrip(REFUSED) != regime
        }
        if not regime or others <= observed.wrong:
            return ""
        names = self._parameters[component.function]
        shown = []
        for part in regime.split(","):
            name, _, value = part.partition("=")
            position = int(name) if name.isdigit() else -1
            shown.append(f"{names[position]}={value}" if 0 <= position < len(names) else part)
        return law_wording.in_regime(shown)

    def _of_checks_alone(
        self, found: Sequence[Found], failed: Mapping[str, CheckRun], seen: Mapping[str, Observed]
    ) -> Iterator[Found]:
        """What a failed check says of a function of which nothing else is said."""
        told = {one.function for one in found}
        for run in failed.values():
            failure = run.failure
            if failure is None or not run.calls or run.calls[-1].function in told:
                continue
            function = run.calls[-1].function
            if any(one.wrong for one in seen.values()) and not seen.get(function, _RIGHT).wrong:
                continue  # through another function that is wrong
            text = ""
            if isinstance(failure, WrongValue):
                text = failure.message
            elif isinstance(failure, StudentRaised):
                text = wording.law(function, law_wording.raises_kind(failure.kind))
            elif failure.law:
                text = wording.law(failure.of or function, failure.law)
            if text:
                told.add(function)
                yield Found(function, frozenset(), "law", (), text, failure.line)

    # --------------------------------------------------------------------- checks

    def _with_checks(
        self, found: Sequence[Found], runs: Mapping[str, CheckRun]
    ) -> tuple[Explanation, ...]:
        wrong = {one.function for one in found}
        checks: dict[int, list[str]] = {number: [] for number in range(len(found))}
        for name, run in runs.items():
            if run.outcome != "failed" or not run.calls:
                continue
            function = self._at_fault(run, wrong)
            mine = [n for n, one in enumerate(found) if one.function == function]
            for number in self._fitting(run, mine, found):
                checks[number].append(name)
        made = [self._explanation(one, tuple(checks[n])) for n, one in enumerate(found)]
        kinds = ("mistake", "law", "line")
        return tuple(
            sorted(
                made,
                key=lambda one: (not one.checks, kinds.index(one.kind), -len(one.checks)),
            )
        )

    def _at_fault(self, run: CheckRun, wrong: set[str]) -> str:
        """The function that a check fails for: the last one it calls that is wrong."""
        called = [call.function for call in run.calls]
        for function in reversed(called):
            if function in wrong:
                return function
        for function in called:  # one that is right by itself, through one that it uses
            for other in self._student.submission.functions_used_by(function):
                if other in wrong:
                    return other
        return called[-1]

    def _fitting(
        self,
        run: CheckRun,
        mine: Sequence[int],
        found: Sequence[Found],
    ) -> Sequence[int]:
        """Of the explanations of a function those of what the check compares, or else all."""
        if run.failure is None:
            return mine
        kinds = KINDS[run.failure.aspect]
        fitting = [n for n in mine if not found[n].components or self._is_of(found[n], kinds)]
        of = run.failure.of
        named = [n for n in fitting if any(one.name == of for one in found[n].components)]
        return named or fitting

    def _is_of(self, found: Found, kinds: frozenset[str]) -> bool:
        """Whether an explanation is of one of these kinds of components, for inputs like these."""
        return any(
            one.kind in kinds and (kinds == KINDS["exception"] or not one.regime.endswith(REFUSED))
            for one in found.components
        )

    def _explanation(self, found: Found, checks: tuple[str, ...]) -> Explanation:
        line = found.line or self._student.submission.line_of(found.function)
        place: Location | None = None
        if line is not None:
            place = self._student.submission.locate(line)
        return Explanation(
            function=found.function,
            of=self._quantity(found),
            kind=found.kind,
            mistakes=found.mistakes,
            text=found.text,
            location=place,
            checks=checks,
        )

    def _quantity(self, found: Found) -> str | None:
        kinds = {one.kind for one in found.components}
        names = {one.name for one in found.components}
        if kinds == {"exception"}:
            return "exception"
        if len(names) != 1 or kinds & {"name", "draw"}:
            return None
        (name,) = names
        if kinds <= {"argument", "gradient"}:
            parameters = self._parameters[found.function]
            return parameters[int(name)] if int(name) < len(parameters) else None
        return name or None


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


def _quantity_of(failure: CheckFailed) -> str:
    """The member that a check compares: W of W′, b of "b′ (b=None)"."""
    return "".join(re.findall(r"^\w*", failure.of or ""))


def _with_laws(function: str, failed: Iterable[CheckRun]) -> Iterator[CheckFailed]:
    """The failures of a function that a law explains; not where that of another call differs.

    A law that fits one call alone fits it by coincidence.
    """
    laws: dict[str | None, set[str]] = {}
    for run in failed:
        if run.failure is not None and run.failure.is_explainable:
            laws.setdefault(run.failure.of, set()).add(run.failure.law)
    for run in failed:
        failure = run.failure
        is_own = bool(run.calls) and run.calls[-1].function == function
        if is_own and failure and failure.law and len(laws.get(failure.of, ())) < 2:
            yield failure


def _is_small(call: Call) -> bool:
    parts = [
        part
        for item in call.arguments
        for part in (item.values() if isinstance(item, dict) else (item,))
    ]
    return sum(part.numel() for part in parts if isinstance(part, torch.Tensor)) <= MOST_NUMBERS


_RIGHT = Observed({}, {}, frozenset())


def as_candidate(names: frozenset[str], facts: Facts, observed: Observed) -> Candidate:
    """A mistake, or several, as far as it bears on what a student shows of a function."""
    reference = observed.reference
    touches = frozenset(
        component
        for component in facts.keys() | reference.keys()
        if is_wrong(component, facts, reference, strict=True)
    )
    matches = frozenset(
        component
        for component in touches & observed.wrong
        if agrees(component, observed.student, facts, reference)
    )
    is_evidence = any(is_informative(one, observed.student.get(one, {})) for one in matches) or any(
        _of_kind(observed.wrong, kind) <= matches for kind in {one.kind for one in matches}
    )
    return Candidate(names, touches, matches, is_evidence)


def _of_kind(components: frozenset[Component], kind: str) -> frozenset[Component]:
    return frozenset(one for one in components if one.kind == kind)


def _wrong(student: Facts, reference: Facts, is_blamed: bool) -> frozenset[Component]:
    """The components that are wrong; of a function that a check blames also by rounding alone."""
    components = sorted(student.keys() | {one for one in reference if one.kind == "name"})
    wrong = [one for one in components if is_wrong(one, student, reference, strict=False)]
    if not wrong and is_blamed:
        wrong = [one for one in components if is_wrong(one, student, reference, strict=True)]
    return frozenset(wrong)
