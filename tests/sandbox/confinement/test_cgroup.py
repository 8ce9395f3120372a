"""Control groups for workers, on a tree that looks as the kernel's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.model import Limits
from grader.sandbox.confinement import cgroup
from grader.sandbox.confinement.cgroup import MARK, Group, delegated_group
from grader.sandbox.launcher import Launcher


@pytest.fixture
def tree(tmp_path):
    """A unit with the two controllers, marked as systemd marks one that it delegates."""
    unit = tmp_path / "cgroup" / "user.slice" / "grade.scope"
    unit.mkdir(parents=True)
    (unit / "cgroup.controllers").write_text("cpu memory pids\n")
    (tmp_path / "membership").write_text("1:name=systemd:/\n0::/user.slice/grade.scope\n")
    try:
        os.setxattr(unit, MARK, b"1")
    except OSError as error:
        pytest.skip(f"no extended attributes here: {error}")
    return tmp_path


def found(tree):
    return delegated_group(tree / "membership", tree / "cgroup")


def test_grader_makes_way_for_the_groups_of_its_workers(tree):
    unit = tree / "cgroup" / "user.slice" / "grade.scope"
    assert found(tree) == unit
    assert (unit / "graders" / "cgroup.procs").read_text() == str(os.getpid())
    assert (unit / "cgroup.subtree_control").read_text() == "+memory +pids"


def test_processes_of_a_grader_find_the_same_group(tree):
    unit = found(tree)
    (tree / "membership").write_text("0::/user.slice/grade.scope/graders\n")
    (unit / "graders" / "cgroup.procs").unlink()
    assert found(tree) == unit
    assert not (unit / "graders" / "cgroup.procs").exists()


def test_nothing_is_touched_where_nothing_is_delegated(tree):
    unit = tree / "cgroup" / "user.slice" / "grade.scope"
    os.removexattr(unit, MARK)
    assert found(tree) is None
    assert [path.name for path in unit.iterdir()] == ["cgroup.controllers"]


def test_unit_without_the_controllers_is_not_used(tree):
    unit = tree / "cgroup" / "user.slice" / "grade.scope"
    (unit / "cgroup.controllers").write_text("cpu pids\n")
    assert found(tree) is None


@pytest.mark.parametrize("membership", ["", "4:memory:/x\n", "0::/nowhere\n"])
def test_other_trees_have_no_group(tree, membership):
    (tree / "membership").write_text(membership)
    assert found(tree) is None


def test_group_holds_the_limits_and_the_process(tree):
    unit = found(tree)
    Group(unit, 4711, memory_mib=1024)
    leaf = unit / "worker-4711"
    assert (leaf / "cgroup.procs").read_text() == "4711"
    assert int((leaf / "memory.max").read_text()) == (1024 + cgroup.MORE_MIB) << 20
    assert (leaf / "pids.max").read_text() == "128"


def test_group_tells_whether_the_system_ended_its_process(tree):
    group = Group(found(tree), 4711, memory_mib=1024)
    events = tree / "cgroup" / "user.slice" / "grade.scope" / "worker-4711" / "memory.events"
    assert not group.was_full()
    events.write_text("low 0\noom 1\noom_kill 0\n")
    assert not group.was_full()
    events.write_text("low 0\noom 1\noom_kill 1\n")
    assert group.was_full()


def test_group_that_cannot_be_made_is_told(tree):
    unit = found(tree)
    Group(unit, 4711, memory_mib=64)
    with pytest.raises(FileExistsError):
        Group(unit, 4711, memory_mib=64)


def is_running(pid):
    """Whether the process is there; one that only waits to be reaped is not."""
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(not Path("/proc/self/fdinfo").exists(), reason="needs /proc")
def test_every_worker_enters_a_group_of_its_own(tree, monkeypatch):
    unit = found(tree)
    monkeypatch.setattr("grader.sandbox.launcher.delegated_group", lambda: unit)
    launcher = Launcher()
    try:
        workers = [launcher.worker(Limits(memory_mib=memory)) for memory in (300, 400)]
        leaves = list(unit.glob("worker-*"))
        held = sorted(int((leaf / "memory.max").read_text()) >> 20 for leaf in leaves)
        assert held == [300 + cgroup.MORE_MIB, 400 + cgroup.MORE_MIB]
        pids = [int((leaf / "cgroup.procs").read_text()) for leaf in leaves]
        assert all(map(is_running, pids))
        for worker in workers:
            worker.kill()
        assert not any(map(is_running, pids))
    finally:
        launcher.close()
