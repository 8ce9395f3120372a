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
        module = ModuleType(self.path.stem)
        module.__file__ = self.shown
        sys.modules[module.__name__] = module  # until `own_surroundings` ends
        exec(compiled(self.text, self.shown), module.__dict__)
        return module


def check_file(session: pytest.Session, exercise: Exercise, name: str, text: str) -> CheckFile:
    """The file of checks of that name, to be collected."""
    folder = exercise.authored or exercise.released
    file: CheckFile = CheckFile.from_parent(session, path=folder / name)
    file.shown, file.text = str(folder / name), text
    if name == HIDDEN_CHECKS:
        file.shown = shown_path(exercise, name)
    return file


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
