"""What tests of all parts share."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


def _load(name: str) -> ModuleType:
    """A module beside this one; pytest's import mode puts no test folder on the path."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def toy() -> ModuleType:
    """The module toy.py: what the toy course is made of."""
    return _load("toy")


@pytest.fixture
def toy_course(toy: ModuleType, tmp_path: Path) -> Path:
    """The root of a toy course with exercise01, in a folder of its own."""
    root: Path = toy.make_course(tmp_path / "course")
    return root
