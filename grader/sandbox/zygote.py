"""The process that workers come from: exec'd fresh, it has never seen a check or a reference.

    python -I zygote.py fork CONTROL TIER ROOT UID SENTINEL
        confines itself, imports numpy and torch once, then forks a worker for every request on
        the socket CONTROL (Linux)
    python -I zygote.py connect
        becomes the one worker itself, and meets the grader where standard input says (where forking
        a process that holds torch is not safe)

Run by path, so that the package `grader` is not imported: of it, only the wire and this folder's
side of the sandbox are.
"""

from __future__ import annotations

import contextlib
import gc
import importlib.machinery
import importlib.util
import json
import os
import random
import socket
import struct
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

PACKAGE = Path(__file__).resolve().parent.parent
PACKAGES = ("grader", "grader.sandbox", "grader.sandbox.confinement")
OUTPUT, RPC = 1, 3  # where a forked worker has its pipe and its socket
COUNTER = 4  # to the zygote, which counts refused calls; closed before a submission runs
READY = b"!"  # the first byte on it
ENDING = struct.Struct("<qd")
NOT_ENDED = ENDING.pack(1 << 16, 0.0)
# What of `sys.path` is the interpreter's, beside its library; the last two are of Windows.
PACKAGE_FOLDERS = (
    "site-packages",
    "dist-packages",
    "DLLs",
    "python{}{}.zip".format(*sys.version_info),
)
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


def main(arguments: list[str]) -> None:
    """Import what submissions need, then fork workers or serve as one."""
    _lift_memory_limit()
    _forget_installed_folders()
    for name in PACKAGES:  # empty: nothing further can be imported through them
        sys.modules[name] = ModuleType(name)
    # A file that was a notebook may still check itself; here that is already being done.
    sys.modules["grader"].check = lambda *_, **__: 0.0  # type: ignore[attr-defined]
    if arguments[0] == "fork":
        _fork_on_request(socket.socket(fileno=int(arguments[1])), *arguments[2:])
    else:
        _serve_connected()


def _lift_memory_limit() -> None:
    """Undo what the grader allows itself: workers get limits of their own."""
    if sys.platform != "linux":
        return
    with contextlib.suppress(ImportError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _forget_installed_folders() -> None:
    """Import from the interpreter and its packages alone.

    An editable install adds folders of its own, or a finder: a course with its solutions may lie
    beside what was installed.
    """
    own = (sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib"))
    sys.path[:] = [
        str(path)
        for path in map(Path, sys.path)
        if path.name in PACKAGE_FOLDERS or any(map(path.is_relative_to, own))
    ]
    finders = (importlib.machinery.BuiltinImporter, importlib.machinery.FrozenImporter)
    sys.meta_path[:] = [*finders, importlib.machinery.PathFinder]


def _serve_connected() -> None:
    own = _import_file("grader.sandbox.connecting")
    line, box, user = own.meet()
    worker = _import_worker()
    limiting = _import_file("grader.sandbox.confinement.rlimits")
    limiting.apply_limits(**json.loads(line.recv_bytes()), held=limiting.held_bytes())
    if user is not None:
        _import_file("grader.sandbox.confinement.users").become(user)
    line.send_bytes(READY)

    def receive() -> memoryview | None:
        try:
            return worker.payload_of(line.recv_bytes())  # type: ignore[no-any-return]
        except (EOFError, OSError):  # the grader hangs up
            return None

    def serve() -> None:
        own.bound_output()
        worker.answer(receive, line.send_bytes, Path(box))

    _become_worker(serve, OUTPUT, box)


def _fork_on_request(control: socket.socket, tier: str, root: str, uid: str, sentinel: str) -> None:
    """Answer the requests of the grader, each a JSON object.

    {"box", "limits"}, with the two descriptors of a worker    → its number and pidfd
    {"ended"}, with the number of a worker that has ended      → exit code, seconds of processor
    {"refused"}    → the system calls that workers were refused since it last came, counted
    """
    for name in ("syscalls", "seccomp", "rlimits", "users", "root_folder"):
        _import_file(f"grader.sandbox.confinement.{name}")
    refusals = _import_file("grader.sandbox.confinement.refusals").Refusals(control.fileno())
    confining = _import_file("grader.sandbox.confinement.tiers")
    try:
        tier, reasons = confining.choose_tier(tier, root, int(uid), sentinel)
        confinement = confining.Confinement(tier, root, int(uid))
        confinement.enter()
    except OSError as error:
        control.sendall(json.dumps({"failed": str(error)}).encode())
        return
    control.sendall(json.dumps({"tier": tier, "reasons": reasons}).encode())
    worker = _import_worker()
    endings: dict[int, bytes] = {}
    while True:
        refusals.wait()
        message, descriptors, _, _ = socket.recv_fds(control, 1 << 16, 2)
        if not message:  # the grader is gone; workers die with their parent
            os._exit(0)  # taking torch down politely takes 0.3 s
        request = json.loads(message)
        _reap(endings)
        if "ended" in request:
            control.sendall(endings.get(request["ended"], NOT_ENDED))
        elif "refused" in request:
            control.sendall(json.dumps(refusals.take()).encode())
        else:
            start = partial(_confined_worker, worker, confinement, sentinel, request=request)
            pid = _fork(confinement, refusals, start, descriptors)
            endings.pop(pid, None)  # numbers come again
            pidfd = os.pidfd_open(pid)
            socket.send_fds(control, [struct.pack("<q", pid)], [pidfd])
            for descriptor in (*descriptors, pidfd):
                os.close(descriptor)


def _fork(
    confinement: Any,
    refusals: Any,
    start: Callable[[list[int]], None],
    descriptors: Sequence[int],
) -> int:
    """Fork a worker whose refused calls are counted; `start` gets its descriptors, and stays."""
    ours, theirs = socket.socketpair()
    refusals.add(ours)  # before the fork: afterwards, each page that is written is copied
    pid: int = confinement.fork()
    if pid == 0:
        refusals.forget()
        start([*descriptors, theirs.fileno()])
    theirs.close()
    return pid


def _confined_worker(
    worker: ModuleType,
    confinement: Any,
    sentinel: str,
    descriptors: list[int],
    *,
    request: dict[str, Any],
) -> None:
    """Confine this forked process, say that it is, and serve one submission."""
    try:
        os.setsid()  # a group of its own, so that all of it can be killed
        _settle(descriptors)
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, COUNTER) as counter:
            box = confinement.confine(request["box"], request["limits"], sentinel, counter)
        os.write(RPC, READY)  # no code of a student has run yet: the grader can believe it
        _become_worker(lambda: worker.serve(RPC, Path(box)), OUTPUT, box)
    except BaseException as error:
        os.write(OUTPUT, f"{type(error).__name__}: {error}".encode())
    finally:
        os._exit(1)


def _settle(descriptors: list[int]) -> None:
    """Put (RPC, output, counter) in their places, print into the output, and close the rest."""
    line, output, counter = map(os.dup, descriptors)
    _redirect(output)
    os.dup2(line, RPC)
    os.dup2(counter, COUNTER)
    os.closerange(COUNTER + 1, 1 << 16)


def _become_worker(serve: Callable[[], None], output: int, box: str) -> None:
    """Serve one submission from this process, which then ends."""
    try:
        _redirect(output)
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        os.environ.clear()
        os.environ.update(ENVIRONMENT, HOME=box, TMPDIR=box, MPLCONFIGDIR=box, **kept)
        tempfile.tempdir = box
        random.seed(0)  # the only generator that a fork seeds anew
        sys.argv = ["submission.py"]
        serve()
    finally:
        os._exit(0)


def _import_worker() -> ModuleType:
    """Import wire and worker by path, under the names they have in the package."""
    for name in ("wire_decoding", "wire"):
        _import_file(f"grader.sandbox.{name}")
    import torch

    torch.set_num_threads(1)  # two gain nothing at these sizes, and a parallel region hangs forks
    _import_file("grader.sandbox.edits")
    worker = _import_file("grader.sandbox.worker")
    _seed()
    gc.collect()
    gc.freeze()
    gc.enable()
    return worker


def _import_file(name: str) -> ModuleType:
    """Import one module of the package by path, as an attribute of its (empty) parent."""
    path = PACKAGE.joinpath(*name.split(".")[1:]).with_suffix(".py")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    parent, _, own = name.rpartition(".")
    setattr(sys.modules[parent], own, module)
    return module


def _redirect(output: int) -> None:
    """Read from nothing, and print into the descriptor `output`."""
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    for standard in (1, 2):
        os.dup2(output, standard)
    sys.stdout = open(1, "w", buffering=1, encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115


def _seed() -> None:
    """Give every worker the same random state: none is ever drawn from before the forks.

    Done once, because importing numpy.random takes longer than forking; and without
    torch.manual_seed, which imports all of torch's back ends to seed them, too.
    """
    import numpy.random
    import torch

    numpy.random.seed(0)
    torch.default_generator.manual_seed(0)


def _reap(endings: dict[int, bytes]) -> None:
    """Take down how the workers that have ended did so."""
    with contextlib.suppress(ChildProcessError):
        while True:
            pid, status, usage = os.wait4(-1, os.WNOHANG)
            if not pid:
                return
            seconds = usage.ru_utime + usage.ru_stime
            endings[pid] = ENDING.pack(os.waitstatus_to_exitcode(status), seconds)


if __name__ == "__main__":
    gc.disable()  # a collection during the import of torch costs a third of it
    main(sys.argv[1:])
