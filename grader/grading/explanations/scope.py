"""The part of a function in which alone a mistake shows, or is its own."""

from __future__ import annotations

from collections.abc import Sequence, Set

from grader.grading.explanations.components import REFUSED, Component, Observed
from grader.report import law_wording

KINDS = frozenset(("value", "argument", "kept", "gradient"))  # of which one part can be named


def scope_of(matches: Set[Component], right: Set[Component], parameters: Sequence[str]) -> str:
    """The member, the argument or the switches with which alone a mistake shows, in words.

    `matches` are the components that it explains, `right` those that it would make wrong, too, and
    that are right. Empty where no part of the one tells it from the other. `parameters` are the
    names of those of the function.
    """
    here = [one for one in matches if one.kind in KINDS]
    there = [one for one in right if one.kind in {each.kind for each in here}]
    if not there or len(here) < len(matches):
        return ""
    names = {one.name for one in here}
    if names.isdisjoint(one.name for one in there):
        as_told = [_member(one, parameters) for one in sorted(here)]
        return law_wording.only_in(list(dict.fromkeys(as_told)))
    switches = set[str].intersection(*(_switches(one) for one in here))
    switches = switches.difference(*(_switches(one) for one in there))
    return law_wording.only_with([named_switch(one, parameters) for one in sorted(switches)])


def is_own(component: Component, used: Sequence[Observed]) -> bool:
    """True if whatever a function uses is right with the switches with which a component is wrong.

    The switches go by their values: they stand at other places among the arguments.
    """
    values = _values(component)
    right = [
        {_values(one) for one in other.reference} - {_values(one) for one in other.wrong}
        for other in used
    ]
    return bool(values) and all(values in known for known in right)


def named_switch(switch: str, parameters: Sequence[str]) -> str:
    """A switch such as `2=None` with the name of the parameter in place of its number."""
    name, _, value = switch.partition("=")
    position = int(name) if name.isdigit() else len(parameters)
    return f"{parameters[position]}={value}" if position < len(parameters) else switch


def _member(one: Component, parameters: Sequence[str]) -> str:
    if one.kind not in ("argument", "gradient") or int(one.name) >= len(parameters):
        return one.name
    return parameters[int(one.name)]


def _values(one: Component) -> frozenset[str]:
    return frozenset(switch.partition("=")[2] for switch in _switches(one))


def _switches(one: Component) -> set[str]:
    return set(one.regime.rstrip(REFUSED).split(",")) - {""}
