"""Runs beside the student's code, in its process: nothing here is trusted by the grader.

Reads requests from one descriptor and answers on it, one frame each. Of the grader it imports the
wire, and `edits`, which makes other versions; there is nothing else in this process to find.

    ["load", name, {file name: bytes}]                        → ["ok", [functions defined]]
    ["call", function, arguments, keywords, back, vjp_of]  → ["ok", [value, arguments, gradient]]
    ["lines", function, arguments, keywords]  → ["ok", lines of the submission that ran]
    ["edit", source, name, number]            → ["ok", CPU seconds]
    ["try", name, numbers, function, arguments, keywords, seconds]
                                              → ["ok", (CPU seconds, [frame of a value or b""])]
    anything raised                                           → ["exc", type, message, traceback]

`edit` puts other versions of the submission's functions in their place, or with an empty source
the own ones back; the versions choose what they do by the variable `name`. `try` makes one call
for each of several numbers.
"""

from __future__ import annotations

import linecache
import os
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import torch

from grader.sandbox import edits, wire

MAX_KIND_CHARACTERS = 200
MAX_MESSAGE_CHARACTERS = 2_000
MAX_TRACEBACK_CHARACTERS = 6_000
READ_BYTES = 1 << 16  # a small request, its header and all, is one read


def serve(descriptor: int, box: Path) -> None:
    """Answer requests on a descriptor until the grader hangs up."""
    answer(partial(_read_frame, descriptor), partial(_write, descriptor), box)


def answer(
    receive: Callable[[], memoryview | None], send: Callable[[bytes], None], box: Path
) -> None:
    """Answer the payloads that `receive` gives, with frames, until it gives None.

    `box` is the folder the submission may write.
    """
    name, module = "submission", ModuleType("submission")
    while (payload := receive()) is not None:
        operation, *operands = wire.decode(payload)
        try:
            if operation == "load":
                name, files = operands
                module = load(name, files, box)
                reply = wire.frame(["ok", _function_names(module)])
            else:
                reply = wire.frame(["ok", _OPERATIONS[operation](module, *operands)])
        except BaseException as error:  # SystemExit too: it is the submission's, not ours
            reply = _failure(error, name)
        _flush()
        send(reply)


def load(name: str, files: Mapping[str, bytes], box: Path) -> ModuleType:
    """Run the submission `name` as a module; the files beside it can be imported by it."""
    os.chdir(box)
    sys.path.insert(0, str(box))
    for file_name, data in files.items():
        (box / file_name).write_bytes(data)
    file_name = f"{name}.py"
    source = files[file_name].decode("utf-8-sig")
    # The names in a traceback are the student's own, and their lines can be shown.
    linecache.cache[file_name] = (len(source), None, source.splitlines(keepends=True), file_name)
    module = ModuleType(name)
    module.__file__ = file_name
    sys.modules[name] = module
    exec(compile(source, file_name, "exec", dont_inherit=True), module.__dict__)
    return module


def perform(
    function: Callable[..., Any],
    arguments: Sequence[Any],
    keywords: Mapping[str, Any],
    vjp_of: torch.Tensor | None,
) -> tuple[Any, tuple[torch.Tensor | None, ...] | None]:
    """Call a function; with a vjp_of also give its vector-Jacobian product.

    The product is taken of the output (of the first one, where there are several) with
    `vjp_of`, one gradient per positional argument, None where there is no path. Where the
    output has another shape than `vjp_of` there is none at all.
    """
    if vjp_of is None:
        return function(*arguments, **keywords), None
    inputs = [_with_gradient(argument) for argument in arguments]
    # A copy, so that an in-place operation on an argument is no error of autograd.
    copies = [item.clone() if _is_float(item) else item for item in inputs]
    value = function(*copies, **keywords)
    output = value[0] if isinstance(value, (tuple, list)) and value else value
    if not _has_path(output, vjp_of):
        return value, (None,) * len(inputs)
    leaves = [item for item in inputs if _is_float(item)]
    # As the gradient of a scalar: with a vjp_of of its own, torch imports sympy (0.5 s).
    scalar = (output * vjp_of).sum()
    found = iter(torch.autograd.grad(scalar, leaves, allow_unused=True))
    return value, tuple(next(found) if _is_float(item) else None for item in inputs)


def _with_gradient(argument: Any) -> Any:
    return argument.detach().clone().requires_grad_() if _is_float(argument) else argument


def _has_path(output: Any, vjp_of: torch.Tensor) -> bool:
    is_tensor = isinstance(output, torch.Tensor)
    return is_tensor and output.requires_grad and output.shape == vjp_of.shape


def _is_float(argument: Any) -> bool:
    return isinstance(argument, torch.Tensor) and argument.is_floating_point()


def _call(
    module: ModuleType,
    function: str,
    arguments: Sequence[Any],
    keywords: Mapping[str, Any],
    arguments_back: bool,
    vjp_of: torch.Tensor | None,
) -> list[Any]:
    value, gradient = perform(getattr(module, function), arguments, keywords, vjp_of)
    return [value, tuple(arguments) if arguments_back else None, gradient]


_OPERATIONS: Mapping[str, Callable[..., Any]] = {
    "call": _call,
    "lines": edits.lines_run,
    "edit": edits.edit,
    "try": edits.try_edits,
}


def _function_names(module: ModuleType) -> list[str]:
    names = [name for name, value in vars(module).items() if callable(value)]
    return [name for name in names if isinstance(name, str)][: wire.MAX_ITEMS]


def _failure(error: BaseException, name: str) -> bytes:
    try:
        # Only the student's own frames: the first is ours, and libraries teach nobody.
        frames = [
            frame
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.filename == f"{name}.py"
        ]
        text = "".join(traceback.format_list(frames[-12:]))
        message = str(error)[:MAX_MESSAGE_CHARACTERS]
        return wire.frame(["exc", kind_of(error), message, text[-MAX_TRACEBACK_CHARACTERS:]])
    except BaseException:  # an exception that cannot even be printed
        return wire.frame(["exc", "Exception", "an exception that cannot be printed", ""])


def kind_of(error: BaseException) -> str:
    """The name of an exception; of the two that the exercises speak of, also for a subclass."""
    for kind in (NotImplementedError, ValueError):
        if isinstance(error, kind):
            return kind.__name__
    return type(error).__name__[:MAX_KIND_CHARACTERS]


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:  # closed or replaced by the submission: its own business
            continue


def _read_frame(descriptor: int) -> memoryview | None:
    """The payload of the next frame; the grader sends no other before it has a reply."""
    data = bytearray()
    length = 4
    while len(data) < length:
        chunk = os.read(descriptor, READ_BYTES)
        if not chunk:
            return None
        data += chunk
        if length == 4 <= len(data):
            length += wire.frame_length(data[:4])
    return memoryview(data)[4:]


def payload_of(message: bytes) -> memoryview:
    """The payload of a frame that has come as one message.

    Raises:
        WireError: it is no frame.
    """
    if wire.frame_length(message[:4]) != len(message) - 4:
        raise wire.WireError("a frame of another length")
    return memoryview(message)[4:]


def _write(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
