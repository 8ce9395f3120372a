"""The parts of which the changes of a student's expressions are made, and where they belong."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import NamedTuple

TURNS = 4
OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**",
             ast.MatMult: "@", ast.FloorDiv: "//"}  # fmt: skip
REDUCING = ("sum", "mean", "var", "std", "max", "min", "amax", "amin", "all", "any", "prod",
            "logsumexp", "softmax", "log_softmax", "norm", "median")  # fmt: skip
AXES = ("dim", "axis")


class Definition(NamedTuple):
    """Where a local name is assigned, and what it is made of.

    Attributes:
        line: of the assignment.
        use: the line of the only use.
        is_step: whether the value is one step by its name, such as `torch.tanh(x)`. It is what
            it says: what is missing is rather missing where it is used.
    """

    line: int
    use: int
    is_step: bool


class Scope(NamedTuple):
    """The names, keys, small expressions and modules in reach of an expression.

    Attributes:
        definitions: of names that are assigned once and used once.
        made_of: the local names, each with those in the values that are assigned to it.
    """

    names: tuple[str, ...]
    parts: tuple[str, ...]
    modules: frozenset[str]
    definitions: Mapping[str, Definition] = {}
    made_of: Mapping[str, frozenset[str]] = {}


class Change(NamedTuple):
    """A text in the place of an expression, and what kind of slip it would mend.

    Attributes:
        prior: the smaller, the sooner it is tried in its turn.
        rank: of two changes on different lines, the one of the smaller rank is believed. It is 0
            where nothing speaks for or against a line.
    """

    turn: int
    prior: float
    kind: str
    text: str
    rank: int = 0


TextOf = Callable[[ast.expr], str]
