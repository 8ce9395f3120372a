"""The small edits that make wrong code of right code: for one node of a syntax tree, its rivals."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

OPERATORS: Mapping[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add, ast.Div),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult, ast.Sub, ast.FloorDiv),
    ast.FloorDiv: (ast.Div, ast.Mult),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult, ast.Div),
    ast.MatMult: (ast.Mult,),
    ast.Gt: (ast.GtE, ast.Lt, ast.NotEq),
    ast.GtE: (ast.Gt, ast.LtE, ast.Eq),
    ast.Lt: (ast.LtE, ast.Gt, ast.NotEq),
    ast.LtE: (ast.Lt, ast.GtE, ast.Eq),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
# Functions, methods and exceptions that are taken for one another.
NAMES: Mapping[str, tuple[str, ...]] = {
    "sum": ("mean", "prod"), "mean": ("sum", "median"), "prod": ("sum",),
    "max": ("min",), "min": ("max",), "any": ("all",), "all": ("any",),
    "sqrt": ("rsqrt", "square"), "rsqrt": ("sqrt",), "square": ("sqrt",),
    "exp": ("log",), "log": ("exp", "log2", "log10"), "log10": ("log", "log2"),
    "tanh": ("sigmoid",), "sigmoid": ("tanh",), "std": ("var",), "var": ("std",),
    "logsumexp": ("softmax", "amax"), "long": ("double", "round"), "double": ("float",),
    "zeros_like": ("ones_like",), "ones_like": ("zeros_like",),
    "zeros": ("ones",), "ones": ("zeros",), "randn": ("rand",), "rand": ("randn",),
    "no_grad": ("enable_grad",), "ValueError": ("TypeError", "Exception"),
}  # fmt: skip
# Keywords whose absence, or presence, goes unnoticed.
HABITS: Mapping[str, tuple[str, int]] = {
    "sum": ("dim", 0), "mean": ("dim", 0), "any": ("dim", 0), "all": ("dim", 0),
    "std": ("correction", 0), "var": ("correction", 0),
}  # fmt: skip
MODULES = frozenset({"math", "torch"})
SCALES = (0.5, 2.0)  # of a constant that is no whole number
NUMERIC = (ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.BinOp, ast.Compare)

Node = TypeVar("Node", bound=ast.AST)


def rivals(node: ast.AST) -> Iterator[ast.AST]:
    """What may stand in the place of a node and is wrong there, most likely."""
    for kinds, edits in _EDITS.items():
        if isinstance(node, kinds):
            for edit in edits:
                yield from edit(node)


def _with(node: Node, **fields: Any) -> Node:
    """A copy of the node, other fields than those given shared with it."""
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _changed(nodes: list[Any], place: int, *new: ast.AST) -> list[Any]:
    return [*nodes[:place], *new, *nodes[place + 1 :]]


def _exchanged(nodes: list[Any]) -> Iterator[list[Any]]:
    """The list with each two neighbours in turn exchanged."""
    for place in range(len(nodes) - 1):
        first, second = nodes[place : place + 2]
        yield [*nodes[:place], second, first, *nodes[place + 2 :]]


def _negative(node: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.USub(), node)


# ---------------------------------------------------------------------------- arithmetic


def _other_operator(node: ast.BinOp) -> Iterator[ast.AST]:
    for operator in OPERATORS.get(type(node.op), ()):
        yield _with(node, op=operator())


def _lost_operand(node: ast.BinOp) -> Iterator[ast.AST]:
    yield node.left
    yield _negative(node.right) if isinstance(node.op, ast.Sub) else node.right


def _exchanged_operands(node: ast.BinOp) -> Iterator[ast.AST]:
    if not isinstance(node.op, ast.Add | ast.Mult):
        yield _with(node, left=node.right, right=node.left)


def _negative_operand(node: ast.BinOp) -> Iterator[ast.AST]:
    yield _with(node, left=_negative(node.left))


def _lost_sign(node: ast.UnaryOp) -> Iterator[ast.AST]:
    yield node.operand


def _negative_value(node: ast.Assign | ast.Return) -> Iterator[ast.AST]:
    if isinstance(node.value, NUMERIC):
        yield _with(node, value=_negative(node.value))


def _negative_member(node: ast.Tuple | ast.List) -> Iterator[ast.AST]:
    for place, item in enumerate(node.elts):
        if isinstance(item, NUMERIC) and isinstance(node.ctx, ast.Load):
            yield _with(node, elts=_changed(node.elts, place, _negative(item)))


def _other_constant(node: ast.Constant) -> Iterator[ast.AST]:
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int):
        yield from map(_number, (value + 1, value - 1, -value))
    elif isinstance(value, float):
        yield from map(_number, (*(value * scale for scale in SCALES), value + 1, -value))


def _number(value: float) -> ast.expr:
    return _negative(ast.Constant(-value)) if value < 0 else ast.Constant(value)


def _other_update(node: ast.AugAssign) -> Iterator[ast.AST]:
    for operator in OPERATORS.get(type(node.op), ()):
        yield _with(node, op=operator())
    yield ast.Assign([node.target], node.value, lineno=node.lineno)


# ----------------------------------------------------------------------------- decisions


def _other_comparison(node: ast.Compare) -> Iterator[ast.AST]:
    for place, operator in enumerate(node.ops):
        for other in OPERATORS.get(type(operator), ()):
            yield _with(node, ops=_changed(node.ops, place, other()))


def _other_connective(node: ast.BoolOp) -> Iterator[ast.AST]:
    yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    for place, value in enumerate(node.values):
        rest = _changed(node.values, place)
        yield _with(node, values=rest) if len(rest) > 1 else rest[0]
        yield _with(node, values=_changed(node.values, place, ast.UnaryOp(ast.Not(), value)))


def _other_condition(node: ast.If | ast.IfExp | ast.While) -> Iterator[ast.AST]:
    for test in _other_tests(node.test):
        yield _with(node, test=test)


def _other_filter(node: ast.SetComp | ast.ListComp | ast.GeneratorExp) -> Iterator[ast.AST]:
    for place, each in enumerate(node.generators):
        for condition, test in enumerate(each.ifs):
            for other in _other_tests(test):
                changed = _with(each, ifs=_changed(each.ifs, condition, other))
                yield _with(node, generators=_changed(node.generators, place, changed))


def _other_tests(test: ast.expr) -> Iterator[ast.expr]:
    yield ast.UnaryOp(ast.Not(), test)
    yield ast.Constant(True)
    yield ast.Constant(False)


def _lost_context(node: ast.With) -> Iterator[ast.AST]:
    yield ast.If(ast.Constant(True), node.body, [])


# --------------------------------------------------------------------- calls and members


def _other_function(node: ast.Name | ast.Attribute) -> Iterator[ast.AST]:
    if isinstance(node, ast.Attribute):
        for name in NAMES.get(node.attr, ()):
            yield _with(node, attr=name)
    elif isinstance(node.ctx, ast.Load):
        for name in NAMES.get(node.id, ()):
            yield _with(node, id=name)


def _lost_call(node: ast.Call) -> Iterator[ast.AST]:
    """The argument of a function, the object of a method, as if it had not been called."""
    function = node.func
    is_method = isinstance(function, ast.Attribute) and not (
        isinstance(function.value, ast.Name) and function.value.id in MODULES
    )
    if is_method and isinstance(function, ast.Attribute):
        yield function.value
    elif node.args:
        yield node.args[0]


def _other_arguments(node: ast.Call) -> Iterator[ast.AST]:
    for arguments in _exchanged(node.args):
        yield _with(node, args=arguments)
    for place, argument in enumerate(node.args):
        if isinstance(argument, NUMERIC):
            yield _with(node, args=_changed(node.args, place, _negative(argument)))
    for place in range(len(node.keywords)):
        yield _with(node, keywords=_changed(node.keywords, place))


def _habit(node: ast.Call) -> Iterator[ast.AST]:
    if isinstance(node.func, ast.Attribute) and node.func.attr in HABITS:
        keyword, value = HABITS[node.func.attr]
        if keyword not in [item.arg for item in node.keywords]:
            added = ast.keyword(keyword, ast.Constant(value))
            yield _with(node, keywords=[*node.keywords, added])


def _exchanged_members(node: ast.Tuple | ast.List) -> Iterator[ast.AST]:
    if isinstance(node.ctx, ast.Load):
        for members in _exchanged(node.elts):
            yield _with(node, elts=members)


def _exchanged_values(node: ast.Dict) -> Iterator[ast.AST]:
    for values in _exchanged(node.values):
        yield _with(node, values=values)


def _lost_index(node: ast.Subscript) -> Iterator[ast.AST]:
    yield node.value


_EDITS: Mapping[Any, tuple[Callable[[Any], Iterator[ast.AST]], ...]] = {
    ast.BinOp: (_other_operator, _lost_operand, _exchanged_operands, _negative_operand),
    ast.UnaryOp: (_lost_sign,),
    ast.Constant: (_other_constant,),
    (ast.Assign, ast.Return): (_negative_value,),
    ast.AugAssign: (_other_update,),
    ast.Compare: (_other_comparison,),
    ast.BoolOp: (_other_connective,),
    (ast.If, ast.IfExp, ast.While): (_other_condition,),
    (ast.SetComp, ast.ListComp, ast.GeneratorExp, ast.DictComp): (_other_filter,),
    ast.With: (_lost_context,),
    (ast.Name, ast.Attribute): (_other_function,),
    ast.Call: (_lost_call, _other_arguments, _habit),
    (ast.Tuple, ast.List): (_exchanged_members, _negative_member),
    ast.Dict: (_exchanged_values,),
    ast.Subscript: (_lost_index,),
}
