"""torch as grading needs it: imported quickly, on one thread, and the device it is to use."""

from __future__ import annotations

import gc
import os
import sys
from functools import cache

from grader.errors import BrokenEnvironment


def resolve_device(device: str) -> str:
    """The device to use: `auto` is cuda where there is one.

    Raises:
        BrokenEnvironment: cuda is asked for and is not there.
    """
    import torch

    if device == "cuda" and not torch.cuda.is_available():
        raise BrokenEnvironment(
            "There is no CUDA device that torch can use.", "Use --device cpu, or run: grade doctor"
        )
    return device if device != "auto" else "cuda" if torch.cuda.is_available() else "cpu"


def import_torch() -> None:
    """Import torch on one thread, without the collections that cost a third of the time."""
    if "torch" in sys.modules:
        return
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    gc.disable()
    try:
        import torch
    except (ImportError, OSError) as error:
        raise BrokenEnvironment(
            f"torch cannot be imported: {str(error).rstrip('.')}.",
            "Install it again; the README says how.",
        ) from error
    finally:
        gc.freeze()
        gc.enable()
    torch.set_num_threads(1)


def seed_torch(seed: int) -> None:
    """Seed the global generators of the CPU and of cuda, where that is there.

    `torch.manual_seed` looks for further kinds of devices, and notes for each that is not there
    from where it was asked: a millisecond each time, and memory that is never given back.
    """
    import torch

    torch.default_generator.manual_seed(seed)
    if _has_cuda():
        torch.cuda.manual_seed_all(seed)


@cache
def _has_cuda() -> bool:
    import torch

    return torch.cuda.is_available()
