"""The student's file, parsed: what it defines and imports, and where its lines stand."""

from __future__ import annotations

import ast
import contextlib
import re
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from grader.errors import UnreadableSubmission
from grader.model import Exercise, Location
from grader.submission.notebook_cells import read_cells
from grader.submission.notebook_program import (
    MEND,
    Piece,
    Program,
    as_program,
    line_of_damage,
    pointed_at,
)
from grader.submission.parsing import MAX_CODE_BYTES, parse, require_compilable
from grader.submission.student_files import Files, read_files


class Submission(Struct, frozen=True):
    """A submitted file as source text, parsed but never run on this side.

    Attributes:
        source: the text; of a notebook the Python of its cells, one after the other.
        files: what the worker gets: the file as exerciseNN.py, and its siblings.
        program: how the cells of a notebook became one file; None where a file was submitted.
    """

    path: Path
    source: str
    tree: ast.Module
    sha256: str
    files: dict[str, bytes]
    program: Program | None = None

    def line_of(self, function: str) -> int | None:
        """The line where the file defines `function` (the last definition wins)."""
        for nodes in (self.tree.body, ast.walk(self.tree)):  # an inner one is better than none
            lines = [
                node.lineno
                for node in nodes
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
                and node.name == function
            ]
            if lines:
                return lines[-1]
        return None

    def locate(self, line: int) -> Location:
        """The place where the student finds a line of the source."""
        if self.program is None:
            return Location(str(self.path), line)
        cell, line_in_cell = self.program.origin_of(line)
        return Location(str(self.path), line_in_cell, cell)

    def why_missing(self, function: str) -> tuple[str, Location] | None:
        """The reason why `function` is missing though a cell seems to define it, and the place."""
        if self.program is None:
            return None
        for damage in self.program.damages:
            if re.search(rf"\bdef\s+{re.escape(function)}\b", damage.piece.source):
                cell = damage.piece.cell
                what = f"cell {cell}, which defines {function}, is not valid Python"
                return f"{what}: {damage.reason}.", Location(str(self.path), damage.line, cell)
        line = self.line_of(function)
        if line is None:
            return None
        place = self.locate(line)
        return f"cell {place.cell} fails before it defines {function}.", place

    def located(self, error: UnreadableSubmission) -> UnreadableSubmission:
        """The error of a worker that could not load this, in the words of a notebook."""
        if self.program is None:
            return error
        if error.line is not None:
            place = self.locate(error.line)
            again = "Run the cell to see the same error."
            return UnreadableSubmission(error.what, again, line=place.line, cell=place.cell)
        for damage in self.program.damages[:1]:
            what = f"{error.what} Cell {damage.piece.cell} is not valid Python: {damage.reason}."
            return UnreadableSubmission(
                what,
                MEND,
                line=damage.line,
                cell=damage.piece.cell,
                excerpt=line_of_damage(damage),
            )
        return error

    def imported_names(self) -> frozenset[str]:
        """The functions and methods that the imported files beside the submission define."""
        return frozenset(
            node.name
            for tree in self.imported_trees().values()
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef)
        )

    def imported_trees(self) -> dict[str, ast.Module]:
        """The files beside the submission that it imports, by module, each parsed once.

        Together they may be as large as one file; what exceeds that is not read.
        """
        trees: dict[str, ast.Module] = {}
        left, ahead = MAX_CODE_BYTES, [self.tree]
        seen: set[str] = set()
        while ahead:
            for module in sorted(_imported_modules(ahead.pop()) - seen):
                seen.add(module)
                source = self.files.get(f"{module}.py", b"")
                if not source or len(source) > left:
                    continue
                left -= len(source)
                # A sibling that is not Python fails when it is imported, in the worker.
                with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
                    trees[module] = parse(source, f"{module}.py")
                    ahead.append(trees[module])
        return trees

    def functions_used_by(self, function: str) -> tuple[str, ...]:
        """The functions of this file that `function` uses, directly or through others of them."""
        bodies = {
            node.name: {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
            for node in self.tree.body
            if isinstance(node, ast.FunctionDef)
        }
        found: list[str] = []
        waiting = [function]
        while waiting:
            used = bodies.get(waiting.pop(), set()) & bodies.keys()
            new = sorted(used - {function, *found})
            found += new
            waiting += new
        return tuple(found)

    def parameters_of(self, function: str) -> tuple[str, ...]:
        """The names of the positional parameters of `function` in this file."""
        for node in reversed(self.tree.body):
            if isinstance(node, ast.FunctionDef) and node.name == function:
                return tuple(item.arg for item in (*node.args.posonlyargs, *node.args.args))
        return ()


def read_submission(path: Path, exercise: Exercise) -> Submission:
    """Read a student's file, and the Python files beside it, into memory.

    Of a notebook the code cells count, in order; what only a notebook understands is left out.
    The text is parsed but not run; running is the worker's business.

    Raises:
        UnreadableSubmission: the file is missing, too large, not text, or not Python.
    """
    return parse_submission(path, read_files(path), exercise)


def parse_submission(path: Path, files: Files, exercise: Exercise) -> Submission:
    """Parse what was read of a student; `path` is the name that it goes by.

    Raises:
        UnreadableSubmission: the file is not text, or not Python.
    """
    if path.suffix == ".ipynb":
        cells = [cell for cell in read_cells(files.data, path.name) if not cell.is_check]
        pieces = [Piece(cell.number, cell.source) for cell in cells]
        return from_pieces(pieces, path, exercise, files)
    data = files.data
    if path.suffix != ".py":
        raise UnreadableSubmission(
            f"{path} is not a Python file.", "Name a file that ends in .py or .ipynb."
        )
    try:
        source = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableSubmission(
            f"{path} is not UTF-8 text (byte {error.start}).", "Save it as UTF-8 and try again."
        ) from error
    return Submission(
        path=path,
        source=source,
        tree=_parse(source, path),
        sha256=files.sha256,
        files=files.siblings | {f"{exercise.name}.py": data},
    )


def from_pieces(
    pieces: Iterable[Piece], path: Path, exercise: Exercise, files: Files
) -> Submission:
    """A submission made of pieces of a notebook, which `files` holds.

    Raises:
        UnreadableSubmission: it is too large, or none of it is Python.
    """
    program = as_program(tuple(pieces), exercise.functions, path.name)
    source = program.source.encode()
    return Submission(
        path=path,
        source=program.text,
        tree=program.tree,
        sha256=files.sha256,
        files=files.siblings | {f"{exercise.name}.py": source},
        program=program,
    )


def _imported_modules(tree: ast.Module) -> frozenset[str]:
    """The names of all modules that a file imports."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
        elif isinstance(node, ast.Import):
            found.update(item.name for item in node.names)
    return frozenset(found)


def _parse(source: str, path: Path) -> ast.Module:
    try:
        tree = parse(source, path.name)
        require_compilable(tree, path.name)
        return tree
    except SyntaxError as error:
        raise UnreadableSubmission(
            f"{path.name} is not valid Python: {error.msg}.",
            MEND,
            line=error.lineno,
            excerpt=pointed_at(error.text or "", error.offset),
        ) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise UnreadableSubmission(f"{path.name} cannot be parsed: {error}.") from error
