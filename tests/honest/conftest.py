"""One launcher for the whole corpus: starting it costs more than grading a submission."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from grader.errors import BrokenEnvironment
from grader.sandbox.launcher import Launcher

# The best that works here, unless the environment names others, such as "full landlock process".
TIERS = os.environ.get("HONEST_TIERS", "auto").split()


@pytest.fixture(scope="session", params=TIERS)
def launcher(request: pytest.FixtureRequest) -> Iterator[Launcher]:
    """Where the workers of all submissions come from."""
    shared = Launcher(request.param)
    try:
        shared.wait_until_ready()
    except BrokenEnvironment as error:
        if request.param == "auto":
            raise
        pytest.skip(error.what)
    else:
        yield shared
    finally:
        shared.close()
