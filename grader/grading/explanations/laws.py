"""General laws: in which way a quantity is wrong, where no known mistake says it.

Each law looks at all probes of one component at once and holds on every one that is wrong, so that
it says something of the function and nothing of a single input.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set

import numpy as np

from grader.grading.explanations.array_laws import law_of_values, same
from grader.grading.explanations.components import Band, Component, Fact, Facts, returning
from grader.report import law_wording as words
from grader.sandbox.call import Call

_Alike = Callable[[object, object], bool]


def law_of(
    component: Component, student: Facts, reference: Facts, calls: Mapping[int, Call]
) -> str:
    """The clause that says how a component is wrong, empty where none fits."""
    got, want = student.get(component, {}), reference.get(component, {})
    if component.kind == "value":
        return _of_order(component, student, reference) or law_of_values(got, want, calls)
    if component.kind == "name":
        both = returning(component, student) & returning(component, reference)
        return _of_names(got.keys() & both, want.keys() & both)
    if component.kind == "draw":
        return _of_draw(component.name, got, want)
    fixed = {"argument": words.CHANGED, "kept": words.KEPT, "gradient": words.GRADIENT}
    return fixed.get(component.kind, "")


def _of_order(component: Component, student: Facts, reference: Facts) -> str:
    """The law for two members in each other's place."""
    other = _exchanged(component, student, reference, same)
    if other:
        return words.exchanged(component.name, other)
    other = _exchanged(component, student, reference, _is_shaped_alike)
    return words.exchanged_shapes(component.name, other) if other else ""


def _exchanged(component: Component, student: Facts, reference: Facts, is_like: _Alike) -> str:
    """The name of a member that has this one's value, and this one its, empty where none has."""
    got, want = student.get(component, {}), reference.get(component, {})
    for other, its in reference.items():
        same_kind = other.kind == "value" and other.regime == component.regime
        if not same_kind or other.name == component.name or not want:
            continue
        own = student.get(other, {})
        if all(
            is_like(got.get(n), its.get(n))
            and is_like(own.get(n), want.get(n))
            and not is_like(got.get(n), want.get(n))
            for n in want
        ):
            return other.name
    return ""


def _is_shaped_alike(one: object, other: object) -> bool:
    if not (isinstance(one, np.ndarray) and isinstance(other, np.ndarray)):
        return False
    return bool(one.shape == other.shape)


def _of_names(got: Set[int], want: Set[int]) -> str:
    """The law for a name that is in the set for some calls, and should be for others."""
    if want - got and got - want:
        return words.NAME_BOTH
    return words.NAME_MISSING if want - got else words.NAME_SURPLUS if got - want else ""


def _of_draw(moment: str, got: Mapping[int, Fact], want: Mapping[int, Fact]) -> str:
    if moment != "standard deviation":
        return words.DRAWS.get(moment, "")
    pairs = [
        (mine.value, right.value)
        for number, right in want.items()
        if isinstance(mine := got.get(number), Band) and isinstance(right, Band) and right.value
    ]
    if pairs and all(mine == 0 for mine, _ in pairs):
        return words.NO_SPREAD
    if pairs and all(mine > right for mine, right in pairs):
        return words.SPREAD_LARGE
    return words.SPREAD_SMALL if pairs and all(m < r for m, r in pairs) else words.SPREAD_WRONG
