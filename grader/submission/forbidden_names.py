"""The forbidden shortcuts that the graded functions take, found by reading their source.

Nothing is run. Names are followed through imports and assignments, functions through all that
they mention, in this file and in those beside it; code that no graded function reaches is the
student's own business. This keeps honest students on the path and proves nothing against someone
who hides the shortcut: names built at run time and functions passed as arguments stay unseen.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeGuard

from msgspec import Struct

from grader.submission.name_resolution import Binding, Bindings

# Bounds, because a submission may have been written to be slow to read.
ALIAS_ROUNDS = 4
EXPRESSION_DEPTH = 16
NAME_PARTS = 8
MAX_STEPS = 500_000  # about a second; an exercise takes some thousands
TOO_INTRICATE = "names in more ways than can be followed"

# Beside what an exercise forbids: the inside of torch, where all of it is there under other names.
INSIDE = ("torch._*", "functorch", "sys.modules")
# An exercise that forbids .backward means these, too.
IMPLIED = {"backward": ("grad_fn", "requires_grad_")}
GRADIENTS = "requires_grad"  # to ask for them is no shortcut yet; to want them is

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
_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


class Shortcut(Struct, frozen=True, order=True):
    """A line where a graded function, or something it uses, takes a forbidden way."""

    line: int
    name: str  # as torch spells it, whatever the student calls it; ".backward" for a method
    function: str  # the definition that holds the line; outside of all, the graded function


def find_shortcuts(
    tree: ast.Module,
    functions: Collection[str],
    forbidden: Collection[str],
    *,
    own_methods: Collection[str] = (),
    siblings: Mapping[str, ast.Module] = {},
) -> tuple[Shortcut, ...]:
    """Find the forbidden names that the graded functions use, in the order of their lines.

    What is found in a sibling stands on the line that imports it. What an exercise does not name,
    and means by a name that it has, is told only where nothing else is found.

    Args:
        tree: the submission, parsed.
        functions: the graded functions; the last definition of each counts.
        forbidden: "torch.nn.init" forbids this name and all below it, "torch.nn.BatchNorm*"
            every name that begins so, ".backward" an attribute of that name on anything,
            unless a class that the graded function uses defines it.
        own_methods: further attributes that the student's own code defines.
        siblings: the files that it imports from beside it, parsed, by module.
    """
    rules, left = _Rules(forbidden), dict(siblings)
    try:
        found = _found_in(tree, functions, rules, own_methods, left)
    except _TooIntricate:
        return (Shortcut(1, TOO_INTRICATE, next(iter(functions), "the file")),)
    named = [one for one in found if one.name.removeprefix(".") not in rules.implied]
    return tuple(sorted({(one.line, one.name): one for one in reversed(named or found)}.values()))


def _found_in(
    tree: ast.Module,
    functions: Collection[str],
    rules: _Rules,
    own_methods: Collection[str],
    siblings: dict[str, ast.Module],
) -> list[Shortcut]:
    """The shortcuts that the functions of one file use; those imported of siblings once each."""
    search = _Search(Bindings(tree), rules)
    found = [one for function in functions for one in search.shortcuts_of(function, own_methods)]
    for module, line, name in search.imported_from(siblings.keys()):
        sibling = siblings.pop(module, None)
        if sibling is not None:
            used = Bindings(sibling).module.names.keys() & _mentioned(tree)
            inner = _found_in(sibling, sorted(used), rules, own_methods, siblings)
            found += [Shortcut(line, one.name, name) for one in inner]
    return found


def _mentioned(tree: ast.Module) -> set[str]:
    """All names in a file: what it may use of another is among them."""
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
                found.add(name)
            case ast.Constant(value=str(name)):  # of getattr
                found.add(name)
    return found


class _TooIntricate(Exception):
    """The submission takes more steps to read than any that was written to be read."""


class _Rules:
    """The forbidden names, and the names on the way to them."""

    def __init__(self, forbidden: Collection[str]) -> None:
        self.methods = {entry[1:] for entry in forbidden if entry.startswith(".")}
        self.implied = {name for method in self.methods for name in IMPLIED.get(method, ())} | (
            {GRADIENTS} if self.methods & IMPLIED.keys() else set()
        )
        self.methods |= self.implied - {GRADIENTS}
        forbidden = (*forbidden, *INSIDE)
        self._known: dict[frozenset[str], frozenset[str]] = {}
        self._dotted = [entry for entry in forbidden if not entry.startswith(".")]
        self._leading = {"getattr", "__import__", "importlib", "importlib.import_module"}
        for entry in self._dotted:
            parts = entry.split(".")
            self._leading |= {".".join(parts[:end]) for end in range(1, len(parts))}

    def forbid(self, name: str) -> bool:
        return any(
            name.startswith(entry[:-1]) if entry[-1] == "*" else f"{name}.".startswith(f"{entry}.")
            for entry in self._dotted
        )

    def first_forbidden(self, names: Iterable[str]) -> str | None:
        return min(filter(self.forbid, names), default=None)

    def relevant(self, names: Iterable[str]) -> frozenset[str]:
        """The names that lead to something forbidden, and at most one that is forbidden."""
        names = frozenset(names)
        if names not in self._known:
            forbidden = self.first_forbidden(names)
            found = names & self._leading | ({forbidden} if forbidden else frozenset())
            self._known[names] = found
        return self._known[names]


class _Search:
    """Walks through all that a graded function uses, and holds it against the rules."""

    def __init__(self, bindings: Bindings, rules: _Rules) -> None:
        self._bindings = bindings
        self._rules = rules
        self._steps = 0
        self._reached: dict[ast.alias, str] = {}  # imports, and the functions that use them
        self._stars = [
            name for name in rules.relevant(bindings.stars.values()) if not rules.forbid(name)
        ]
        for _ in range(ALIAS_ROUNDS):
            known: dict[ast.AST, frozenset[str]] = {}
            for binding, code in bindings.bound:
                if code not in known:
                    known[code] = self._origins(code)
                binding.origins = rules.relevant(binding.origins | known[code])

    def shortcuts_of(self, function: str, own: Collection[str]) -> Iterator[Shortcut]:
        """The shortcuts in everything that `function` uses."""
        yield from self._from_stars(function)
        methods: list[Shortcut] = []
        own_methods = set(own)
        for node, name, place in self._used_by(function):
            line = getattr(node, "lineno", 0)
            if node in self._bindings.classes:
                own_methods |= self._bindings.classes[node].names.keys()
            own_methods |= _given_attributes(node)
            if isinstance(node, ast.alias):
                self._reached.setdefault(node, place)
            if GRADIENTS in self._rules.implied and _wants_gradients(node):
                methods.append(Shortcut(line, GRADIENTS, place))
            if name:
                yield Shortcut(line, name, place)
            elif (member := self._member(node)) and member[1] in self._rules.methods:
                methods.append(Shortcut(line, f".{member[1]}", place))
        own_methods.discard(GRADIENTS)
        yield from (one for one in methods if one.name.removeprefix(".") not in own_methods)

    def imported_from(self, modules: Collection[str]) -> list[tuple[str, int, str]]:
        """The modules that were reached, each with the line and the function that imports it."""
        stars = {alias: "the file" for alias in self._bindings.stars}
        found = []
        for alias, place in (self._reached | stars).items():
            origin = self._bindings.stars.get(alias) or self._bindings.imports[alias]
            module = origin.lstrip(".").split(".")[0]
            if module in modules:
                found.append((module, alias.lineno, place))
        return found

    def _from_stars(self, function: str) -> Iterator[Shortcut]:
        """`import *` of a forbidden module, or of one that brings the function itself."""
        missing = function not in self._bindings.module.names
        for alias, module in self._bindings.stars.items():
            for name in (module, f"{module}.{function}" if missing else module):
                if self._rules.forbid(name):
                    yield Shortcut(alias.lineno, name, function)

    def _used_by(self, function: str) -> Iterator[tuple[ast.AST, str | None, str]]:
        """The code that `function` reaches, its forbidden name, and in which definition it is."""
        start = self._bindings.module.names.get(function)
        ahead = [(start, function)] if start else []
        seen: set[Binding | ast.AST] = set()
        while ahead:
            binding, outside = ahead.pop()
            for code in (code for code in binding.code if code not in seen):
                seen.add(code)
                place = code.name if isinstance(code, _Definition) else outside
                for node, name in self._parts(code):
                    yield node, name, place
                    used = self._bindings.of(node) if _is_read(node) and not name else None
                    if used and used not in seen:
                        seen.add(used)
                        ahead.append((used, place))

    def _parts(self, code: ast.AST) -> Iterator[tuple[ast.AST, str | None]]:
        """The parts of code that may run, with their forbidden names; dotted names as a whole."""
        covered: set[ast.AST] = set()
        for node in ast.walk(code):
            self._step()
            if node not in self._bindings.scopes or node in covered:
                continue
            name = self._forbidden(node)
            yield node, name
            member = self._member(node) if name else None
            while member:
                covered.add(member[0])
                member = self._member(member[0])

    def _forbidden(self, node: ast.AST) -> str | None:
        """The forbidden name that an expression spells, through whatever aliases."""
        if _is_read(node) or isinstance(node, ast.Attribute | ast.Call | ast.alias):
            return self._rules.first_forbidden(self._origins(node))
        return None

    def _member(self, node: ast.AST) -> tuple[ast.expr, str] | None:
        """(a, "b") of `a.b` and of `getattr(a, "b")`."""
        match node:
            case ast.Attribute(ctx=ast.Load()):
                return node.value, node.attr
            case ast.Call(args=[owner, ast.Constant(str(name)), *_]):
                return (owner, name) if "getattr" in self._origins(node.func) else None
            case _:
                return None

    def _origins(self, node: ast.AST, depth: int = 0) -> frozenset[str]:
        """The dotted names that an expression may stand for, as far as they are relevant."""
        self._step()
        if depth == EXPRESSION_DEPTH:
            return frozenset()
        names: set[str] = set()
        match node:
            case ast.Name():
                names.update(self._named(node))
            case ast.alias():
                names.add(self._bindings.imports[node])
            case ast.Attribute():
                names.update(_below(self._origins(node.value, depth + 1), node.attr))
            case ast.Call():
                names.update(self._called(node, depth + 1))
            case _:
                for value in _carried(node):
                    names.update(self._origins(value, depth + 1))
        return self._rules.relevant(names)

    def _step(self) -> None:
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise _TooIntricate

    def _named(self, node: ast.Name) -> Iterable[str]:
        binding = self._bindings.of(node)
        if binding:
            return binding.origins
        return node.id, *(f"{module}.{node.id}" for module in self._stars)

    def _called(self, call: ast.Call, depth: int) -> Iterable[str]:
        """The results of `getattr` and of both ways of importing by a call, for a literal name."""
        function = self._origins(call.func, depth)
        match call.args:
            case [owner, ast.Constant(str(name)), *_] if "getattr" in function:
                return _below(self._origins(owner, depth), name)
            case [ast.Constant(str(name)), *_] if "importlib.import_module" in function:
                return [name]
            case [ast.Constant(str(name)), *_] if "__import__" in function:
                return [name, name.split(".")[0]]
            case _:
                return []


def _wants_gradients(node: ast.AST) -> bool:
    """True if something is made to remember how it is computed: `requires_grad=True`."""
    match node:
        case ast.keyword(arg=name, value=value):
            off = isinstance(value, ast.Constant) and value.value is False
            return name == GRADIENTS and not off
        case ast.Attribute(ctx=ast.Store(), attr=name):
            return name == GRADIENTS
        case _:
            return False


def _given_attributes(node: ast.AST) -> set[str]:
    """The attributes that a piece of code gives to an object: `a.b = ...`, `Namespace(b=...)`."""
    match node:
        case ast.Attribute(ctx=ast.Store(), attr=name) | ast.keyword(arg=str(name)):
            return {name}
        case _:
            return set()


def _below(names: Iterable[str], attribute: str) -> Iterator[str]:
    return (name if name.count(".") >= NAME_PARTS else f"{name}.{attribute}" for name in names)


def _is_read(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)


def _carried(node: ast.AST) -> Iterator[ast.AST]:
    for field in _CARRIERS.get(type(node), ()):
        values = getattr(node, field)
        yield from values if isinstance(values, list) else [values]
