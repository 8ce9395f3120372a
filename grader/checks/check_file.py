"""Files of checks as pytest collects them: their texts are given, hidden ones lie on no disk."""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path
from types import CodeType, ModuleType

import pytest

from grader.course.hidden_files import HIDDEN_CHECKS, hidden_text, shown_path
from grader.model import Exercise

MAX_COMPILED = 64  # files whose code is kept: two of each exercise


class CheckFile(pytest.Module):
    """A file of checks whose text is given."""

    shown: str
    text: str

    def _getobj(self) -> ModuleType:
        return module_of(self.text, self.path.name, self.shown)


def check_file(session: pytest.Session, exercise: Exercise, name: str, text: str) -> CheckFile:
    """The file of checks of that name, to be collected."""
    folder = exercise.authored or exercise.released
    file: CheckFile = CheckFile.from_parent(session, path=folder / name)
    file.shown, file.text = shown_name(exercise, name), text
    return file


def shown_name(exercise: Exercise, name: str) -> str:
    """The name of a file of checks in tracebacks."""
    if name == HIDDEN_CHECKS:
        return shown_path(exercise, name)
    return str((exercise.authored or exercise.released) / name)


def module_of(text: str, name: str, shown: str) -> ModuleType:
    """The module of a file of checks; use it in `own_surroundings`, which forgets it."""
    module = ModuleType(Path(name).stem)
    module.__file__ = shown
    sys.modules[module.__name__] = module
    exec(compiled(text, shown), module.__dict__)
    return module


def check_text(exercise: Exercise, name: str) -> str | None:
    """The text of a file of checks, None where it does not travel with this course."""
    path: Path = (exercise.authored or exercise.released) / name
    if name != HIDDEN_CHECKS and path.is_file():
        return path.read_text("utf-8")
    return hidden_text(exercise, name)


@lru_cache(MAX_COMPILED)
def compiled(text: str, shown: str) -> CodeType:
    """The code of a file of checks: the same for every submission."""
    return compile(text, shown, "exec", dont_inherit=True)
