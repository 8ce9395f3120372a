"""`grading…` on a terminal, while a report takes its time; gone before anything else is shown."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

WORDS = "grading"


@contextmanager
def grading(*, is_wanted: bool = True) -> Iterator[None]:
    """Say on the terminal that something is being graded, from the start to the end of the block.

    It says so at once: importing torch keeps every thread of Python waiting. What is written goes
    to standard error, and nothing is where that is no terminal.
    """
    if not (is_wanted and sys.stderr.isatty()):
        yield
        return
    text = f"{WORDS}{'…' if _is_unicode() else '...'}"
    sys.stderr.write(text)
    sys.stderr.flush()
    try:
        yield
    finally:
        sys.stderr.write("\r" + " " * len(text) + "\r")
        sys.stderr.flush()


def _is_unicode() -> bool:
    from grader.report.sanitize import has_unicode

    return has_unicode(sys.stderr.encoding)
