"""The code by which known mistakes are composed and observed, as a digest.

What it makes ahead of time, such as `explanations.bin`, is made anew when this code changes. The
digest is of syntax trees, without comments and docstrings, and the same in all versions of Python.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec

PACKAGE = "grader.grading"
# What the index is made with.
ROOTS = ("explanations.bank", "explanations.composition", "explanations.explanation_index")


@cache
def engine_sha256() -> str:
    """The digest of the modules that make an index, and of those of the same package they use."""
    return digest_of(_source(f"{PACKAGE}.{name}") for name in engine_modules())


@cache
def engine_modules() -> tuple[str, ...]:
    """The names of these modules, in order."""
    found: set[str] = set()
    left = list(ROOTS)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += _used_by(_source(f"{PACKAGE}.{name}"))
    return tuple(sorted(found))


def digest_of(sources: Iterable[str]) -> str:
    """The digest of source texts: another one where they do something else."""
    whole = hashlib.sha256()
    for source in sources:
        whole.update(f"{_shape(ast.parse(source))}\0".encode())
    return whole.hexdigest()


def _used_by(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        module = node.module if isinstance(node, ast.ImportFrom) else None
        if module is not None and module.startswith(f"{PACKAGE}."):
            yield module.removeprefix(f"{PACKAGE}.")


def _source(module: str) -> str:
    """The text of a module, wherever it is installed; empty where only its bytecode is."""
    loader = getattr(find_spec(module), "loader", None)
    text = loader.get_source(module) if loader is not None else None
    return text or ""


def _shape(node: object) -> str:
    """A syntax tree as text. What is empty is left out: versions of Python differ in that."""
    if isinstance(node, list):
        return f"[{','.join(map(_shape, node))}]"
    if not isinstance(node, ast.AST):
        return repr(node)
    parts: list[str] = []
    for name, value in sorted(ast.iter_fields(node)):
        if name == "body" and isinstance(value, list):
            value = [each for each in value if not _is_docstring(each)]
        if value not in (None, [], ""):
            parts.append(f"{name}={_shape(value)}")
    return f"{type(node).__name__}({','.join(parts)})"


def _is_docstring(node: ast.stmt) -> bool:
    """True for a string that stands alone: it does nothing."""
    match node:
        case ast.Expr(value=ast.Constant(value=str())):
            return True
    return False
