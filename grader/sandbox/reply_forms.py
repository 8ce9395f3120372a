"""The forms of what workers say: which replies answer a call, and what exceptions tell."""

from __future__ import annotations

import re
from typing import Any

import torch

from grader.sandbox import worker as in_process
from grader.sandbox.reply_log import Asked


def is_call_reply(reply: Any, asked: Asked) -> bool:
    """True if the worker answered a call in the form it is asked for; a forged one need not."""
    if not isinstance(reply, list) or len(reply) != 3:
        return False
    _, arguments, gradient = reply
    if asked.arguments_back and not _has_kinds(arguments, asked.kinds):
        return False
    if not asked.has_gradient:
        return True
    return (
        isinstance(gradient, tuple)
        and len(gradient) == len(asked.kinds)
        and all(item is None or isinstance(item, torch.Tensor) for item in gradient)
    )


def own_kind(argument: Any) -> type | None:
    """The type of an argument that must come back as itself; None for the others."""
    return type(argument) if isinstance(argument, (torch.Tensor, torch.Generator)) else None


def _has_kinds(arguments: Any, kinds: tuple[type | None, ...]) -> bool:
    if not isinstance(arguments, tuple) or len(arguments) != len(kinds):
        return False
    return all(
        isinstance(back, kind)
        for back, kind in zip(arguments, kinds, strict=True)
        if kind is not None
    )


def is_short(kind: str, text: str, trace: str) -> bool:
    """True if the texts of an exception are as short as the worker keeps them."""
    return (
        len(kind) <= in_process.MAX_KIND_CHARACTERS
        and len(text) <= in_process.MAX_MESSAGE_CHARACTERS
        and len(trace) <= in_process.MAX_TRACEBACK_CHARACTERS
    )


def last_line(trace: str, name: str) -> int | None:
    """The last line of a submission that a traceback names."""
    lines = re.findall(rf'File "{re.escape(name)}\.py", line (\d{{1,7}})', trace)
    return int(lines[-1]) if lines else None
