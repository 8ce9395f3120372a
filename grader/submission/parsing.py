"""Files of strangers, read and parsed within limits; one that exceeds them costs a sentence.

Parsing takes memory for every node, and compiling may take time that doubles with each level of
nesting, so both are asked for only after a look at what they would cost.
"""

from __future__ import annotations

import ast
import os
import stat
import warnings
from collections.abc import Iterable
from pathlib import Path

from grader.errors import UnreadableSubmission

MAX_CODE_BYTES = 128 << 10  # of a Python file, and of all the code in a notebook
MAX_NOTEBOOK_BYTES = 8 << 20  # figures are kept inside a notebook
MAX_NODES = 50_000  # of a syntax tree; 128 KiB of code as people write it have half of that
MAX_BRACES = 10_000  # each field of an f-string has the whole of it searched again
_Jump = ast.Return | ast.Break | ast.Continue
_Try = ast.Try | ast.TryStar
_Block = ast.stmt | ast.ExceptHandler | ast.match_case


def size_limit(path: Path) -> int:
    """The maximum size of a file of this name, in bytes."""
    return MAX_NOTEBOOK_BYTES if path.suffix == ".ipynb" else MAX_CODE_BYTES


def read_regular(path: Path) -> bytes:
    """Read a regular file of a limited size; links, pipes and devices are refused.

    Raises:
        UnreadableSubmission: the file is missing, too large, or no regular file.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        descriptor = os.open(path, flags)
    except FileNotFoundError as error:
        raise UnreadableSubmission(f"There is no file {path}.", "Check the path.") from error
    except OSError as error:
        raise UnreadableSubmission(f"{path} cannot be opened: {error.strerror}.") from error
    facts, limit = os.fstat(descriptor), size_limit(path)
    if not stat.S_ISREG(facts.st_mode):
        os.close(descriptor)
        raise UnreadableSubmission(f"{path} is not a regular file.", "Name a .py or .ipynb file.")
    try:
        with os.fdopen(descriptor, "rb") as file:
            data = file.read(limit + 1) if facts.st_size <= limit else b""
    except OSError as error:  # such as a network drive that goes away
        raise UnreadableSubmission(f"{path} cannot be read: {error.strerror}.") from error
    if max(len(data), facts.st_size) > limit:
        remedy = "Clear its outputs." if path.suffix == ".ipynb" else "Submit the exercise alone."
        raise UnreadableSubmission(f"{path} is larger than {_as_size(limit)}.", remedy)
    return data


def parse(source: str | bytes, name: str) -> ast.Module:
    """Parse a Python text, without a word on odd escapes.

    Raises:
        SyntaxError: it is not Python.
        ValueError, RecursionError, MemoryError: it holds too much, or what no parser reads.
    """
    if len(source) > MAX_CODE_BYTES:
        raise ValueError(f"it is larger than {_as_size(MAX_CODE_BYTES)}")
    braces = source.count("{") if isinstance(source, str) else source.count(b"{")
    if braces > MAX_BRACES:
        raise ValueError(f"it has more than {MAX_BRACES:,} opening braces")
    with warnings.catch_warnings(action="ignore"):  # of "\\d" in a string: not our business
        tree = ast.parse(source, name)
    if sum(1 for _ in ast.walk(tree)) > MAX_NODES:
        raise ValueError(f"it has more than {MAX_NODES:,} syntax nodes")
    return tree


def require_compilable(tree: ast.Module, name: str, flags: int = 0) -> None:
    """Find what parses and does not compile, such as a `return` in no function.

    Raises:
        SyntaxError: it does not compile.
        ValueError, RecursionError, MemoryError: it would take too much to find out.
    """
    cost, _ = _cost_of(tree.body)
    if cost > MAX_NODES:
        raise ValueError("it nests `finally` too deeply")
    with warnings.catch_warnings(action="ignore"):
        compile(tree, name, "exec", flags, dont_inherit=True)


def _cost_of(nodes: Iterable[ast.AST]) -> tuple[int, int]:
    """The number of nodes that the compiler writes code for, and how many of them jump.

    It writes the block of a `finally` once for the end of the `try`, once for an exception and
    once for every jump out of it; nested, these numbers multiply.
    """
    cost = jumps = 0
    for node in nodes:
        last = set(node.finalbody) if isinstance(node, _Try) else set()
        others = [child for child in ast.iter_child_nodes(node) if child not in last]
        inner, inner_jumps = _cost_of(child for child in others if isinstance(child, _Block))
        parts = (child for child in others if not isinstance(child, _Block))
        inner += sum(1 for part in parts for _ in ast.walk(part))
        if last:
            last_cost, last_jumps = _cost_of(last)
            inner += (2 + inner_jumps) * last_cost
            inner_jumps += (2 + inner_jumps) * last_jumps
        cost += 1 + inner
        jumps += inner_jumps + isinstance(node, _Jump)
    return cost, jumps


def _as_size(limit: int) -> str:
    return f"{limit >> 20} MiB" if limit >= 1 << 20 else f"{limit >> 10} KiB"
