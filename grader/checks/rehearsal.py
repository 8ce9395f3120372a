"""The examples of a passing check, kept for the next submission: nothing is drawn twice.

What Hypothesis draws for a check that passes follows from the check, the seed and the number of
examples. So its examples are noted once, and the check's body runs on copies of them. At the first
failure the check runs again in Hypothesis, which hears the submission's first replies from a log:
it finds, shrinks and reports what it would have.
"""

from __future__ import annotations

import functools
import random
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from hypothesis import control
from hypothesis.internal.entropy import deterministic_PRNG

from grader.checks import kept
from grader.checks.example_copies import as_bytes, from_bytes
from grader.sandbox.failures import CheckFailed, StudentStopped
from grader.sandbox.student import Student

Body = Callable[..., None]
UNFIT = "stays with Hypothesis"


def rehearsed(check: Body, student: Student, key: tuple[Any, ...]) -> Body:
    """The check, drawing nothing where its examples are kept under `key`.

    `check` is a function with @given, and its body begins an example of the student.
    """
    handle = check.hypothesis  # type: ignore[attr-defined]
    body: Body = handle.inner_test

    def run(**fixtures: Any) -> None:
        examples = kept.KEPT.get(key)
        if examples is None:
            notes = _Notes(body, frozenset(fixtures))
            handle.inner_test = notes.example()
            check(**fixtures)
            content = notes.examples if notes.are_fit else UNFIT
            kept.KEPT.put(key, content, sum(map(len, content)))
        elif examples is UNFIT:
            check(**fixtures)
        else:
            _rehearse(body, examples, fixtures, student, functools.partial(check, **fixtures), key)

    return run


def _rehearse(
    body: Body,
    examples: list[bytes],
    fixtures: dict[str, Any],
    student: Student,
    check: Callable[[], None],
    key: tuple[Any, ...],
) -> None:
    state = torch.get_rng_state()
    with student.logged() as log:
        try:
            _run_on(examples, functools.partial(body, **fixtures))
        except (StudentStopped, KeyboardInterrupt, SystemExit):
            raise  # Hypothesis lets them through, too
        except BaseException as error:
            if not isinstance(error, CheckFailed):
                kept.KEPT.put(key, UNFIT, 0)  # it needs something of Hypothesis
        else:
            return
        log.replay()
        torch.set_rng_state(state)
        check()


def _run_on(examples: list[bytes], body: Callable[..., None]) -> None:
    """Run the body on each example, the generators seeded as Hypothesis does it every time."""
    rest = iter(examples)
    is_done = False
    while not is_done:
        is_done = True
        with deterministic_PRNG():  # takes longer than most examples
            for example in rest:
                body(**from_bytes(example))
                if _global_state() != _seeded_state():
                    is_done = False
                    break


class _Notes:
    """Takes down the examples of a check that runs in Hypothesis."""

    def __init__(self, body: Body, fixtures: frozenset[str]) -> None:
        self.examples: list[bytes] = []
        self.are_fit = True
        self._body = body
        self._fixtures = fixtures
        self._torch_state = torch.get_rng_state()

    def example(self) -> Body:
        """The body, taking down its inputs."""

        @functools.wraps(self._body)
        def noted(*arguments: Any, **keywords: Any) -> None:
            self._example(*arguments, **keywords)

        return noted

    def _example(self, *arguments: Any, **keywords: Any) -> None:
        if not self.are_fit:
            self._body(*arguments, **keywords)
            return
        self.are_fit = False  # unless it ends as it should
        inputs = {name: keywords[name] for name in keywords if name not in self._fixtures}
        before, engine = as_bytes(inputs), _engine_state()
        is_plain = self._starts_plainly() and before is not None and not arguments
        self._body(*arguments, **keywords)
        self._torch_state = torch.get_rng_state()
        # Inputs that a check changes may be those of its next example.
        if is_plain and before == as_bytes(inputs) and engine == _engine_state():
            assert before is not None
            self.examples.append(before)
            self.are_fit = True

    def _starts_plainly(self) -> bool:
        """True if drawing took no random numbers but those of Hypothesis."""
        return torch.equal(self._torch_state, torch.get_rng_state()) and (
            _global_state() == _seeded_state()
        )


def _engine_state() -> tuple[object, ...]:
    """The state that a body changes by drawing more, or by saying where to look."""
    context = control._current_build_context.value
    if context is None:
        return ()
    data = context.data
    return data.index, tuple(data.target_observations.items())


def _global_state() -> tuple[object, ...]:
    name, keys, *rest = np.random.get_state(legacy=True)
    return random.getstate(), name, np.asarray(keys).tobytes(), *rest


@functools.cache
def _seeded_state() -> tuple[object, ...]:
    with deterministic_PRNG():
        return _global_state()
