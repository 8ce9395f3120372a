"""Unsaturated: auto-graded exercises on activations, gradients and BatchNorm."""

from importlib import import_module
from typing import Any

__version__ = "0.2.0"


def __getattr__(name: str) -> Any:
    """`from grader import check`, for notebooks; whoever does not ask for it does not pay."""
    if name == "check":
        return import_module("grader.practice.notebook_check").check
    raise AttributeError(f"module 'grader' has no attribute '{name}'")
