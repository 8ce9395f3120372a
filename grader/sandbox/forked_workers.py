"""The zygote's side of forking: zygotes for those that grade, and workers for submissions.

Runs in the zygote alone, which has imported what stands here, by path.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import struct
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

from grader.sandbox.confinement import refusals, tiers
from grader.sandbox.worker_process import OUTPUT, READY, RPC, become_worker, redirect

COUNTER = 4  # to the zygote, which counts refused calls; closed before a submission runs
MAX_REQUEST_BYTES = 1 << 16
ENDING = struct.Struct("<qd")
NOT_ENDED = ENDING.pack(1 << 16, 0.0)


def share(requests: socket.socket, worker: ModuleType) -> None:
    """Fork a zygote for every request, until nobody is left who could make one, and none of them.

    A request is a JSON list of tier, root, user and sentinel, with two descriptors: the zygote's
    socket, and where it writes what goes wrong.
    """
    while True:
        message, descriptors, _, _ = socket.recv_fds(requests, MAX_REQUEST_BYTES, 2)
        if not message:
            break
        if os.fork() == 0:
            _become_zygote(requests, json.loads(message), descriptors, worker)
        for descriptor in descriptors:
            os.close(descriptor)
        _reap({})
    with contextlib.suppress(ChildProcessError):
        while True:  # so that what they took counts as this one's
            os.wait()
    os._exit(0)  # taking torch down politely takes 0.3 s


def _become_zygote(
    requests: socket.socket, arguments: list[str], descriptors: Sequence[int], worker: ModuleType
) -> NoReturn:
    try:
        os.setsid()
        requests.close()
        control, errors = descriptors
        redirect(errors)
        os.close(errors)
        fork_on_request(socket.socket(fileno=control), *arguments, import_worker=lambda: worker)
    finally:
        os._exit(1)


def fork_on_request(
    control: socket.socket,
    tier: str,
    root: str,
    uid: str,
    sentinel: str,
    *,
    import_worker: Callable[[], ModuleType],
) -> None:
    """Confine this process, say how and who it is, and answer the requests of the grader.

    Each is a JSON object:

    {"box", "limits"}, with the two descriptors of a worker    → its number and pidfd
    {"ended"}, with the number of a worker that has ended      → exit code, seconds of processor
    {"refused"}    → the system calls that workers were refused since it last came, counted
    """
    pidfd = os.pidfd_open(os.getpid())
    counter = refusals.Refusals(control.fileno())
    try:
        tier, reasons = tiers.choose_tier(tier, root, int(uid), sentinel)
        confinement = tiers.Confinement(tier, root, int(uid))
        confinement.enter()
    except OSError as error:
        control.sendall(json.dumps({"failed": str(error)}).encode())
        return
    word = json.dumps({"tier": tier, "reasons": reasons}).encode()
    socket.send_fds(control, [word], [pidfd])
    os.close(pidfd)
    worker = import_worker()
    endings: dict[int, bytes] = {}
    while True:
        counter.wait()
        message, descriptors, _, _ = socket.recv_fds(control, MAX_REQUEST_BYTES, 2)
        if not message:  # the grader is gone; workers die with their parent
            os._exit(0)  # taking torch down politely takes 0.3 s
        request = json.loads(message)
        _reap(endings)
        if "ended" in request:
            control.sendall(endings.get(request["ended"], NOT_ENDED))
        elif "refused" in request:
            control.sendall(json.dumps(counter.take()).encode())
        else:
            start = partial(_confined_worker, worker, confinement, sentinel, request=request)
            pid = _fork(confinement, counter, start, descriptors)
            endings.pop(pid, None)  # numbers come again
            pidfd = os.pidfd_open(pid)
            socket.send_fds(control, [struct.pack("<q", pid)], [pidfd])
            for descriptor in (*descriptors, pidfd):
                os.close(descriptor)


def _fork(
    confinement: tiers.Confinement,
    counter: refusals.Refusals,
    start: Callable[[list[int]], None],
    descriptors: Sequence[int],
) -> int:
    """Fork a worker whose refused calls are counted; `start` gets its descriptors, and stays."""
    ours, theirs = socket.socketpair()
    counter.add(ours)  # before the fork: afterwards, each page that is written is copied
    pid = confinement.fork()
    if pid == 0:
        counter.forget()
        start([*descriptors, theirs.fileno()])
    theirs.close()
    return pid


def _confined_worker(
    worker: ModuleType,
    confinement: tiers.Confinement,
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
        become_worker(lambda: worker.serve(RPC, Path(box)), OUTPUT, box)
    except BaseException as error:
        os.write(OUTPUT, f"{type(error).__name__}: {error}".encode())
    finally:
        os._exit(1)


def _settle(descriptors: list[int]) -> None:
    """Put (RPC, output, counter) in their places, print into the output, and close the rest."""
    line, output, counter = map(os.dup, descriptors)
    redirect(output)
    os.dup2(line, RPC)
    os.dup2(counter, COUNTER)
    os.closerange(COUNTER + 1, 1 << 16)


def _reap(endings: dict[int, bytes]) -> None:
    """Take down how the workers that have ended did so."""
    with contextlib.suppress(ChildProcessError):
        while True:
            pid, status, usage = os.wait4(-1, os.WNOHANG)
            if not pid:
                return
            seconds = usage.ru_utime + usage.ru_stime
            endings[pid] = ENDING.pack(os.waitstatus_to_exitcode(status), seconds)
