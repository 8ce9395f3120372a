"""How often a call climbs back up the house, while one file is graded, and while a class is.

    python benchmarks/trips.py [--enforce]

Looks at every stack of calls: the rooms that it passes from the command down, and its climbs, where
a function calls one that stands on a higher floor (a callback, an injected function, an import that
comes late). Prints the longest of each command with its stops. A batch is graded in this process,
so that its jobs can be seen; the stack of a job begins where a process of the batch would begin.
Frames of other packages, and of a course, stand on no floor; workers are not looked into.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import io
import os
import re
import sys
import tempfile
import tomllib
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from pathlib import Path
from types import CodeType, FrameType

from cold import EXERCISE, ROOT, SEARCHED, copy_course

import grader
from grader.__main__ import run_command
from grader.batch.jobs import executors

PACKAGE = Path(grader.__file__).parent
MOST_CLIMBS = {"one file": 4, "a job of a batch": 5}
Stack = list[CodeType]


def floors() -> dict[str, int]:
    """The floor of each room, counted from below, as import-linter holds them."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = table["tool"]["importlinter"]["contracts"][0]["layers"]
    names = [re.findall(r"grader\.(\w+)", layer) for layer in reversed(layers)]
    known = {name: floor for floor, row in enumerate(names, start=1) for name in row}
    return known | {"__main__": len(layers) + 1, "strategies": 4, "statistics": 4}


class Recorder:
    """Sees each call of the grader's functions, and keeps the stack with the most climbs."""

    def __init__(self) -> None:
        self.longest: Stack = []
        self._most = (-1, -1)
        self._floors = floors()
        self._rooms: dict[CodeType, str] = {}

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        if event == "call" and self.room(frame.f_code):
            stack = self._stack(frame)
            length = len(self.climbs(stack)), len(self.rooms(stack))
            if length > self._most:
                self.longest, self._most = stack, length

    def room(self, code: CodeType) -> str:
        """The room in which a function stands, empty where that is not in the house."""
        if code not in self._rooms:
            path = Path(code.co_filename)
            inside = path.is_relative_to(PACKAGE) and path.relative_to(PACKAGE).parts[0]
            self._rooms[code] = (inside or "").removesuffix(".py").replace("__init__", "")
        return self._rooms[code]

    def rooms(self, stack: Stack) -> list[str]:
        """The rooms that a stack passes, those that it comes back to as often as it does."""
        names = [self.room(code) for code in stack]
        return [name for i, name in enumerate(names) if i == 0 or name != names[i - 1]]

    def climbs(self, stack: Stack) -> list[int]:
        """The places in a stack whose floor is above that of the place before."""
        heights = [self._floors[self.room(code)] for code in stack]
        return [i for i in range(1, len(stack)) if heights[i] > heights[i - 1]]

    def _stack(self, frame: FrameType | None) -> Stack:
        found = []
        while frame is not None and frame.f_code is not run_job.__code__:
            if self.room(frame.f_code):
                found.append(frame.f_code)
            frame = frame.f_back
        return found[::-1]

    def describe(self) -> str:
        """The longest stack, a line for each room that it enters; ^ marks a climb."""
        climbs, stack = self.climbs(self.longest), self.longest
        entered = [
            i for i in range(len(stack)) if i == 0 or self.room(stack[i]) != self.room(stack[i - 1])
        ]
        return "".join(
            f"    {'^' if i in climbs else ' '} "
            f"{Path(stack[i].co_filename).relative_to(PACKAGE)}:{stack[i].co_qualname}\n"
            for i in entered
        )


def run_job(function: Callable[..., object], arguments: Sequence[object]) -> object:
    """Run what a process of a batch would; stacks begin anew below this function."""
    return function(*arguments)


class HereExecutor(Executor):
    """Runs each chunk at once, in this process, and records it apart from what asks for it."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    def submit(self, function, *arguments) -> Future:  # type: ignore[no-untyped-def, override]
        future: Future = Future()
        outer = sys.getprofile()
        sys.setprofile(self._recorder)
        try:
            future.set_result(run_job(function, arguments))
        finally:
            sys.setprofile(outer)
        return future


def recorded(recorder: Recorder, *words: str) -> None:
    """Run a command, silently."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        gc.disable()  # what it takes away is closed in the middle of whatever runs
        sys.setprofile(recorder)
        try:
            run_command([*words])
        finally:
            sys.setprofile(None)
            gc.enable()


def make_class(course: Path, files: Sequence[Path]) -> Path:
    """A folder with a student for each of the files."""
    for number, file in enumerate(files):
        folder = course / "class" / f"student{number}"
        folder.mkdir(parents=True)
        (folder / f"{EXERCISE}.py").write_bytes(file.read_bytes())
    return course / "class"


def main() -> int:
    parser = argparse.ArgumentParser(description="Count the climbs in stacks of calls.")
    parser.add_argument("--enforce", action="store_true", help="exit with 1 if there are too many")
    enforced = parser.parse_args().enforce
    one, batch, job = Recorder(), Recorder(), Recorder()
    handle = executors.ExecutorHandle(HereExecutor(job), 1, (), lambda _: None)
    executors.local_pool = lambda _: executors.ExecutorPool(lambda: handle)
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder)
        right, wrong, searched = copy_course(course)
        submissions = make_class(course, (right, wrong))
        os.chdir(course)
        for name, file in ((EXERCISE, right), (EXERCISE, wrong), (SEARCHED, searched)):
            recorded(one, name, str(file))
        recorded(batch, "batch", str(submissions), "--out", str(course / "results"))
    kept = True
    recorders = {"one file": one, "a batch": batch, "a job of a batch": job}
    for what, recorder in recorders.items():
        climbs, most = len(recorder.climbs(recorder.longest)), MOST_CLIMBS.get(what)
        kept &= most is None or climbs <= most
        limit = f", at most {most} wanted" if most is not None else ""
        print(f"{what}: {climbs} climbs, {len(recorder.rooms(recorder.longest))} rooms{limit}")
        print(recorder.describe(), flush=True)
    return 1 if enforced and not kept else 0


if __name__ == "__main__":
    raise SystemExit(main())
