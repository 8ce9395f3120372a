"""Fixed calls on which the known mistakes of an exercise show themselves."""

from __future__ import annotations

from typing import Any

import torch

from grader.sandbox.call import Call


def probe(
    function: str, *arguments: Any, gradient: torch.Tensor | None = None, **keywords: Any
) -> Call:
    """A call on which a submission and a mistake are compared, with its gradient if asked for."""
    return Call(function, arguments, keywords, gradient)
