"""A hash of what code does, blind to names and comments: equal for copies that were dressed up.

Two honest students can write the same few lines, so this is a reason to look, never a verdict.
"""

from __future__ import annotations

import ast
import hashlib
import warnings

from grader.batch.intake.recognition import is_parsable
from grader.errors import UnreadableSubmission
from grader.submission.notebook_cells import read_cells


def code_sha256(data: bytes, suffix: str) -> str | None:
    """The hash of a Python file or of the cells of a notebook; None where it cannot be parsed."""
    if not is_parsable(data):
        return None
    try:
        sources = [cell.source for cell in read_cells(data, "")] if suffix == ".ipynb" else [data]
        with warnings.catch_warnings(action="ignore"):  # of "\d" in a string
            nodes = [node for source in sources for node in ast.parse(source).body]
        text = "\n".join(_bare(node) for node in _Renamed().of(nodes))
    except (UnreadableSubmission, SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if not text:
        return None  # nothing is like nothing
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _bare(node: ast.stmt) -> str:
    return ast.dump(node, annotate_fields=False)


class _Renamed(ast.NodeTransformer):
    """Numbers names in the order in which they come, and drops what is not run."""

    def __init__(self) -> None:
        self._numbers: dict[str, str] = {}

    def of(self, nodes: list[ast.stmt]) -> list[ast.stmt]:
        """The statements, renamed; the texts that stand alone are gone."""
        module = ast.Module(body=nodes, type_ignores=[])
        return [self.visit(node) for node in self._run(module.body)]

    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = self._number(node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.arg, node.annotation = self._number(node.arg), None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        # The names of an exercise's functions are given; others are the student's.
        node.name, node.returns = self._number(node.name), None
        node.body = self._run(node.body) or [ast.Pass()]
        self.generic_visit(node)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.stmt:
        if node.value is None:
            return ast.Pass()
        plain = ast.Assign(targets=[node.target], value=node.value)
        self.generic_visit(plain)
        return plain

    def _number(self, name: str) -> str:
        return self._numbers.setdefault(name, f"n{len(self._numbers)}")

    @staticmethod
    def _run(body: list[ast.stmt]) -> list[ast.stmt]:
        """The statements but for texts that stand alone, such as docstrings."""
        return [
            node
            for node in body
            if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        ]
