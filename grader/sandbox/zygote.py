"""The process that workers come from: exec'd fresh, it has never seen a check or a reference.

    python -I zygote.py CONTROL          imports numpy and torch once, then forks a worker for
                                         every request on the socket CONTROL (Linux)
    python -I zygote.py RPC OUTPUT BOX   becomes the one worker itself (systems where forking a
                                         process that holds torch is not safe)

Run by path, so that the package `grader` is not imported: only the wire and the worker are.
"""

from __future__ import annotations

import gc
import importlib.util
import os
import random
import signal
import socket
import struct
import sys
from pathlib import Path
from types import ModuleType

PACKAGE = Path(__file__).resolve().parent.parent
PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    """Import what submissions need, then fork workers or serve as one."""
    gc.disable()  # a collection during the import of torch costs a third of it
    worker = _import_worker()
    gc.freeze()
    gc.enable()
    if len(arguments) == 3:
        _become_worker(worker, int(arguments[0]), int(arguments[1]), Path(arguments[2]))
    else:
        _fork_on_request(worker, socket.socket(fileno=int(arguments[0])))


def _import_worker() -> ModuleType:
    """Import wire and worker by path, under the names they have in the package."""
    package = ModuleType("grader")
    package.__path__ = []  # nothing further of the package can be imported through it
    sys.modules["grader"] = package
    package.wire = _import_file("grader.wire", PACKAGE / "wire.py")  # type: ignore[attr-defined]
    import torch

    torch.set_num_threads(1)  # two gain nothing at these sizes, and a parallel region hangs forks
    return _import_file("grader.sandbox.worker", PACKAGE / "sandbox" / "worker.py")


def _import_file(name: str, path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _fork_on_request(worker: ModuleType, control: socket.socket) -> None:
    """Fork a worker for every `box` that arrives with (RPC, output) descriptors; answer its pid."""
    workers: set[int] = set()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 4096, 2)
        if not message:  # the grader is gone: nothing of ours may outlive it
            _kill(workers)
            return
        pid = os.fork()
        if pid == 0:
            control.close()
            _die_with_parent()
            _become_worker(worker, descriptors[0], descriptors[1], Path(os.fsdecode(message)))
        for descriptor in descriptors:
            os.close(descriptor)
        _reap(workers)
        workers.add(pid)
        control.sendall(struct.pack("<q", pid))


def _become_worker(worker: ModuleType, rpc: int, output: int, box: Path) -> None:
    """Serve one submission from this process, which then ends."""
    try:
        if os.getsid(0) != os.getpid():
            os.setsid()  # a group of its own, so that all of it can be killed
        _redirect(output)
        _reseed()
        sys.argv = ["submission.py"]
        worker.serve(rpc, box)
    finally:
        os._exit(0)


def _redirect(output: int) -> None:
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    for standard in (1, 2):
        if output != standard:
            os.dup2(output, standard)
    sys.stdout = open(1, "w", buffering=1, encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115


def _reseed() -> None:
    """Give every worker the same random state, whatever was forked before it."""
    import numpy
    import torch

    random.seed(0)
    numpy.random.seed(0)
    torch.manual_seed(0)


def _die_with_parent() -> None:
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _reap(workers: set[int]) -> None:
    for pid in tuple(workers):
        if os.waitpid(pid, os.WNOHANG)[0]:
            workers.discard(pid)


def _kill(workers: set[int]) -> None:
    for pid in workers:
        try:
            os.killpg(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


if __name__ == "__main__":
    main(sys.argv[1:])
