"""What of an exercise is written: which functions, and in which of a student's two files."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Collection
from pathlib import Path

from grader.errors import UnreadableSubmission
from grader.submission.notebook_cells import MAX_NOTEBOOK_BYTES, read_cells
from grader.submission.notebook_program import Piece, as_program

SUFFIXES = (".py", ".ipynb")


def unwritten_functions(tree: ast.Module) -> frozenset[str]:
    """The functions of a file that do nothing but raise NotImplementedError."""
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    return frozenset(name for name, node in functions.items() if _is_unwritten(node))


def is_stub(content: bytes, functions: Collection[str], suffix: str = ".py") -> bool:
    """Whether a file defines all of the functions and none of them is written yet."""
    try:
        tree = _tree(content, functions, suffix)
    except (SyntaxError, ValueError, RecursionError, MemoryError, UnreadableSubmission):
        return False
    return unwritten_functions(tree) >= set(functions)


def counting_file(folder: Path, name: str, functions: Collection[str]) -> Path | None:
    """Which file of an exercise's folder counts, the Python file or the notebook.

    The one in which something is written; if both are, the newer; None where there is neither.
    """
    files = [folder / f"{name}{suffix}" for suffix in SUFFIXES]
    present = [file for file in files if file.exists()]
    if len(present) < 2:
        return next(iter(present), None)
    written = [file for file in present if not _is_stub_file(file, functions)]
    return max(written or present[:1], key=lambda file: file.stat().st_mtime_ns)


def _is_stub_file(file: Path, functions: Collection[str]) -> bool:
    """Whether nothing is written in a file; one that cannot be read is not as it was given."""
    try:
        if file.stat().st_size > MAX_NOTEBOOK_BYTES:
            return False
        return is_stub(file.read_bytes(), functions, file.suffix)
    except OSError:
        return False


def _tree(content: bytes, functions: Collection[str], suffix: str) -> ast.Module:
    if suffix == ".ipynb":
        cells = [cell for cell in read_cells(content, "") if not cell.is_check]
        pieces = [Piece(cell.number, cell.source) for cell in cells]
        return as_program(pieces, functions, "").tree
    with warnings.catch_warnings(action="ignore"):  # of "\\d" in a string
        return ast.parse(content)


def _is_unwritten(function: ast.FunctionDef) -> bool:
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    if len(body) != 1 or not isinstance(body[0], ast.Raise):
        return False
    raised = body[0].exc.func if isinstance(body[0].exc, ast.Call) else body[0].exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
