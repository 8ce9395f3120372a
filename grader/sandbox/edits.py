"""Other versions of a submission's functions, beside it in its process: not trusted either.

The worker's part of `editor.Editor`: versions are put in place, called on copies, and timed.
"""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import FrameType, ModuleType
from typing import Any

import torch

from grader.sandbox import wire

MAX_EDIT_SECONDS = 0.05  # of CPU, for one call: an edit may well make a loop endless
MAX_EDIT_BYTES = 1 << 16  # of one value
HAS_ALARMS = hasattr(signal, "setitimer")
LIBRARIES = (os.path.dirname(os.__file__), os.path.dirname(os.path.dirname(str(torch.__file__))))


def lines_run(
    module: ModuleType, function: str, arguments: Sequence[Any], keywords: Mapping[str, Any]
) -> list[int]:
    """The lines of the submission that a call runs."""
    ran: set[int] = set()

    def trace(frame: FrameType, event: str, argument: object) -> Any:  # noqa: ARG001
        if frame.f_code.co_filename != module.__file__:
            return None
        ran.add(frame.f_lineno)
        return trace

    with _silence():
        sys.settrace(trace)
        try:
            getattr(module, function)(*arguments, **keywords)
        finally:
            sys.settrace(None)
    return sorted(ran)[: wire.MAX_ITEMS]


_replaced: dict[str, Any] = {}  # the submission's own functions, while others stand for them


def edit(module: ModuleType, source: str, name: str, number: int) -> float:
    """Put other versions in place, or the own ones back; give the CPU seconds that it took."""
    start = time.process_time()
    if source or not number:
        vars(module).update(_replaced)
        _replaced.clear()
    if source:
        before = dict(vars(module))
        exec(compile(source, "<edits>", "exec", dont_inherit=True), vars(module))
        _replaced.update(
            {key: old for key, old in before.items() if vars(module).get(key) is not old}
        )
    setattr(module, name, number)
    return time.process_time() - start


def try_edits(
    module: ModuleType,
    name: str,
    numbers: Sequence[int],
    function: str,
    arguments: Sequence[Any],
    keywords: Mapping[str, Any],
    seconds: float,
) -> tuple[float, list[bytes]]:
    """The CPU seconds, and the value of a call with each version, as far as the time goes."""
    start, called, found = time.process_time(), getattr(module, function), list[bytes]()
    with _silence(), _heard_alarm():
        for number in numbers:
            left = seconds - (time.process_time() - start)
            if left <= 0:
                break
            setattr(module, name, int(number))  # a list of them came as an array
            found.append(_value_of(called, arguments, keywords, min(left, MAX_EDIT_SECONDS)))
    return time.process_time() - start, found


def _value_of(
    function: Callable[..., Any],
    arguments: Sequence[Any],
    keywords: Mapping[str, Any],
    seconds: float,
) -> bytes:
    """The value of a call on copies, as it travels; nothing if it raises, or is late or large."""
    try:
        _set_alarm(seconds)
        try:
            own = {key: _copied(value) for key, value in keywords.items()}
            value = wire.frame(function(*map(_copied, arguments), **own))[4:]
        finally:
            _set_alarm(0)
    except BaseException:
        return b""
    return value if len(value) <= MAX_EDIT_BYTES else b""


def _copied(value: Any) -> Any:
    if isinstance(value, torch.Tensor):
        return value.detach().clone().requires_grad_(value.requires_grad)
    return {key: _copied(item) for key, item in value.items()} if type(value) is dict else value


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Nothing that an edit prints, or is warned about, is the submission's."""
    nowhere = io.StringIO()
    with (
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
        warnings.catch_warnings(action="ignore"),
    ):
        yield


@contextlib.contextmanager
def _heard_alarm() -> Iterator[None]:
    """Let alarms in here raise a TimeoutError."""
    if not HAS_ALARMS:
        yield
        return

    def late(number: int, frame: object) -> None:  # noqa: ARG001
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, late)
    try:
        yield
    finally:
        _set_alarm(0)
        signal.signal(signal.SIGVTALRM, before)


def _set_alarm(seconds: float) -> None:
    """Raise a TimeoutError after so many seconds of the processor; 0: no more."""
    if HAS_ALARMS:
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    else:  # Windows: the clock is looked at before every line
        sys.settrace(_late_after(seconds) if seconds else None)


def _late_after(seconds: float) -> Callable[[FrameType, str, object], Any]:
    """What, called before each line that runs, raises a TimeoutError after so many seconds."""
    end = time.process_time() + seconds

    def trace(frame: FrameType, event: str, argument: object) -> Any:  # noqa: ARG001
        if time.process_time() >= end:
            raise TimeoutError
        # The lines of libraries end by themselves; to look at each would take most of the time.
        return None if frame.f_code.co_filename.startswith(LIBRARIES) else trace

    return trace
