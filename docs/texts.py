"""Prints every text that a person can meet, by file, for reading it as a whole.

    python docs/texts.py                 everything
    python docs/texts.py exercise03      one exercise, and the grader

Titles and laws are those of the checks, advice that of the mistakes; of a lesson its head stands
here. Nothing is run: the texts are read from the source.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GRADER = ("report/wording.py", "report/**/*.py", "cli/*.py", "practice/*.py", "errors.py")
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
    else:
        yield from _sentences(ast.parse(source))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str) and len(value) >= SHORTEST:
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _sentences(tree: ast.Module) -> Iterator[str]:
    """The strings of a file that read like sentences, with what is filled in in braces."""
    inside = {
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
        if len(text) >= SHORTEST and " " in text.strip():
            yield text


if __name__ == "__main__":
    main(sys.argv[1:])
