"""The student's file, read once: the same bytes are hashed, parsed and sent to the worker."""

from __future__ import annotations

import ast
import contextlib
import hashlib
import os
import stat
import warnings
from pathlib import Path

from msgspec import Struct

from grader.errors import UnreadableSubmission
from grader.model import Exercise

MAX_FILE_BYTES = 1 << 20
MAX_SIBLINGS = 20
# Python or pytest would run these by themselves; nothing of a submission may run but the file.
NEVER_SENT = ("conftest.py", "sitecustomize.py", "usercustomize.py")


class Files(Struct, frozen=True):
    """What a student handed in, read from the disk once.

    Attributes:
        data: the bytes of the file that is graded.
        siblings: the Python files beside it, by name.
    """

    data: bytes
    siblings: dict[str, bytes]

    @property
    def sha256(self) -> str:
        """The hash of the file that is graded."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def all_sha256(self) -> str:
        """A hash of everything that can change what is graded: the file and those beside it."""
        whole = hashlib.sha256()
        for name, data in (("", self.data), *sorted(self.siblings.items())):
            whole.update(f"{name}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
        return whole.hexdigest()


class Submission(Struct, frozen=True):
    """A submitted file as source text, parsed but never run on this side."""

    path: Path
    source: str
    tree: ast.Module
    sha256: str
    files: dict[str, bytes]  # what the worker gets: the file as exerciseNN.py, and its siblings

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

    def imported_names(self) -> frozenset[str]:
        """The functions and methods that the imported files beside the submission define."""
        found: set[str] = set()
        for node in ast.walk(self.tree):
            modules = [node.module] if isinstance(node, ast.ImportFrom) else []
            modules += [item.name for item in node.names] if isinstance(node, ast.Import) else []
            for source in (self.files.get(f"{module}.py", b"") for module in modules):
                # A sibling that is not Python fails when it is imported, in the worker.
                with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
                    found |= {
                        item.name
                        for item in ast.walk(ast.parse(source))
                        if isinstance(item, ast.FunctionDef)
                    }
        return frozenset(found)

    def parameters_of(self, function: str) -> tuple[str, ...]:
        """The names of the positional parameters of `function` in this file."""
        for node in reversed(self.tree.body):
            if isinstance(node, ast.FunctionDef) and node.name == function:
                return tuple(item.arg for item in (*node.args.posonlyargs, *node.args.args))
        return ()


def read_submission(path: Path, exercise: Exercise) -> Submission:
    """Read a student's file, and the Python files beside it, into memory.

    The text is parsed but not run; running is the worker's business.

    Raises:
        UnreadableSubmission: the file is missing, too large, not text, or not Python.
    """
    return parse_submission(path, read_files(path), exercise)


def read_files(path: Path) -> Files:
    """Read a student's file, and the Python files beside it, into memory.

    Raises:
        UnreadableSubmission: the file is missing, too large, or no regular file.
    """
    return Files(_read_file(path), _siblings(path))


def parse_submission(path: Path, files: Files, exercise: Exercise) -> Submission:
    """Parse what was read of a student; `path` is the name that it goes by.

    Raises:
        UnreadableSubmission: the file is not text, or not Python.
    """
    data = files.data
    if path.suffix != ".py":
        raise UnreadableSubmission(f"{path} is not a Python file.", "Name a file that ends in .py.")
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


def unwritten_functions(tree: ast.Module) -> frozenset[str]:
    """The functions of a file that do nothing but raise NotImplementedError."""
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    return frozenset(name for name, node in functions.items() if _is_unwritten(node))


def _is_unwritten(function: ast.FunctionDef) -> bool:
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    if len(body) != 1 or not isinstance(body[0], ast.Raise):
        return False
    raised = body[0].exc.func if isinstance(body[0].exc, ast.Call) else body[0].exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def _read_file(path: Path) -> bytes:
    """Read a regular file of at most 1 MiB; links, pipes and devices are refused."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        descriptor = os.open(path, flags)
    except FileNotFoundError as error:
        raise UnreadableSubmission(f"There is no file {path}.", "Check the path.") from error
    except OSError as error:
        raise UnreadableSubmission(f"{path} cannot be opened: {error.strerror}.") from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise UnreadableSubmission(f"{path} is not a regular file.", "Name a .py file.")
    with os.fdopen(descriptor, "rb") as file:
        data = file.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise UnreadableSubmission(f"{path} is larger than 1 MiB.", "Submit the exercise alone.")
    return data


def _siblings(path: Path) -> dict[str, bytes]:
    """The Python files beside the submission that it may import."""
    found: dict[str, bytes] = {}
    for sibling in sorted(path.parent.glob("*.py")):
        if len(found) == MAX_SIBLINGS:
            break
        if sibling.name in NEVER_SENT or sibling.name.startswith("test_") or sibling == path:
            continue
        try:
            found[sibling.name] = _read_file(sibling)
        except UnreadableSubmission:
            continue  # an import of it will say that it is missing
    return found


def _parse(source: str, path: Path) -> ast.Module:
    try:
        with warnings.catch_warnings(action="ignore"):  # of "\d" in a string: not our business
            tree = ast.parse(source, path.name)
            compile(source, path.name, "exec", dont_inherit=True)  # finds a return in no function
            return tree
    except SyntaxError as error:
        raise UnreadableSubmission(
            f"{path.name} is not valid Python: {error.msg}.",
            "Mend the line and grade again.",
            line=error.lineno,
        ) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise UnreadableSubmission(f"{path.name} cannot be parsed: {error}.") from error
