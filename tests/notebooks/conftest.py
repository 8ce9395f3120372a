"""Notebooks for tests, and one launcher for all that are graded."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from grader.sandbox.launcher import Launcher


@pytest.fixture(scope="session")
def launcher() -> Iterator[Launcher]:
    """Where the workers of all submissions come from."""
    shared = Launcher()
    yield shared
    shared.close()


@pytest.fixture(scope="session")
def as_notebook() -> Callable[..., bytes]:
    """`as_notebook("x = 1", "x + 1")`: a notebook of these code cells, as a file holds it."""

    def notebook(*sources: str, **facts: Any) -> bytes:
        cells = [
            {
                "cell_type": "code",
                "execution_count": None,
                "id": f"cell-{number}",
                "metadata": {},
                "outputs": [],
                "source": source,
            }
            for number, source in enumerate(sources)
        ]
        known = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        return json.dumps(known | facts).encode()

    return notebook
