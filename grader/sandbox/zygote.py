"""The process that workers come from: exec'd fresh, it has never seen a check or a reference.

    python -I zygote.py fork CONTROL TIER ROOT UID SENTINEL
        confines itself, imports numpy and torch once, then forks a worker for every request on
        the socket CONTROL (Linux)
    python -I zygote.py share REQUESTS
        imports numpy and torch once, then forks such a zygote for every request on the socket
        REQUESTS: one for each process that grades (Linux)
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
import socket
import sys
import sysconfig
from pathlib import Path
from types import ModuleType

PACKAGE = Path(__file__).resolve().parent.parent
PACKAGES = ("grader", "grader.sandbox", "grader.sandbox.confinement")
# What of `sys.path` is the interpreter's, beside its library; the last two are of Windows.
PACKAGE_FOLDERS = (
    "site-packages",
    "dist-packages",
    "DLLs",
    "python{}{}.zip".format(*sys.version_info),
)


def main(arguments: list[str]) -> None:
    """Import what submissions need, then fork workers or serve as one."""
    _lift_memory_limit()
    _forget_installed_folders()
    for name in PACKAGES:  # empty: nothing further can be imported through them
        sys.modules[name] = ModuleType(name)
    # A file that was a notebook may still check itself; here that is already being done.
    sys.modules["grader"].check = lambda *_, **__: 0.0  # type: ignore[attr-defined]
    if arguments[0] == "fork":
        control = socket.socket(fileno=int(arguments[1]))
        forked = _import_forked_workers()
        forked.fork_on_request(control, *arguments[2:], import_worker=_import_worker)
    elif arguments[0] == "share":
        requests = socket.socket(fileno=int(arguments[1]))
        forked = _import_forked_workers()
        forked.share(requests, _import_worker())
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
    process = _import_file("grader.sandbox.worker_process")
    line, box, user = own.meet()
    worker = _import_worker()
    limiting = _import_file("grader.sandbox.confinement.rlimits")
    limiting.apply_limits(**json.loads(line.recv_bytes()), held=limiting.held_bytes())
    if user is not None:
        _import_file("grader.sandbox.confinement.users").become(user)
    line.send_bytes(process.READY)

    def receive() -> memoryview | None:
        try:
            return worker.payload_of(line.recv_bytes())  # type: ignore[no-any-return]
        except (EOFError, OSError):  # the grader hangs up
            return None

    def serve() -> None:
        own.bound_output()
        worker.answer(receive, line.send_bytes, Path(box))

    process.become_worker(serve, process.OUTPUT, box)


def _import_forked_workers() -> ModuleType:
    """Import what forks, and what it imports."""
    for name in ("syscalls", "seccomp", "rlimits", "users", "root_folder", "refusals", "tiers"):
        _import_file(f"grader.sandbox.confinement.{name}")
    _import_file("grader.sandbox.worker_process")
    return _import_file("grader.sandbox.forked_workers")


def _import_worker() -> ModuleType:
    """Import wire and worker by path, under the names they have in the package."""
    for name in ("wire_decoding", "wire"):
        _import_file(f"grader.sandbox.{name}")
    import torch

    torch.set_num_threads(1)  # two gain nothing at these sizes, and a parallel region hangs forks
    _import_file("grader.sandbox.edits")
    worker = _import_file("grader.sandbox.worker")
    _seed()
    gc.freeze()  # uncollected: to look for what little is left would take longer than a fork
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


def _seed() -> None:
    """Give every worker the same random state: none is ever drawn from before the forks.

    Done once, because importing numpy.random takes longer than forking; and without
    torch.manual_seed, which imports all of torch's back ends to seed them, too.
    """
    import numpy.random
    import torch

    numpy.random.seed(0)
    torch.default_generator.manual_seed(0)


if __name__ == "__main__":
    gc.disable()  # a collection during the import of torch costs a third of it
    main(sys.argv[1:])
