"""One zygote imports torch for the launchers of many processes, and nothing hangs on its life."""

import os
import textwrap
from pathlib import Path

import pytest

from grader.grading.processes import open_processes
from grader.model import Limits
from grader.sandbox.launcher import Launcher, forks

pytestmark = pytest.mark.skipif(not forks(), reason="workers are not forked here")


@pytest.fixture(scope="module")
def shared():
    yield from fresh_one()


@pytest.fixture
def mortal():
    """One that a test may kill."""
    yield from fresh_one()


def fresh_one():
    from grader.sandbox.processes.zygotes import SharedZygote

    zygote = SharedZygote()
    yield zygote
    zygote.close()


def is_alive(pidfd: int) -> bool:
    import select

    poll = select.poll()
    poll.register(pidfd, select.POLLIN)
    return not poll.poll(10_000)


def zygotes_below(pid: int) -> list[str]:
    """The words with which zygotes were exec'd by this process or one that it started."""
    found = []
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        words = Path(f"/proc/{child}/cmdline").read_text().split("\0")
        if any(word.endswith("zygote.py") for word in words):
            found.append(words[3])
        else:
            found += zygotes_below(int(child))
    return found


def test_confines_as_one_of_its_own(shared, launcher):
    with Launcher(shared=shared.requests) as forked:
        forked.worker(Limits()).kill()
        assert forked.isolation == launcher.isolation
        assert forked.reasons == launcher.reasons


def test_one_launcher_ends_without_the_other(shared):
    with Launcher(shared=shared.requests) as second:
        with Launcher(shared=shared.requests) as first:
            first.worker(Limits()).kill()
        second.worker(Limits()).kill()


def test_submission_finds_there_what_it_finds_elsewhere(shared, launcher, open_student):
    source = """
        import os
        import sys


        def names():
            numbers = {str(number) for number in range(256) if is_open(number)}
            found = numbers | set(os.environ) | set(sys.path) | set(sys.argv)
            return found | set(list(sys.modules)[:3000])


        def is_open(number):
            try:
                os.fstat(number)
            except OSError:
                return False
            return True
        """
    with Launcher(shared=shared.requests) as forked:
        first = open_student(textwrap.dedent(source), launcher=launcher)
        second = open_student(textwrap.dedent(source), launcher=forked)
        assert first.names() == second.names()


def test_ends_with_its_launcher(shared):
    with Launcher(shared=shared.requests) as launcher:
        launcher.worker(Limits()).kill()
        pidfd = os.dup(launcher._starter._zygote._process.pidfd)
    assert not is_alive(pidfd)
    os.close(pidfd)


def test_is_replaced_when_it_was_killed(shared):
    with Launcher(shared=shared.requests) as launcher:
        launcher.worker(Limits()).kill()
        launcher._starter._zygote._process.kill()
        launcher.worker(Limits()).kill()
        assert launcher.take_refused() is None  # what the first counted is lost


@pytest.mark.parametrize("when", ["before", "while it starts"])
def test_launcher_does_without_one_that_has_ended(mortal, when):
    before = zygotes_below(os.getpid()).count("fork")
    if when == "before":
        mortal._process.kill()
        mortal._process.wait()
    with Launcher(shared=mortal.requests) as launcher:
        mortal._process.kill()
        mortal._process.wait()
        launcher.wait_until_ready()
        launcher.worker(Limits()).kill()
        assert zygotes_below(os.getpid()).count("fork") == before + 1


def test_processes_of_a_class_exec_one_alone():
    before = zygotes_below(os.getpid())
    executor, close = open_processes(2, "os")
    try:
        started = {executor.submit(os.getpid).result() for _ in range(4)}
        assert started
        assert zygotes_below(os.getpid()) == [*before, "share"]
    finally:
        close(True)
    assert zygotes_below(os.getpid()) == before
