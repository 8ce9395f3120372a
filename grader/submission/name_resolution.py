"""The possible meanings of every name in a Python file, found by reading it, not by running it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

_Step = Callable[[], Iterable["_Step"]]


@dataclass(eq=False)
class Binding:
    """The meaning of a name: the code it was given, and the dotted names that this may mean."""

    code: list[ast.AST] = field(default_factory=list)
    origins: frozenset[str] = frozenset()


@dataclass(eq=False)
class Scope:
    """The names of a module, a class, a function or a comprehension."""

    parent: Scope | None = None
    is_class: bool = False
    names: dict[str, Binding] = field(default_factory=dict)
    declared: dict[str, Scope] = field(default_factory=dict)  # global and nonlocal names


class Bindings(ast.NodeVisitor):
    """The code behind every name of a file.

    At module level the order of the lines counts: a later binding replaces an earlier one,
    unless it stands in a branch or a loop. Elsewhere a name stands for all it is ever given.
    A visit does not descend: it gives the steps that come next, in the order in which Python
    takes them, because code may be nested too deeply for recursion.
    """

    def __init__(self, tree: ast.Module) -> None:
        self.module = Scope()
        self.scopes: dict[ast.AST, Scope] = {}  # where each piece of code stands, if it may run
        self.classes: dict[ast.AST, Scope] = {}  # the inside of each class
        self.imports: dict[ast.AST, str] = {}  # the dotted name behind each import
        self.stars: dict[ast.alias, str] = {}  # the module behind each `import *`
        self.bound: list[tuple[Binding, ast.AST]] = []  # all that was ever bound, in order
        self._pinned: dict[ast.AST, Binding] = {}  # names that are read while the file loads
        self._found: dict[tuple[Scope, str], Binding | None] = {}
        self._scope = self.module  # of the node that is being visited
        self._certain = False  # whether that node stands outside of all branches and loops
        ahead = list(self._then(reversed(tree.body), certain=True))
        while ahead:
            ahead.extend(reversed(list(ahead.pop()())))

    def of(self, name: ast.Name) -> Binding | None:
        """The meaning of a name where it is read; None when the file does not bind it."""
        if name in self._pinned:
            return self._pinned[name]
        start = self.scopes[name]
        if (start, name.id) not in self._found:
            scope: Scope | None = start
            while scope and (name.id not in scope.names or (scope.is_class and scope is not start)):
                scope = scope.parent
            self._found[start, name.id] = scope.names[name.id] if scope else None
        return self._found[start, name.id]

    def _then(
        self, nodes: Iterable[ast.AST | None], scope: Scope | None = None, *, certain: bool = False
    ) -> Iterator[_Step]:
        for node in nodes:
            if node is not None:
                yield partial(self._visit_in, scope or self._scope, node, certain)

    def _visit_in(self, scope: Scope, node: ast.AST, certain: bool) -> Iterator[_Step]:
        if node not in self.scopes:
            self._scope = self.scopes[node] = scope
            self._certain = certain
            yield from self.visit(node)

    def _then_bind(
        self, name: str, code: ast.AST | None, *, certain: bool | None = None
    ) -> Iterator[_Step]:
        scope = self._scope.declared.get(name, self._scope)
        replaces = self._certain if certain is None else certain
        yield partial(self._bind, scope, name, code, replaces=replaces)

    def _bind(
        self, scope: Scope, name: str, code: ast.AST | None, *, replaces: bool = False
    ) -> tuple[_Step, ...]:
        if name not in scope.names or (replaces and code is not None):
            scope.names[name] = Binding()
        if code is not None:
            scope.names[name].code.append(code)
            self.bound.append((scope.names[name], code))
        return ()

    def _then_assign(
        self, target: ast.expr, value: ast.expr | None, *, pairwise: bool = True
    ) -> Iterator[_Step]:
        """Bind the names of a target; an entry of a table is bound to the name of the table."""
        pairs = [(target, value)]
        while pairs:
            target, value = pairs.pop()
            if isinstance(target, ast.Tuple | ast.List):
                pairs += _matched(target.elts, value, pairwise=pairwise)
            elif isinstance(target, ast.Starred):
                pairs.append((target.value, value))
            elif isinstance(target, ast.Name):
                yield from self._then_bind(target.id, value)
            else:
                yield from self._then([target])
                table = _root(target)
                if table in self._scope.names:
                    yield from self._then_bind(table, value, certain=False)

    def generic_visit(self, node: ast.AST) -> Iterator[_Step]:
        return self._then(ast.iter_child_nodes(node))

    def visit_Name(self, node: ast.Name) -> Iterator[_Step]:
        if self._scope is self.module and node.id in self.module.names:
            self._pinned[node] = self.module.names[node.id]
        return iter(())

    def visit_FunctionDef(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    ) -> Iterator[_Step]:
        """Default values and decorators run outside; annotations are no use of a name."""
        given, inner = node.args, Scope(self._scope)
        required = len(given.posonlyargs) + len(given.args) - len(given.defaults)
        names = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
        defaults = [*[None] * required, *given.defaults, *given.kw_defaults, None, None]
        for argument, default in zip(names, defaults, strict=True):
            if argument is not None:
                self._bind(inner, argument.arg, default)
        yield from self._then(defaults)
        if isinstance(node, ast.Lambda):
            yield from self._then([node.body], inner)
        else:
            yield from self._then(node.decorator_list)
            yield from self._then_bind(node.name, node)
            yield from self._then(node.body, inner)

    visit_AsyncFunctionDef = visit_Lambda = visit_FunctionDef

    def visit_ClassDef(self, node: ast.ClassDef) -> Iterator[_Step]:
        self.classes[node] = inner = Scope(self._scope, is_class=True)
        yield from self._then([*node.decorator_list, *node.bases, *node.keywords])
        yield from self._then_bind(node.name, node)
        yield from self._then(node.body, inner)

    def visit_ListComp(
        self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
    ) -> Iterator[_Step]:
        yield from self._then([node.generators[0].iter])
        yield from self._then(ast.iter_child_nodes(node), Scope(self._scope))

    visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_ListComp

    def visit_For(self, node: ast.For | ast.AsyncFor | ast.comprehension) -> Iterator[_Step]:
        self._certain = False
        yield from self._then_assign(node.target, node.iter, pairwise=False)
        yield from self.generic_visit(node)

    visit_AsyncFor = visit_comprehension = visit_For

    def visit_Assign(
        self, node: ast.Assign | ast.AnnAssign | ast.AugAssign | ast.NamedExpr
    ) -> Iterator[_Step]:
        self._certain = self._certain and not isinstance(node, ast.AugAssign)
        yield from self._then([node.value])
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            yield from self._then_assign(target, node.value)

    visit_AnnAssign = visit_AugAssign = visit_NamedExpr = visit_Assign

    def visit_withitem(self, node: ast.withitem) -> Iterator[_Step]:
        yield from self._then([node.context_expr])
        if node.optional_vars is not None:
            yield from self._then_assign(node.optional_vars, node.context_expr, pairwise=False)

    def visit_ExceptHandler(
        self, node: ast.ExceptHandler | ast.MatchAs | ast.MatchStar
    ) -> Iterator[_Step]:
        if node.name is not None:
            yield from self._then_bind(node.name, None)
        yield from self.generic_visit(node)

    visit_MatchAs = visit_MatchStar = visit_ExceptHandler

    def visit_Import(self, node: ast.Import) -> Iterator[_Step]:
        for alias in node.names:
            top = alias.name.split(".")[0]
            yield from self._then_import(alias, alias.name if alias.asname else top, top)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> Iterator[_Step]:
        module = "." * node.level + (node.module or "")
        for alias in node.names:
            if alias.name == "*":
                self.stars[alias] = module
            else:
                yield from self._then_import(alias, f"{module}.{alias.name}", alias.name)

    def _then_import(self, alias: ast.alias, origin: str, name: str) -> Iterator[_Step]:
        self.scopes[alias] = self._scope
        self.imports[alias] = origin
        return self._then_bind(alias.asname or name, alias)

    def visit_Global(self, node: ast.Global | ast.Nonlocal) -> Iterator[_Step]:
        outer = self.module if isinstance(node, ast.Global) else self._scope.parent
        self._scope.declared |= dict.fromkeys(node.names, outer or self.module)
        return iter(())

    visit_Nonlocal = visit_Global

    def visit_If(self, node: ast.If) -> Iterator[_Step]:
        """Skip the code under `if __name__ == "__main__"`, which grading does not run."""
        return self._then(node.orelse) if _is_main(node.test) else self.generic_visit(node)


def _matched(
    targets: Sequence[ast.expr], value: ast.expr | None, *, pairwise: bool
) -> Iterable[tuple[ast.expr, ast.expr | None]]:
    """Each target with its own value, where the values are written out, or with all of them."""
    if pairwise and isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(targets):
        return zip(targets, value.elts, strict=True)
    return [(target, value) for target in targets]


def _root(target: ast.expr) -> str:
    """`TABLE` of the targets `TABLE["name"]` and `TABLE.name`."""
    while isinstance(target, ast.Attribute | ast.Subscript):
        target = target.value
    return target.id if isinstance(target, ast.Name) else ""


def _is_main(test: ast.expr) -> bool:
    match test:
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
            match left, right:
                case (ast.Name("__name__"), ast.Constant("__main__")):
                    return True
                case (ast.Constant("__main__"), ast.Name("__name__")):
                    return True
    return False
