"""Takes a law back that only one example of a check suggests.

The law that a check tells was found on the one example that failed, perhaps on a single number.
The other explicit examples of the check are asked, too: where one fails in another way, the law
fitted by coincidence.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Any

from grader.sandbox.failures import CheckFailed, StudentStopped

Body = Callable[..., None]


def with_confirmed_law(check: Body, body: Body, failure: Callable[[], CheckFailed | None]) -> Body:
    """The check, whose failure keeps its law only if no explicit example contradicts it.

    `check` is a function with @given, `body` what it runs for one example, and `failure` gives what
    is reported where it fails.
    """
    examples = [one.kwargs for one in getattr(check, "hypothesis_explicit_examples", ())]

    @functools.wraps(check)
    def run(**fixtures: Any) -> None:
        try:
            check(**fixtures)
        except CheckFailed:
            told = failure()
            others = (functools.partial(body, **fixtures, **inputs) for inputs in examples)
            if told is not None and told.law and _is_contradicted(told, others):
                told.law = ""
            raise

    return run


def _is_contradicted(failure: CheckFailed, examples: Iterable[Callable[[], None]]) -> bool:
    for example in examples:
        try:
            example()
        except CheckFailed as other:
            is_alike = other.is_explainable and other.of == failure.of
            if is_alike and other.law != failure.law:
                return True
        except StudentStopped:
            return True
    return False
