"""The dotted names that expressions stand for: `torch.nn.init`, through imports and assignments."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from grader.submission.forbidden_rules import ForbiddenRules
from grader.submission.name_resolution import Bindings

# Bounds, because a submission may have been written to be slow to read.
ALIAS_ROUNDS = 4
EXPRESSION_DEPTH = 16
NAME_PARTS = 8
MAX_STEPS = 500_000  # about a second; an exercise takes some thousands

# Expressions that hand on what they hold, and the fields that hold it.
_CARRIERS: dict[type[ast.AST], tuple[str, ...]] = {
    ast.BoolOp: ("values",),
    ast.Dict: ("values",),
    ast.IfExp: ("body", "orelse"),
    ast.List: ("elts",),
    ast.NamedExpr: ("value",),
    ast.Set: ("elts",),
    ast.Starred: ("value",),
    ast.Subscript: ("value",),
    ast.Tuple: ("elts",),
}


class TooIntricate(Exception):
    """The submission takes more steps to read than any that was written to be read."""


class DottedNames:
    """The names behind the expressions of one file, as far as they lead to what is forbidden."""

    def __init__(self, bindings: Bindings, rules: ForbiddenRules) -> None:
        """Follow all assignments.

        Raises:
            TooIntricate: that takes too many steps.
        """
        self._bindings = bindings
        self._rules = rules
        self._steps = 0
        self._stars = [
            name for name in rules.relevant(bindings.stars.values()) if not rules.forbid(name)
        ]
        for _ in range(ALIAS_ROUNDS):
            known: dict[ast.AST, frozenset[str]] = {}
            is_settled = True
            for binding, code in bindings.bound:
                if code not in known:
                    known[code] = self.of(code)
                origins = rules.relevant(binding.origins | known[code])
                is_settled &= origins == binding.origins
                binding.origins = origins
            if is_settled:
                break

    def of(self, node: ast.AST, depth: int = 0) -> frozenset[str]:
        """The dotted names that an expression may stand for, as far as they are relevant."""
        self.step()
        if depth == EXPRESSION_DEPTH:
            return frozenset()
        names: set[str] = set()
        match node:
            case ast.Name():
                names.update(self._named(node))
            case ast.alias():
                names.add(self._bindings.imports[node])
            case ast.Attribute():
                names.update(_below(self.of(node.value, depth + 1), node.attr))
            case ast.Call():
                names.update(self._called(node, depth + 1))
            case _:
                for value in _carried(node):
                    names.update(self.of(value, depth + 1))
        return self._rules.relevant(names)

    def member(self, node: ast.AST) -> tuple[ast.expr, str] | None:
        """(a, "b") of `a.b` and of `getattr(a, "b")`."""
        match node:
            case ast.Attribute(ctx=ast.Load()):
                return node.value, node.attr
            case ast.Call(args=[owner, ast.Constant(str(name)), *_]):
                return (owner, name) if "getattr" in self.of(node.func) else None
            case _:
                return None

    def step(self) -> None:
        """Count one step of reading.

        Raises:
            TooIntricate: it is one too many.
        """
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise TooIntricate

    def _named(self, node: ast.Name) -> Iterable[str]:
        binding = self._bindings.of(node)
        if binding:
            return binding.origins
        return node.id, *(f"{module}.{node.id}" for module in self._stars)

    def _called(self, call: ast.Call, depth: int) -> Iterable[str]:
        """The results of `getattr` and of both ways of importing by a call, for a literal name."""
        function = self.of(call.func, depth)
        match call.args:
            case [owner, ast.Constant(str(name)), *_] if "getattr" in function:
                return _below(self.of(owner, depth), name)
            case [ast.Constant(str(name)), *_] if "importlib.import_module" in function:
                return [name]
            case [ast.Constant(str(name)), *_] if "__import__" in function:
                return [name, name.split(".")[0]]
            case _:
                return []


def _below(names: Iterable[str], attribute: str) -> Iterator[str]:
    return (name if name.count(".") >= NAME_PARTS else f"{name}.{attribute}" for name in names)


def _carried(node: ast.AST) -> Iterator[ast.AST]:
    for field in _CARRIERS.get(type(node), ()):
        values = getattr(node, field)
        yield from values if isinstance(values, list) else [values]
