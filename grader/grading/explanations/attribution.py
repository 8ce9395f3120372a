"""The failed checks that each explanation explains, and the place it points to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import NamedTuple

from grader.checks.runner import CheckRun
from grader.grading.explanations.components import REFUSED, Component, regime_of
from grader.model import Explanation, ExplanationKind, Location
from grader.sandbox.failures import Aspect, CheckFailed
from grader.submission.submission import Submission

# Which components a check speaks of that fails by an aspect of a call.
KINDS: Mapping[Aspect, frozenset[str]] = {
    "value": frozenset(("value", "name", "draw", "exception")),
    "exception": frozenset(("exception",)),
    "arguments": frozenset(("argument",)),
    "gradient": frozenset(("gradient", "kept", "value")),
}


class Found(NamedTuple):
    """An explanation of some components of a function."""

    function: str
    components: frozenset[Component]
    kind: ExplanationKind
    mistakes: tuple[str, ...]
    text: str
    line: int | None = None


def _modes(run: CheckRun) -> set[tuple[str, str]]:
    """The functions that a check called, each with its switches."""
    return {(call.function, regime_of(call)) for call in run.calls}


def _is_of_modes(components: Iterable[Component], modes: Set[tuple[str, str]]) -> bool:
    return any((one.function, one.regime.rstrip(REFUSED)) in modes for one in components)


def quantity_of(failure: CheckFailed) -> str:
    """The member that a check compares: W of W′, b of "b′ (b=None)"."""
    return "".join(re.findall(r"^\w*", failure.of or ""))


class Attribution:
    """Joins what was found to the checks of one submission."""

    def __init__(
        self,
        submission: Submission,
        parameters: Mapping[str, tuple[str, ...]],
        unexplained: Set[Component] = frozenset(),
    ) -> None:
        """`parameters`: the names of those of each function.

        Checks of what is `unexplained` do not fail for what is found, as far as one can see.
        """
        self._unexplained = unexplained
        self._submission = submission
        self._parameters = parameters

    def explanations(
        self, found: Sequence[Found], runs: Mapping[str, CheckRun]
    ) -> tuple[Explanation, ...]:
        """Each explanation with its place and its checks, the most useful first."""
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
            for other in self._submission.functions_used_by(function):
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
        of = quantity_of(run.failure)
        named = [n for n in fitting if any(one.name == of for one in found[n].components)]
        modes = _modes(run)
        here = [n for n in named or fitting if _is_of_modes(found[n].components, modes)]
        functions = {found[n].function for n in mine}
        compared = {
            one
            for one in self._unexplained
            if one.function in functions and one.name == of and one.kind in kinds
        }
        if _is_of_modes(compared, modes):
            return [n for n in here if n in named]
        return here or named or fitting

    def _is_of(self, found: Found, kinds: frozenset[str]) -> bool:
        """True if an explanation is of one of these kinds of components, for inputs like these."""
        return any(
            one.kind in kinds and (kinds == KINDS["exception"] or not one.regime.endswith(REFUSED))
            for one in found.components
        )

    def _explanation(self, found: Found, checks: tuple[str, ...]) -> Explanation:
        line = found.line or self._submission.line_of(found.function)
        place: Location | None = None
        if line is not None:
            place = self._submission.locate(line)
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
