"""The grader's end of a worker keeps to its deadline, however the bytes come."""

from __future__ import annotations

import os
import socket
import time

import pytest

from grader.sandbox.processes.connection import Worker
from grader.sandbox.processes.remote import WorkerLate


class Dripping(socket.socket):
    """A line that always has one more byte."""

    def recv(self, *_):
        return b"S"


@pytest.fixture
def dripping(tmp_path):
    ours, theirs = socket.socketpair()
    line = Dripping(ours.family, ours.type, ours.proto, ours.detach())
    output, end = os.pipe()
    worker = Worker(line, output, tmp_path / "box", pid=0, pidfd=None, has_group=False)
    yield worker
    worker.kill()
    theirs.close()
    os.close(end)


def test_line_that_never_pauses_is_late(dripping):
    start = time.monotonic()
    with pytest.raises(WorkerLate):
        dripping.receive(100_000_000, start + 0.1)
    assert time.monotonic() - start < 10  # all of it, dripping, takes longer


def test_what_comes_in_time_is_given(dripping):
    assert dripping.receive(3, time.monotonic() + 10) == b"SSS"
