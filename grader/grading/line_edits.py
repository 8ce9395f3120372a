"""Small changes of one expression of a student's function, as text: another name, sign, axis, …

All changes of one turn are sent as one text. Each expression becomes a choice by a number:
`(x if not 3 <= N < 5 else -(x) if N == 3 else abs(x))`, so that the worker compiles once and then
makes one call for each change.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from grader.grading.line_changes import Change, Definition, Scope, changes_of
from grader.sandbox.call import Call
from grader.submission.submission import Submission

MAX_PLACES = 300  # expressions of one search
MAX_NAMES = 24
MAX_PARTS = 8
MAX_PART_CHARACTERS = 22
MAX_CHANGES = 2_000  # of one turn
MAX_TEXT_BYTES = 300_000  # of one turn
ROWS = ("n", "N", "m", "batch", "batch_size")
CONVERSIONS = ("clone", "detach", "double", "flatten", "float", "item", "to")
# Fields of a statement that hold no expression whose change is a slip of the formula.
_SKIPPED = ("targets", "target", "annotation", "decorator_list", "returns", "msg", "exc", "cause")
_WITHOUT_VALUE = (ast.Starred, ast.Slice, ast.JoinedStr, ast.FormattedValue, ast.GeneratorExp,
                  ast.NamedExpr, ast.Lambda, ast.Await, ast.Yield, ast.YieldFrom)  # fmt: skip


class Place(NamedTuple):
    """An expression of a student's function that may be changed."""

    node: ast.expr
    parent: ast.AST
    scope: Scope


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


class Text:
    """Source text in which nodes of its tree can be found."""

    def __init__(self, source: str) -> None:
        self._data = source.replace("\r\n", "\n").replace("\r", "\n").encode()
        lines = self._data.split(b"\n")
        self._starts = [0]
        for line in lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """The first and last byte of a node."""
        start = self._starts[node.lineno - 1] + node.col_offset
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return start, self._starts[node.end_lineno - 1] + node.end_col_offset

    def of(self, node: ast.expr | ast.stmt) -> str:
        """The text of a node."""
        start, end = self.span(node)
        return self._data[start:end].decode()

    def with_choices(
        self, function: ast.FunctionDef, choices: Mapping[tuple[int, int], str]
    ) -> str:
        """The text of a function, spans replaced; `{}` in a choice is the original expression."""
        start, end = self.span(function)
        for decorator in function.decorator_list:
            start = min(start, self.span(decorator)[0] - 1)
        spans = sorted(
            (span for span in choices if start <= span[0] and span[1] <= end),
            key=lambda span: (span[0], -span[1]),
        )
        return self._rendered(start, end, spans, choices) + "\n"

    def _rendered(
        self,
        start: int,
        end: int,
        spans: list[tuple[int, int]],
        choices: Mapping[tuple[int, int], str],
    ) -> str:
        """Text of [start, end), where `spans` are in order, an outer one before those in it."""
        parts, at = [], start
        while spans and spans[0][1] <= end:
            first, last = spans.pop(0)
            parts.append(self._data[at:first].decode())
            own = self._rendered(first, last, spans, choices)
            before, _, after = choices[first, last].partition("{}")
            parts.append(before + own + after)
            at = last
        return "".join(parts) + self._data[at:end].decode()


class Edits:
    """The changes of a function and of those that it uses, in the lines that ran."""

    def __init__(self, submission: Submission, call: Call, ran: frozenset[int]) -> None:
        self.text = Text(submission.source)
        self._modules = frozenset(_imported(submission.tree))
        used = {call.function, *submission.functions_used_by(call.function)}
        found = {
            node.name: node
            for node in submission.tree.body
            if isinstance(node, ast.FunctionDef) and node.name in used
        }
        self._functions = tuple(found.values())
        self._places = list(self._all_places(call, ran))[:MAX_PLACES]
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

    # ---------------------------------------------------------------------- places

    def _all_places(self, call: Call, ran: frozenset[int]) -> Iterator[Place]:
        for function in self._functions:
            scope = self._scope(function, call)
            for statement in ast.walk(function):
                if not isinstance(statement, ast.stmt) or statement is function:
                    continue
                own = list(_own_expressions(statement))
                last = max((one.end_lineno or 0 for one in own), default=0)
                if ran.isdisjoint(range(statement.lineno, last + 1)):
                    continue
                for expression in own:
                    for node, parent in self._expressions(expression, statement):
                        yield Place(node, parent, scope)

    def _expressions(self, node: ast.expr, parent: ast.AST) -> Iterator[tuple[ast.expr, ast.AST]]:
        if _has_value(node):
            yield node, parent
        for child in _children(node):
            is_module = isinstance(child, ast.Name) and child.id in self._modules
            if not is_module:
                yield from self._expressions(child, node)

    def _scope(self, function: ast.FunctionDef, call: Call) -> Scope:
        """The names and small expressions that may stand where another one should."""
        given = function.args
        parameters = [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
        stored = [
            node.id
            for node in ast.walk(function)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        ]
        names = list(dict.fromkeys([*parameters, *stored]))[:MAX_NAMES]
        keys: list[str] = []
        if function.name == call.function:
            for name, value in zip(parameters, call.arguments, strict=False):
                keys += [f"{name}[{key!r}]" for key in value] if isinstance(value, dict) else []
        parts = dict.fromkeys([*_counts(names, keys, call, function), *self._parts(function)])
        return Scope(
            tuple(names + keys), tuple(parts)[:MAX_PARTS], self._modules, _definitions(function)
        )

    def _parts(self, function: ast.FunctionDef) -> Iterator[str]:
        whole = {node.value for node in ast.walk(function) if isinstance(node, ast.Assign)}
        for node in ast.walk(function):
            if isinstance(node, ast.BinOp) and node not in whole:
                start, end = self.text.span(node)
                if end - start <= MAX_PART_CHARACTERS:
                    yield f"({self.text.of(node)})"


def _lines(change: Change, place: Place) -> tuple[int, ...]:
    """The lines where a change may belong: another name in the only use of a local name, made of
    it, may as well be a slip where that is defined."""
    node = place.node
    if change.kind == "name" and isinstance(node, ast.Name):
        definition = place.scope.definitions.get(node.id)
        if definition is not None and change.text in definition.names:
            return (definition.line,)
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


def _definitions(function: ast.FunctionDef) -> dict[str, Definition]:
    """Of the local names that are assigned once and used once, where, and of which names."""
    uses = Counter(
        (node.id, type(node.ctx)) for node in ast.walk(function) if isinstance(node, ast.Name)
    )
    found: dict[str, Definition] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if uses[name, ast.Store] == uses[name, ast.Load] == 1:
                names = {part.id for part in ast.walk(node.value) if isinstance(part, ast.Name)}
                use = next(one.lineno for one in _loads(function) if one.id == name)
                step = _is_step(node.value)
                found[name] = Definition(node.lineno, use, frozenset(names), step)
    return found


def _loads(function: ast.FunctionDef) -> Iterator[ast.Name]:
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node


def _is_step(value: ast.expr) -> bool:
    """True for one call of a function on plain names that is more than a conversion."""
    if not isinstance(value, ast.Call):
        return False
    given = [*value.args, *(keyword.value for keyword in value.keywords)]
    named = value.func.attr if isinstance(value.func, ast.Attribute) else ""
    is_plain = all(isinstance(one, (ast.Name, ast.Constant)) for one in given)
    return is_plain and named not in CONVERSIONS


def _counts(
    names: Sequence[str], keys: Sequence[str], call: Call, function: ast.FunctionDef
) -> Iterator[str]:
    """The number of rows, less 1, and less the correction."""
    rows = next((name for name in ROWS if name in names), "")
    if not rows and function.name == call.function and names:
        rows = f"len({names[0]})"
        yield rows
    if rows:
        corrections = [one for one in (*names, *keys) if one.strip("]'").endswith("correction")]
        yield from (f"({rows} - {one})" for one in (*corrections, "1"))


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from ((one.asname or one.name).partition(".")[0] for one in node.names)


def _fresh_names() -> Iterator[str]:
    name = "change"
    while True:
        name += "_"
        yield name


def _own_expressions(statement: ast.stmt) -> Iterator[ast.expr]:
    """The expressions of a statement, without those of the statements in it."""
    if isinstance(statement, (ast.Assert, ast.Raise, ast.FunctionDef, ast.ClassDef)):
        return
    for field, value in ast.iter_fields(statement):
        if field not in _SKIPPED:
            items = value if isinstance(value, list) else [value]
            yield from (item for item in items if isinstance(item, ast.expr))


def _has_value(node: ast.expr) -> bool:
    """True if an expression can be replaced by another one."""
    if isinstance(node, _WITHOUT_VALUE):
        return False
    if isinstance(node, ast.Constant):
        return not isinstance(node.value, (str, bytes))
    if isinstance(node, ast.Tuple):
        return not any(isinstance(item, (ast.Starred, ast.Slice)) for item in node.elts)
    return True


def _children(node: ast.expr) -> Iterable[ast.expr]:
    """The expressions right below one, as far as they can hold a slip."""
    if isinstance(node, ast.JoinedStr):
        return
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute):
            yield node.func.value
        yield from node.args
        yield from (keyword.value for keyword in node.keywords)
    elif isinstance(node, ast.Subscript) and is_key(node):
        return
    elif isinstance(node, ast.NamedExpr):
        yield node.value
    elif isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
        yield node.elt
        for each in node.generators:
            yield from (each.iter, *each.ifs)
    else:
        yield from (child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr))


def is_key(node: ast.expr) -> bool:
    """True if an expression is one value of a dict, such as cache["x"]."""
    return (
        isinstance(node, ast.Subscript)
        and isinstance(node.slice, ast.Constant)
        and isinstance(node.slice.value, str)
    )
