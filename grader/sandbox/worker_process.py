"""What a process becomes that serves one submission: its environment, its output, its end."""

from __future__ import annotations

import os
import random
import sys
import tempfile
from collections.abc import Callable

OUTPUT, RPC = 1, 3  # where a forked worker has its pipe and its socket
READY = b"!"  # the first byte on the latter
ENVIRONMENT = {
    "PATH": "/nonexistent",
    "LANG": "C.UTF-8",
    "MPLBACKEND": "Agg",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "TORCHDYNAMO_DISABLE": "1",  # torch.compile would take 10 s, and then fail
    "CUDA_VISIBLE_DEVICES": "",
}
KEPT = ("SYSTEMROOT",)  # without it, no random numbers and no sockets on Windows


def become_worker(serve: Callable[[], None], output: int, box: str) -> None:
    """Serve one submission from this process, which then ends."""
    try:
        redirect(output)
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        os.environ.clear()
        os.environ.update(ENVIRONMENT, HOME=box, TMPDIR=box, MPLCONFIGDIR=box, **kept)
        tempfile.tempdir = box
        random.seed(0)  # the only generator that a fork seeds anew
        sys.argv = ["submission.py"]
        serve()
    finally:
        os._exit(0)


def redirect(output: int) -> None:
    """Read from nothing, and print into the descriptor `output`."""
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    for standard in (1, 2):
        os.dup2(output, standard)
    sys.stdout = open(1, "w", buffering=1, encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
