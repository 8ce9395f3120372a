"""The known mistakes, one or two at once, that account for what a student shows of one function."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set

from grader.grading.explanations.bank import Bank, Mistake
from grader.grading.explanations.components import (
    Component,
    Facts,
    Observed,
    agrees,
    is_informative,
    is_wrong,
)
from grader.grading.explanations.cover import Candidate, Cover, cover
from grader.sandbox.call import Call


class Recognition:
    """Looks for known mistakes in one function of a student."""

    def __init__(
        self,
        bank: Bank,
        function: str,
        observed: Observed,
        extra: Sequence[Call] = (),
        *,
        among: Set[str] | None = None,
    ) -> None:
        """`extra`: the calls beside the probes on which it was observed.

        `among` are the single mistakes to look at; None: all.
        """
        self._bank = bank
        self._among = among
        self._function = function
        self._observed = observed
        self._extra = tuple(extra)

    def covers(self) -> list[Cover]:
        """The fewest names that account for the most of what is wrong."""
        candidates = [self._candidate(mistake) for mistake in self._counting(self._bank.mistakes)]
        covers = cover(self._observed.wrong, candidates)
        if self._observed.wrong - frozenset[Component]().union(*(one.components for one in covers)):
            candidates += [
                self._candidate(mistake)._replace(weight=len(mistake.source))
                for mistake in self._counting(self._bank.families)
            ]
            covers = cover(self._observed.wrong, candidates)
        rest = _doubtful(self._observed.wrong, covers, candidates)
        pairs = list(self._pairs(rest)) if rest else []
        return cover(self._observed.wrong, candidates + pairs) if pairs else covers

    def _counting(self, mistakes: Iterable[Mistake]) -> Iterator[Mistake]:
        return (one for one in mistakes if self._among is None or one.id in self._among)

    def _pairs(self, rest: frozenset[Component]) -> Iterator[Candidate]:
        """Two mistakes at once that may give what no single one does."""
        if self._bank.index is None:
            return
        probes = {number for number, _ in self._bank.numbered(self._function)}
        tried: set[tuple[int, int]] = set()
        for component in sorted(rest):
            facts = self._observed.student.get(component, {})
            shown = {number: fact for number, fact in facts.items() if number in probes}
            tried.update(self._bank.index.find(component, shown))
        for first, second in sorted(tried):
            both = [self._bank.everything[each] for each in (first, second)]
            # One that alone changes nothing of what is wrong would be named for no reason.
            alone = (self._candidate(one) for one in both)
            bears = all(one.touches & self._observed.wrong for one in alone)
            pair = self._bank.pair(first, second) if bears else None
            if pair is not None:
                names = frozenset(one.id for one in both)
                yield as_candidate(
                    names, self._bank.facts(pair, self._function, self._extra), self._observed
                )

    def _candidate(self, mistake: Mistake) -> Candidate:
        names = frozenset((mistake.id,))
        if not self._fits_probes(self._bank.facts(mistake, self._function)):
            touches = self._bank.touches(mistake, self._function)
            return Candidate(names, touches, frozenset(), is_evidence=False)
        facts = self._bank.facts(mistake, self._function, self._extra)
        return as_candidate(names, facts, self._observed)

    def _fits_probes(self, facts: Facts) -> bool:
        """True if a mistake shows of some wrong component what the student shows on the probes."""
        count = len(self._bank.probes)
        for one in self._observed.wrong:
            own = self._observed.student.get(one, {})
            shown = {one: {number: fact for number, fact in own.items() if number < count}}
            if one.kind == "name" or agrees(one, shown, facts, self._observed.reference):
                return True
        return False


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
    matches -= _coincidences(matches, observed.wrong)
    is_evidence = any(is_informative(one, observed.student.get(one, {})) for one in matches) or any(
        _of_kind(observed.wrong, kind) <= matches for kind in {one.kind for one in matches}
    )
    if {one.kind for one in matches} == {"name"} and 2 * len(matches) < len(touches):
        is_evidence = False  # in a set or not: half of such matches are a coincidence
    return Candidate(names, touches, matches, is_evidence)


def _doubtful(
    wrong: frozenset[Component], covers: Sequence[Cover], candidates: Sequence[Candidate]
) -> frozenset[Component]:
    """What is wrong and not covered, or not as a mistake that is named would have it alone."""
    named = [one.names for one in covers]
    chosen = [one for one in candidates if one.names in named]
    rest = wrong - frozenset[Component]().union(*(one.components for one in covers))
    return rest.union(*((one.touches - one.matches) & wrong for one in chosen))


def _coincidences(
    matches: frozenset[Component], wrong: frozenset[Component]
) -> frozenset[Component]:
    """The matches of a quantity of draws, such as their spread, in few of the wrong regimes."""
    draws = Counter(one.name for one in wrong if one.kind == "draw")
    found = Counter(one.name for one in matches if one.kind == "draw")
    rare = {name for name in found if 2 * found[name] < draws[name]}
    return frozenset(one for one in matches if one.kind == "draw" and one.name in rare)


def _of_kind(components: frozenset[Component], kind: str) -> frozenset[Component]:
    return frozenset(one for one in components if one.kind == kind)
