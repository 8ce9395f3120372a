"""The written part of an exercise: which functions, and in which of a student's files."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from grader.errors import UnreadableSubmission
from grader.submission.notebook_cells import read_cells
from grader.submission.notebook_program import Piece, as_program
from grader.submission.parsing import parse, read_regular

SUFFIXES = (".py", ".ipynb")
_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
_NO_PYTHON = (SyntaxError, ValueError, RecursionError, MemoryError, UnreadableSubmission)


def unwritten_functions(tree: ast.Module) -> frozenset[str]:
    """The functions of a file that do nothing but raise NotImplementedError."""
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    return frozenset(name for name, node in functions.items() if _is_unwritten(node))


def is_stub(content: bytes, functions: Collection[str], suffix: str = ".py") -> bool:
    """True if a file defines all of the functions and none of them is written yet."""
    try:
        tree = _tree(content, functions, suffix)
    except _NO_PYTHON:
        return False
    return unwritten_functions(tree) >= set(functions)


def is_untouched(content: bytes, functions: Collection[str], suffix: str = ".py") -> bool:
    """True if nothing is written in a file: it is blank, or a stub of this or an earlier release.

    The functions of an earlier release may have other names, and other docstrings. What cannot be
    parsed is not as it was given.
    """
    try:
        tree = _tree(content, functions, suffix)
    except _NO_PYTHON:
        return False
    definitions = [node for node in tree.body if isinstance(node, _Definition)]
    unwritten = unwritten_functions(tree)
    if any(name in functions and name not in unwritten for name in _bound_names(tree)):
        return False
    if unwritten >= set(functions):
        return True
    public = [node for node in definitions if not node.name.startswith("_")]
    return all(node.name in unwritten for node in public) and (bool(public) or _is_blank(tree))


def counting_files(files: Sequence[Path], functions: Collection[str]) -> tuple[Path, ...]:
    """Of the files that a student has for one exercise, those in which something is written.

    This is the one rule on which file counts. Where something is written in several, the caller
    says what follows: at home the newer counts, in a class the better. Where nothing is written in
    any, the first of `files` is given, and none where there is none.
    """
    if len(files) < 2:
        return tuple(files)
    written = [file for file in files if not _is_untouched_file(file, functions)]
    return tuple(written or files[:1])


def counting_file(folder: Path, name: str, functions: Collection[str]) -> Path | None:
    """The file of an exercise's folder that counts at home, the Python file or the notebook.

    The one in which something is written; if both are, the newer; None where there is neither.
    """
    files = [folder / f"{name}{suffix}" for suffix in SUFFIXES]
    counting = counting_files([file for file in files if file.exists()], functions)
    return max(counting, key=lambda file: file.stat().st_mtime_ns, default=None)


def _is_untouched_file(file: Path, functions: Collection[str]) -> bool:
    """True if nothing is written in a file; one that cannot be read is not as it was given."""
    try:
        return is_untouched(read_regular(file), functions, file.suffix)
    except UnreadableSubmission:
        return False


def _tree(content: bytes, functions: Collection[str], suffix: str) -> ast.Module:
    if suffix == ".ipynb":
        cells = [cell for cell in read_cells(content, "") if not cell.is_check]
        pieces = [Piece(cell.number, cell.source) for cell in cells]
        return as_program(pieces, functions, "").tree
    return parse(content, "")


def _bound_names(tree: ast.Module) -> Iterator[str]:
    """The names that a file gives a meaning to outside of its functions and classes."""
    ahead: list[ast.AST] = list(tree.body)
    while ahead:
        node = ahead.pop()
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.ClassDef(name=name):
                yield name
            case ast.alias():
                yield node.asname or node.name
            case ast.Name(id=name, ctx=ast.Store()):
                yield name
            case _:
                ahead += ast.iter_child_nodes(node)


def _is_blank(tree: ast.Module) -> bool:
    """True if a file holds nothing but imports and text."""
    return all(
        isinstance(node, ast.Import | ast.ImportFrom)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        for node in tree.body
    )


def _is_unwritten(function: ast.FunctionDef) -> bool:
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    if len(body) != 1 or not isinstance(body[0], ast.Raise):
        return False
    raised = body[0].exc.func if isinstance(body[0].exc, ast.Call) else body[0].exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
