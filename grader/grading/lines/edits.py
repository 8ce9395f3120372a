"""Small changes of one expression of a student's function, as text: another name, sign, axis, …

All changes of one turn are sent as one text. Each expression becomes a choice by a number:
`(x if not 3 <= N < 5 else -(x) if N == 3 else abs(x))`, so that the worker compiles once and then
makes one call for each change.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from grader.grading.lines.changes import changes_of
from grader.grading.lines.places import Place, Places
from grader.grading.lines.text import Text
from grader.grading.lines.vocabulary import Change
from grader.sandbox.call import Call
from grader.submission.submission import Submission

MAX_PLACES = 300  # expressions of one search
MAX_CHANGES = 2_000  # of one turn
MAX_TEXT_BYTES = 300_000  # of one turn


class Edit(NamedTuple):
    """One change at one place; the smaller the prior, the likelier.

    Attributes:
        twin: the line where what is missing here may as well be, and likelier: where the local name
            is used whose value is changed, or where it is defined. 0 where there is none.
    """

    change: Change
    lines: tuple[int, ...]
    start: int
    end: int
    twin: int = 0

    @property
    def line(self) -> int:
        """The first line on which the change may be."""
        return self.lines[0]


class Edits:
    """The changes of a function and of those that it uses, in the lines that ran."""

    def __init__(self, submission: Submission, call: Call, ran: frozenset[int]) -> None:
        self.text = Text(submission.source)
        places = Places(self.text, frozenset(_imported(submission.tree)))
        used = {call.function, *submission.functions_used_by(call.function)}
        found = {
            node.name: node
            for node in submission.tree.body
            if isinstance(node, ast.FunctionDef) and node.name in used
        }
        self._functions = tuple(found.values())
        self._places = list(places.of(self._functions, call, ran))[:MAX_PLACES]
        names = {node.id for node in ast.walk(submission.tree) if isinstance(node, ast.Name)}
        self.switch = next(name for name in _fresh_names() if name not in names)

    def of_turn(self, turn: int) -> tuple[Edit, ...]:
        """The changes of one turn, by place; their numbers are their positions, from 1 on."""
        found: list[Edit] = []
        for place in self._places:
            start, end = self.text.span(place.node)
            mine: dict[str, Change] = {}
            for change in changes_of(place.node, place.parent, place.scope, self.text.of):
                if change.turn == turn:
                    mine.setdefault(change.text, change)
            for one in mine.values():
                twin = _twin(place) if one.kind == "missing" else 0
                found.append(Edit(one, _lines(one, place), start, end, twin))
        if len(found) > MAX_CHANGES:
            likeliest = sorted(range(len(found)), key=lambda place: found[place].change.prior)
            found = [found[place] for place in sorted(likeliest[:MAX_CHANGES])]
        return tuple(found)

    def source(self, edits: Sequence[Edit]) -> str:
        """The functions with all these changes in them; empty if that is too much."""
        by_span: dict[tuple[int, int], list[tuple[int, str]]] = {}
        for number, edit in enumerate(edits, start=1):
            by_span.setdefault((edit.start, edit.end), []).append((number, edit.change.text))
        choices = {span: self._choice(mine) for span, mine in by_span.items()}
        if sum(map(len, choices.values())) > MAX_TEXT_BYTES:
            return ""
        return "\n".join(self.text.with_choices(one, choices) for one in self._functions)

    def _choice(self, numbered: Sequence[tuple[int, str]]) -> str:
        first, last = numbered[0][0], numbered[-1][0]
        tree = self._tree(numbered)
        return f"(({{}}) if not {first} <= {self.switch} <= {last} else {tree})"

    def _tree(self, numbered: Sequence[tuple[int, str]]) -> str:
        """A choice by halves: its depth is the logarithm of how much there is to choose from."""
        if len(numbered) == 1:
            return f"({numbered[0][1]})"
        middle = len(numbered) // 2
        low, high = self._tree(numbered[:middle]), self._tree(numbered[middle:])
        return f"({low} if {self.switch} < {numbered[middle][0]} else {high})"


def _lines(change: Change, place: Place) -> tuple[int, ...]:
    """The lines where a change may belong: another name in the only use of a local name, made of
    it, may as well be a slip where that is defined."""
    node, scope = place.node, place.scope
    own = node.id if change.kind == "name" and isinstance(node, ast.Name) else ""
    if own in scope.definitions and change.text in scope.made_of[own]:
        return scope.definitions[own].line, node.lineno
    return (node.lineno,)


def _twin(place: Place) -> int:
    """The line where what is missing here may as well be, and likelier; 0 if there is none."""
    node, parent, definitions = place.node, place.parent, place.scope.definitions
    if isinstance(node, ast.Name) and node.id in definitions:
        definition = definitions[node.id]
        return 0 if definition.is_step else definition.line
    if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name):
        own = definitions.get(parent.targets[0].id)
        return own.use if own and own.is_step else 0
    return 0


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from ((one.asname or one.name).partition(".")[0] for one in node.names)


def _fresh_names() -> Iterator[str]:
    name = "change"
    while True:
        name += "_"
        yield name
