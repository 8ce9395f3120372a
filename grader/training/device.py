"""Where tensors live: chosen once, at the door, and handed on."""

from __future__ import annotations

import torch

from grader.errors import BrokenEnvironment


def choose_device(name: str) -> torch.device:
    """The device that `auto`, `cpu` or `cuda` means on this machine.

    Raises:
        BrokenEnvironment: `cuda` is asked for and torch finds none.
    """
    has_cuda = torch.cuda.is_available()
    if name == "cuda" and not has_cuda:
        raise BrokenEnvironment(
            "torch finds no CUDA device on this machine.",
            "Train with --device cpu; grade doctor says which build of torch is installed.",
        )
    return torch.device("cuda" if name == "cuda" or (name == "auto" and has_cuda) else "cpu")
