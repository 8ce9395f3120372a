"""Processes that grade beside this one: forked warm, their zygotes forked of a shared one."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.util import Finalize
from typing import TYPE_CHECKING

from grader.grading.deadline import limit_memory
from grader.grading.torch_runtime import import_torch
from grader.model import Limits
from grader.sandbox.launcher import Launcher, forks

if TYPE_CHECKING:
    from grader.sandbox.processes.zygotes import SharedZygote

# Forking a process that holds torch is only known to be safe here.
START_METHOD = "forkserver" if sys.platform == "linux" else "spawn"


def open_processes(count: int, work: str) -> tuple[ProcessPoolExecutor, Callable[[bool], None]]:
    """An executor of so many processes, and how to take it down.

    `work` is the module with what they are to do; where they are forked, it is imported once.
    The latter is told whether what the processes do now is still wanted; if not, all of them end
    at once, as they do when this process dies.
    """
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    context = multiprocessing.get_context(START_METHOD)
    shared = _shared_zygote()
    requests = shared.requests if shared is not None else None
    if START_METHOD == "forkserver":
        _start_server(context, work)
    theirs, ours = context.Pipe(duplex=False)
    executor = ProcessPoolExecutor(count, context, begin, (theirs, requests))

    def close(is_done: bool) -> None:
        if not is_done:
            ours.close()  # ends every process, whatever it does
        executor.shutdown(cancel_futures=True)
        ours.close()
        theirs.close()
        if shared is not None:
            shared.close()

    return executor, close


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait: a process that is half started would complain when it finds us gone."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def begin(parent_pipe: Connection, shared: socket.socket | None) -> None:
    """Prepare a process of ours: it ends when the other end of the pipe is closed.

    `shared` leads to the zygote of which its own is forked.
    """
    # Ctrl-C on a terminal reaches all; one process decides. (Ignored outright, it would be ignored
    # in submissions, too.)
    signal.signal(signal.SIGINT, lambda *_: None)
    threading.Thread(target=_end_with, args=(parent_pipe,), daemon=True).start()
    _launcher(shared)  # its zygote imports torch from now on, unless the shared one does


@cache
def warm_launcher() -> Launcher:
    """The launcher of this process, whose zygote is ready."""
    launcher = _launcher(None)
    import_torch()
    limit_memory()
    launcher.worker(Limits()).kill()  # waits for the zygote: no submission's time counts that
    return launcher


_launchers: list[Launcher] = []  # at most one


def _launcher(shared: socket.socket | None) -> Launcher:
    """The launcher of this process; the first who asks says whose zygote it shares."""
    if not _launchers:
        # Without spinning: here all cores have something better to do.
        _launchers.append(Launcher(spin_seconds=0.0, shared=shared))
        Finalize(None, _launchers[0].close, exitpriority=1)
    return _launchers[0]


def _end_with(parent_pipe: Connection) -> None:
    with suppress(EOFError, OSError):
        parent_pipe.recv_bytes()
    with suppress(Exception):
        _launchers[0].close()
    os._exit(1)


def _shared_zygote() -> SharedZygote | None:
    """The zygote of all processes, where there is such a thing."""
    if not forks():
        return None
    from grader.sandbox.processes.zygotes import SharedZygote

    return SharedZygote()


def _start_server(context: BaseContext, work: str) -> None:
    """Start the process that the others are forked from, and that has imported what they need."""
    from multiprocessing import forkserver

    context.set_forkserver_preload(["grader.grading.preload", work])
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)  # it inherits that Ctrl-C is not for it
    try:
        forkserver.ensure_running()
    finally:
        signal.signal(signal.SIGINT, heard)
