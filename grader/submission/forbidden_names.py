"""The forbidden shortcuts that the graded functions take, found by reading their source.

Nothing is run. Names are followed through imports and assignments, functions through all that
they mention, in this file and in those beside it; code that no graded function reaches is the
student's own business. This keeps honest students on the path and proves nothing against someone
who hides the shortcut: names built at run time and functions passed as arguments stay unseen.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from typing import TypeGuard

from msgspec import Struct

from grader.submission.dotted_names import DottedNames, TooIntricate
from grader.submission.forbidden_rules import GRADIENTS, ForbiddenRules
from grader.submission.name_resolution import Binding, Bindings

TOO_INTRICATE = "names in more ways than can be followed"

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
    rules, left = ForbiddenRules(forbidden), dict(siblings)
    try:
        found = _found_in(tree, functions, rules, own_methods, left)
    except TooIntricate:
        return (Shortcut(1, TOO_INTRICATE, next(iter(functions), "the file")),)
    named = [one for one in found if one.name.removeprefix(".") not in rules.implied]
    return tuple(sorted({(one.line, one.name): one for one in reversed(named or found)}.values()))


def _found_in(
    tree: ast.Module,
    functions: Collection[str],
    rules: ForbiddenRules,
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


class _Search:
    """Walks through all that a graded function uses, and holds it against the rules."""

    def __init__(self, bindings: Bindings, rules: ForbiddenRules) -> None:
        self._bindings = bindings
        self._rules = rules
        self._names = DottedNames(bindings, rules)
        self._reached: dict[ast.alias, str] = {}  # imports, and the functions that use them

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
            elif (member := self._names.member(node)) and member[1] in self._rules.methods:
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
            self._names.step()
            if node not in self._bindings.scopes or node in covered:
                continue
            name = self._forbidden(node)
            yield node, name
            member = self._names.member(node) if name else None
            while member:
                covered.add(member[0])
                member = self._names.member(member[0])

    def _forbidden(self, node: ast.AST) -> str | None:
        """The forbidden name that an expression spells, through whatever aliases."""
        if _is_read(node) or isinstance(node, ast.Attribute | ast.Call | ast.alias):
            return self._rules.first_forbidden(self._names.of(node))
        return None


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


def _is_read(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
