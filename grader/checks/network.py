"""Checks inside of the real network: whose fault it is when the training cannot go on."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from grader.errors import EXIT_FAILED, GraderError
from grader.sandbox.failures import CheckFailed


@contextlib.contextmanager
def in_network() -> Iterator[None]:
    """Around a run with the student's functions: what stops it there fails the check.

    A broken environment stays one.
    """
    try:
        yield
    except GraderError as error:
        if error.exit_code != EXIT_FAILED:
            raise
        raise CheckFailed(f"in the network {error.what}") from None
