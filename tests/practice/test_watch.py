"""When a file counts as saved, and which exercise is next. The command is tested in cli/."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from msgspec.structs import replace

from grader.course.course import find_course
from grader.practice.progress import Progress, Run, State, write_state
from grader.practice.watch import REST_SECONDS, look, unfinished, wait_until_saved

NAME = "exercise01"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / f"{NAME}.py"
    path.write_text("x = 1\n")
    return path


def rewrite(path: Path) -> None:
    path.write_text("x = 22\n")


def touch(path: Path) -> None:
    os.utime(path, (5, 5))


def exchange(path: Path) -> None:
    """As many editors save: a new file takes the place of the old."""
    facts = path.stat()
    other = path.with_name("other.tmp")
    other.write_text(path.read_text())
    os.utime(other, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    other.replace(path)


def delete(path: Path) -> None:
    path.unlink()


def rename(path: Path) -> None:
    path.rename(path.with_name("old.py"))


def save_sibling(path: Path) -> None:
    path.with_name("gates.py").write_text("")


def save_notebook(path: Path) -> None:
    path.with_suffix(".ipynb").write_text("{}")


@pytest.mark.parametrize(
    "change", [rewrite, touch, exchange, delete, rename, save_sibling, save_notebook]
)
def test_look_tells_every_change_that_grading_could_see(
    file: Path, change: Callable[[Path], None]
) -> None:
    before = look(file.parent)
    assert look(file.parent) == before
    change(file)
    assert look(file.parent) != before


@pytest.mark.parametrize("name", [f".{NAME}.py.swp", f"{NAME}.py~", "4913", f".{NAME}.py", "n.txt"])
def test_look_does_not_mind_what_editors_leave_behind(file: Path, name: str) -> None:
    before = look(file.parent)
    (file.parent / name).write_text("")
    assert look(file.parent) == before


def test_look_at_a_folder_that_is_gone_is_nothing(tmp_path: Path) -> None:
    assert look(tmp_path / "gone") == frozenset()


def test_file_that_is_being_written_is_waited_for(file: Path) -> None:
    pieces = [f"line = {number}\n" for number in range(30)]

    def write() -> None:
        with file.open("w") as out:
            for piece in pieces:
                out.write(piece)
                out.flush()
                time.sleep(REST_SECONDS / 10)

    writer = threading.Thread(target=write)
    writer.start()
    seen = wait_until_saved(file.parent, NAME)
    read = file.read_text()
    writer.join()
    assert read == "".join(pieces)
    assert seen == look(file.parent)


@pytest.mark.parametrize("gone", [True, False])
def test_file_that_is_empty_or_gone_for_a_moment_is_waited_for(file: Path, gone: bool) -> None:
    if gone:
        file.unlink()
    else:
        file.write_text("")
    later = threading.Timer(5 * REST_SECONDS, rewrite, [file])
    later.start()
    wait_until_saved(file.parent, NAME)
    assert file.read_text() == "x = 22\n"
    later.join()


def test_file_that_stays_gone_is_not_waited_for_without_end(file: Path) -> None:
    file.unlink()
    assert wait_until_saved(file.parent, NAME) == frozenset()


@pytest.mark.parametrize(
    ("passed", "after", "expected"),
    [
        ((), "", "exercise01"),
        (("exercise01",), "", "exercise02"),
        ((), "exercise01", "exercise02"),
        (("exercise02",), "exercise01", "exercise03"),
        ((), "exercise03", "exercise01"),
        (("exercise01", "exercise02"), "exercise03", None),
        (("exercise01", "exercise02", "exercise03"), "", None),
    ],
)
def test_unfinished_is_the_next_that_has_not_passed(
    toy_course: Path,
    toy: ModuleType,
    a_run: Callable[..., Run],
    passed: tuple[str, ...],
    after: str,
    expected: str | None,
) -> None:
    for name in ("exercise02", "exercise03"):
        toy.make_exercise(toy_course, name, title="Doubling again")
    state = State()
    for name in passed:
        run = replace(a_run(status="passed"), file=f"exercises/{name}/{name}.py")
        state = state.with_progress(name, Progress(run=run))
    write_state(toy_course, state)
    assert unfinished(find_course(toy_course), after=after) == expected
