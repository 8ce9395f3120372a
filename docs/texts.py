"""Prints every text that a person can meet, by file, for reading it as a whole.

    python docs/texts.py                 everything
    python docs/texts.py exercise03      one exercise, and the grader

Titles and laws are those of the checks, advice that of the mistakes; of a lesson its head stands
here. Of the grader, docstrings are left out where no command shows them. Nothing is run: the texts
are read from the source.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GRADER = (
    "report/wording.py", "report/**/*.py", "cli/*.py", "practice/**/*.py", "errors.py",
    "batch/**/*.py", "publishing/**/*.py", "course/*.py", "submission/*.py", "training/*.py",
    "grading/*.py", "sandbox/**/*.py", "checks/*.py", "report/formats/pages/*.html",
    "publishing/**/*.txt", "publishing/**/*.js", "publishing/**/*.md",
)  # fmt: skip
CODE = re.compile(r"""["'`]([^"'`\n]*)["'`]""")  # of a language that is not parsed here
MARKUP = re.compile(r"<[^>]*>|\{%[^%]*%\}|\{#[^#]*#\}", re.S)
README_LINES = 12
SHORTEST = 12  # characters; what is shorter is a word, a key or a format


def main(names: list[str]) -> None:
    """Print the texts of these exercises, or of all, then those of the grader."""
    for folder in sorted((ROOT / "solutions").glob("exercise[0-9][0-9]")):
        if not names or folder.name in names:
            for path in _files_of(folder):
                _show(path)
    seen: set[Path] = set()
    for pattern in GRADER:
        for path in sorted((ROOT / "grader").glob(pattern)):
            if path not in seen:
                seen.add(path)
                _show(path)


def _files_of(folder: Path) -> Iterator[Path]:
    yield folder / "README.md"
    yield folder / "exercise.toml"
    shown = (folder / name for name in ("reference.py", "effect.py", "explore.py"))
    yield from (path for path in shown if path.exists())
    yield from sorted(folder.glob("test_*.py"))
    yield from sorted(folder.glob("mistakes/*.py"))


def _show(path: Path) -> None:
    texts = [*_texts(path)]
    if texts:
        print(f"== {path.relative_to(ROOT).as_posix()}")
        for text in texts:
            print(f"  {' '.join(text.split())}")
        print()


def _texts(path: Path) -> Iterator[str]:
    source = path.read_text("utf-8")
    if path.suffix == ".md":
        yield from [line for line in source.splitlines() if line.strip()][:README_LINES]
    elif path.suffix == ".toml":
        yield from _strings(tomllib.loads(source))
    elif path.suffix == ".js":
        yield from (text for text in CODE.findall(source) if _reads_like_one(text))
    elif path.suffix in (".html", ".txt"):
        lines = MARKUP.sub("", source).splitlines()
        yield from (line for line in lines if _reads_like_one(line))
    else:
        tree = ast.parse(source)
        yield from _sentences(tree, _unseen(tree) if "grader" in path.parts else frozenset())


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str) and len(value) >= SHORTEST:
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _reads_like_one(text: str) -> bool:
    return len(text.strip()) >= SHORTEST and " " in text.strip()


def _unseen(tree: ast.Module) -> frozenset[int]:
    """The docstrings that only people who read the source see: all but those of commands."""
    holders = [
        node
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and ast.get_docstring(node) is not None
        and "command" not in "".join(map(ast.unparse, getattr(node, "decorator_list", ())))
    ]
    return frozenset(id(getattr(holder.body[0], "value", None)) for holder in holders)


def _sentences(tree: ast.Module, unseen: frozenset[int]) -> Iterator[str]:
    """The strings of a file that read like sentences, with what is filled in in braces."""
    inside = unseen | {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in node.values
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = ast.unparse(node)
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in inside
        ):
            text = node.value
        else:
            continue
        if _reads_like_one(text):
            yield text


if __name__ == "__main__":
    main(sys.argv[1:])
