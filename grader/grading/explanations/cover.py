"""The few known mistakes that together account for everything wrong with a function.

Each candidate, a mistake or two at once, has its components: those in which it differs from the
reference, and those of these in which the submission is exactly like it. The fewest names that
cover all that is wrong are the explanation. Where several choices are equally good, only what they
share is said: a false name is worse than none.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import combinations
from typing import NamedTuple

from grader.grading.explanations.components import Component

MOST_TOGETHER = 3
MOST_CANDIDATES = 28  # of which up to three are tried together


class Candidate(NamedTuple):
    """One or several known mistakes, run as one function.

    Attributes:
        names: ids of the mistakes.
        touches: components in which it differs from the reference.
        matches: those of them in which the submission is wrong and exactly like it.
        weight: how much text a version with another constant takes, 0 for a mistake as it is. Of
            several that give the same values, the shortest is meant.
        is_evidence: whether some match is more than a coincidence of 0, 1 or nan, or all match.
    """

    names: frozenset[str]
    touches: frozenset[Component]
    matches: frozenset[Component]
    is_evidence: bool = True
    weight: int = 0


class Cover(NamedTuple):
    """The names that explain some components.

    Attributes:
        more: those components in which these names alone are not all that is wrong.
    """

    names: frozenset[str]
    components: frozenset[Component]
    more: frozenset[Component] = frozenset()


def cover(wrong: Set[Component], candidates: Sequence[Candidate]) -> list[Cover]:
    """The names for the components that are wrong, the best first; none where it is a guess."""
    useful = [candidate for candidate in candidates if _is_plausible(candidate, wrong)]
    useful.sort(key=lambda one: (-len(one.matches), _contradictions((one,)), len(one.names)))
    best: list[tuple[Candidate, ...]] = []
    least: tuple[int, ...] | None = None
    for size in range(1, MOST_TOGETHER + 1):
        for chosen in combinations(useful[:MOST_CANDIDATES], size):
            score = _score(chosen, wrong)
            if least is None or score < least:
                least, best = score, [chosen]
            elif score == least:
                best.append(chosen)
        if least is not None and least[0] == 0 and least[1] <= size:
            break  # more names can only be worse
    return _shared(best, wrong)


def _is_plausible(candidate: Candidate, wrong: Set[Component]) -> bool:
    """True if a match may be believed: it must not be wrong in more than it is right about."""
    if not candidate.matches & wrong:
        return False
    against = len(candidate.touches - candidate.matches - wrong)
    return candidate.is_evidence and against <= len(candidate.matches)


def _score(chosen: tuple[Candidate, ...], wrong: Set[Component]) -> tuple[int, ...]:
    covered = frozenset[Component]().union(*(one.matches for one in chosen))
    names = frozenset[str]().union(*(one.names for one in chosen))
    misses = sum(len(one.touches - one.matches) for one in chosen)
    weight = sum(one.weight for one in chosen)
    # What a mistake would make wrong, and is right, speaks against it as another name would.
    against = sum(len(one.touches - one.matches - wrong) for one in chosen)
    return len(wrong - covered), len(names) + against, _contradictions(chosen), misses, weight


def _contradictions(chosen: tuple[Candidate, ...]) -> int:
    """Components that a candidate changes in another way than the submission, all by itself."""
    return sum(
        1
        for one in chosen
        for component in one.touches - one.matches
        if not any(component in other.touches for other in chosen if other is not one)
    )


def _shared(best: list[tuple[Candidate, ...]], wrong: Set[Component]) -> list[Cover]:
    """The names that all equally good choices share for each component, gathered by names."""
    found: dict[frozenset[str], set[Component]] = {}
    more: set[Component] = set()
    for component in sorted(wrong):
        said = [[one.names for one in chosen if component in one.matches] for chosen in best]
        if not said or not all(said):
            continue
        # Of one choice, the fewest names that match the component.
        choices = [min(each, key=len) for each in said]
        names = frozenset.intersection(*choices)
        if names:
            found.setdefault(names, set()).add(component)
        if names not in choices:
            more.add(component)
    covers = [
        Cover(names, frozenset(components), frozenset(components & more))
        for names, components in found.items()
    ]
    return sorted(covers, key=lambda one: (-len(one.components), len(one.names), sorted(one.names)))
