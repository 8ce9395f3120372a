"""One launcher for the whole corpus: starting it costs more than grading a submission."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.sandbox.launcher import Launcher


@pytest.fixture(scope="session")
def launcher() -> Iterator[Launcher]:
    """Where the workers of all submissions come from."""
    shared = Launcher()
    yield shared
    shared.close()
