"""Laws for what no known mistake explains: the law that a component breaks, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from grader.checks.runner import CheckRun
from grader.grading.explanations.attribution import Found, quantity_of
from grader.grading.explanations.comparison_law import law_of_comparison
from grader.grading.explanations.components import REFUSED, Component, Observed, regime_of
from grader.grading.explanations.invariance import variance_of
from grader.grading.explanations.laws import law_of
from grader.grading.explanations.mixing import mixing_of
from grader.grading.explanations.scope import named_switch
from grader.report import law_wording, wording
from grader.sandbox.call import Call
from grader.sandbox.exercise_functions import ExerciseFunctions
from grader.sandbox.failures import CheckFailed, StudentRaised, StudentStopped, WrongValue
from grader.sandbox.student import Student

_Asking = Callable[[Component, Student, ExerciseFunctions, Sequence[Call]], str]
_RIGHT = Observed({}, {}, frozenset())


class BrokenLaws:
    """Finds the laws that one student's functions break."""

    def __init__(
        self,
        student: Student,
        reference: ExerciseFunctions,
        parameters: Mapping[str, tuple[str, ...]],
    ) -> None:
        """`parameters`: the names of those of each function."""
        self._student = student
        self._reference = reference
        self._parameters = parameters

    def found(
        self,
        function: str,
        observed: Observed,
        rest: frozenset[Component],
        failed: Mapping[str, CheckRun],
        calls: Mapping[int, Call],
    ) -> Iterator[Found]:
        """The laws, those of the checks first, for the `rest` of what is wrong."""
        told: set[str] = set()
        for failure in _with_laws(function, failed.values()):
            mine = frozenset(one for one in rest if quantity_of(failure) in (one.name, function))
            is_explained = any(quantity_of(failure) == one.name for one in observed.wrong - rest)
            if mine or (len({one.name for one in rest}) == 1 and not is_explained):
                text = wording.law(failure.of or function, failure.law)
                if text not in told:
                    told.add(text)
                    yield Found(function, mine or rest, "law", (), text)
                rest = rest - (mine or rest)
        clauses = {one: self._clause(one, observed, calls) for one in sorted(rest)}
        by_text: dict[str, set[Component]] = {}
        for component, clause in clauses.items():
            if clause:
                subject = self._subject(component) + self._switches(component, observed, clauses)
                by_text.setdefault(wording.law(subject, clause), set()).add(component)
        for text, components in by_text.items():
            line = _line_of_exception(function, components, failed.values())
            yield Found(function, frozenset(components), "law", (), text, line)

    def _subject(self, component: Component) -> str:
        """The name of what is wrong."""
        if component.kind == "exception":
            return component.function
        if component.kind not in ("argument", "gradient"):
            return component.name or component.function
        names = self._parameters[component.function]
        position = int(component.name)
        name = names[position] if position < len(names) else component.name
        return f"gradient for {name}" if component.kind == "gradient" else name

    def _clause(self, component: Component, observed: Observed, calls: Mapping[int, Call]) -> str:
        """The clause that says how a component is wrong, empty where none fits."""
        if component.kind == "exception":
            return _of_exception(component, observed)
        clause = self._asked(mixing_of, component, calls) or law_of(
            component, observed.student, observed.reference, calls
        )
        if law_wording.is_vague(clause):
            clause = self._asked(variance_of, component, calls) or clause
        return law_wording.with_names(clause, self._parameters[component.function])

    def _asked(self, law: _Asking, component: Component, calls: Mapping[int, Call]) -> str:
        """A law that is found by asking for more values."""
        if component.kind != "value":
            return ""
        alike = [call for call in calls.values() if regime_of(call) == component.regime]
        try:
            return law(component, self._student, self._reference, alike)
        except StudentStopped:
            return ""

    def _switches(
        self, component: Component, observed: Observed, clauses: Mapping[Component, str]
    ) -> str:
        """The regime, where the law does not hold of the same quantity in each other one."""
        regime = component.regime.rstrip(REFUSED)
        others = {
            one
            for one in observed.reference
            if one[:3] == component[:3] and one.regime.rstrip(REFUSED) != regime
        }
        if not regime or all(clauses.get(one) == clauses[component] for one in others):
            return ""
        names = self._parameters[component.function]
        return law_wording.in_regime([named_switch(part, names) for part in regime.split(",")])


def _of_exception(component: Component, observed: Observed) -> str:
    """The law for an exception, or a wrong kind of value, where something else is expected."""
    got, want = observed.student[component], observed.reference.get(component, {})
    said = next((fact for number, fact in got.items() if fact != want.get(number)), "")
    expected = next((str(fact) for number, fact in want.items() if fact != got.get(number)), "")
    if not isinstance(said, str):
        return law_wording.raises_not(expected)
    if ": " in said:  # not an exception, but a value of another kind, told by the check
        return ""
    return law_wording.raises_other(said, expected) if expected else law_wording.raises_kind(said)


def _line_of_exception(
    function: str, components: Iterable[Component], failed: Iterable[CheckRun]
) -> int | None:
    """The line of the submission that raised, where an exception is what is wrong."""
    if any(one.kind != "exception" for one in components):
        return None
    raised = (run.failure for run in failed if run.calls and run.calls[-1].function == function)
    return next((one.line for one in raised if isinstance(one, StudentRaised)), None)


def laws_of_checks_alone(
    found: Sequence[Found], failed: Mapping[str, CheckRun], seen: Mapping[str, Observed]
) -> Iterator[Found]:
    """The laws that failed checks tell of functions of which nothing else is said."""
    told = {one.function for one in found}
    contradicted = _contradicted(failed.values())
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
        elif failure.of not in contradicted:
            text = _of_check(failure, run.calls[-1], is_observed=function in seen)
        if text:
            told.add(function)
            yield Found(function, frozenset(), "law", (), text, failure.line)


def _of_check(failure: CheckFailed, call: Call, *, is_observed: bool) -> str:
    """The law that a check looked for; where there are no probes, that of the numbers it compared.

    Probes would have shown it.
    """
    clause = failure.law
    if not clause and not is_observed and failure.comparison is not None:
        clause = law_of_comparison(failure.comparison, call)
    return wording.law(failure.of or call.function, clause) if clause else ""


def _with_laws(function: str, failed: Iterable[CheckRun]) -> Iterator[CheckFailed]:
    """The failures of a function that a law explains; not where that of another call differs.

    A law that fits one call alone fits it by coincidence.
    """
    failed = list(failed)
    contradicted = _contradicted(failed)
    for run in failed:
        failure = run.failure
        is_own = bool(run.calls) and run.calls[-1].function == function
        if is_own and failure and failure.law and failure.of not in contradicted:
            yield failure


def _contradicted(failed: Iterable[CheckRun]) -> set[str | None]:
    """The quantities of which two checks tell different laws, or one tells none."""
    laws: dict[str | None, set[str]] = {}
    for run in failed:
        if run.failure is not None and run.failure.is_explainable:
            laws.setdefault(run.failure.of, set()).add(run.failure.law)
    return {of for of, told in laws.items() if len(told) > 1}
