"""The diagnosis of `grade doctor`: packages, device, isolation, and what to fix.

Everything that may crash is tried in a process of its own, so that a broken torch is a line of
the diagnosis and not its end.
"""

from __future__ import annotations

import json
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from grader.course.course import Course, find_course, load_exercise
from grader.errors import GraderError, NoCourse
from grader.files import write_file
from grader.model import Exercise, Isolation, Limits
from grader.practice.progress import FOLDER, own_folder
from grader.report.console import Console
from grader.report.layout import wrap
from grader.report.sanitize import clean, clean_ascii, cleaned

if TYPE_CHECKING:
    from grader.sandbox.launcher import Launcher

Mark = Literal["ok", "warn", "FAIL"]

DISTRIBUTION = "unsaturated"
# Where the grader runs from a checkout without being installed, nothing lists what it needs.
NEEDED = ("torch", "numpy", "pytest", "hypothesis", "click", "msgspec")
TORCH_TIMEOUT_SECONDS = 120
TORCH_PROBE = """
import json, torch
name = torch.cuda.get_device_name(0) if torch.cuda.is_available() else None
print(json.dumps([torch.__version__, torch.version.cuda, name]))
"""
REINSTALL = "Install the grader again; the README says how."
ANSWER = 42.0
STYLES = {"ok": "good", "warn": "wait", "FAIL": "bad"}
NAME_WIDTH = len("isolation")
ISOLATIONS: dict[Isolation, str] = {
    "process": "process: a submission runs in a process of its own, but not confined. Good for "
    "your own files; results are unofficial.",
    "landlock": "landlock: a submission can touch no file but its own.",
    "full": "full: a submission sees no file, no process and no network but its own.",
}
STRANGERS = "Grade files of people you do not know only where this says landlock or full."


class Condition(Struct, frozen=True):
    """One line of the diagnosis, with a remedy where something is wrong."""

    mark: Mark
    name: str
    what: str
    remedy: str = ""


class Torch(Struct, frozen=True):
    """The facts about torch, from an interpreter of its own."""

    version: str
    cuda: str | None  # the version of CUDA that it was built for
    device: str | None  # the name of the first CUDA device


def examine(start: Path, console: Console, encoding: str | None) -> Iterator[Condition]:
    """Look at everything that grading needs, one condition after the other; takes seconds."""
    system = f"{platform.system()} {platform.machine()}"
    yield Condition("ok", "Python", f"{platform.python_version()} on {system}")
    yield _packages()
    torch = _probe_torch()
    yield torch if isinstance(torch, Condition) else _build(torch)
    if isinstance(torch, Condition):
        yield Condition("warn", "worker", "not tried, since it needs torch", "Fix torch first.")
    else:
        yield Condition("ok", "device", f"cuda ({torch.device})" if torch.device else "cpu")
        yield from _worker()
    yield from _course(start)
    yield _console(console, encoding)


def render_condition(condition: Condition, console: Console) -> str:
    """A condition as text that ends in a newline."""
    condition = cleaned(condition, clean if console.unicode else clean_ascii)
    indent = 2 + 4 + 2 + NAME_WIDTH + 2
    width = console.columns - indent
    mark = console.paint(condition.mark, STYLES[condition.mark]) + " " * (6 - len(condition.mark))
    first, *rest = wrap(condition.what, width) + (wrap(condition.remedy, width))
    lines = [f"  {mark}{condition.name:{NAME_WIDTH}}  {first}"]
    lines += [" " * indent + line for line in rest if line]
    return "\n".join(lines) + "\n"


def _packages() -> Condition:
    """Versions of what is needed, next to the least that are asked for."""
    found, wrong = [], []
    for name, least in _needed().items():
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            wrong.append(f"{name} is missing")
            continue
        found.append(f"{name} {version}")
        if _numbers(version) < _numbers(least):
            wrong.append(f"{name} {version} is older than {least}")
    if wrong:
        return Condition("FAIL", "packages", "; ".join(wrong), REINSTALL)
    return Condition("ok", "packages", ", ".join(found))


def _needed() -> dict[str, str]:
    """The packages that the grader asks for, each with its least version."""
    try:
        lines = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        return dict.fromkeys(NEEDED, "0")
    pattern = r"([\w.-]+)\s*(?:>=\s*([\d.]+))?[^;]*"
    matches = (re.fullmatch(pattern, line) for line in lines)  # extras have a marker behind ";"
    return {match[1]: match[2] or "0" for match in matches if match}


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version.partition("+")[0])[:3])


def _probe_torch() -> Torch | Condition:
    command = [sys.executable, "-P", "-c", TORCH_PROBE]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=TORCH_TIMEOUT_SECONDS
        )
        if done.returncode == 0:
            return Torch(*json.loads(done.stdout.splitlines()[-1]))
        words = done.stderr.strip().splitlines()[-1:] or [f"it ends with {done.returncode}"]
        reason = words[0]
    except subprocess.TimeoutExpired:
        reason = f"it takes longer than {TORCH_TIMEOUT_SECONDS} s"
    except (OSError, ValueError, IndexError, TypeError) as error:
        reason = str(error)
    return Condition("FAIL", "torch", f"cannot be imported: {reason}", REINSTALL)


def _build(torch: Torch) -> Condition:
    version = torch.version.partition("+")[0]
    if torch.cuda is None:
        return Condition("ok", "torch", f"{version}, the build for the CPU")
    what = f"{version}, the build for CUDA {torch.cuda}"
    if torch.device is None:
        return Condition("ok", "torch", f"{what}, which finds no CUDA device here")
    return Condition("ok", "torch", what)


def _worker() -> Iterator[Condition]:
    """Start a worker as for a submission, have it answer, and see how it was confined."""
    from grader.sandbox.launcher import Launcher

    launcher, start = Launcher(), time.perf_counter()
    try:
        answer = _answer(launcher)
    except Exception as error:
        what = f"{error.what} {error.remedy}" if isinstance(error, GraderError) else repr(error)
        yield Condition("FAIL", "worker", f"does not answer: {what}", REINSTALL)
        return
    finally:
        launcher.close()
    seconds = time.perf_counter() - start
    if answer != ANSWER:
        yield Condition("FAIL", "worker", f"answers {answer}, not {ANSWER}", REINSTALL)
        return
    yield Condition("ok", "worker", f"starts and answers, within {seconds:.1f} s")
    yield _isolation(launcher.isolation, launcher.reasons)


def _answer(launcher: Launcher) -> object:
    """The value of a function that was called in a worker."""
    from grader.sandbox.student import Student
    from grader.submission.submission import read_submission

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "exercise00.py"
        file.write_text(f"def answer():\n    return {ANSWER}\n", "utf-8")
        exercise = Exercise(
            name="exercise00",
            title="The answer",
            functions={"answer": "number"},
            checks=(),
            hints=(),
            limits=Limits(),
            by_hand=None,
            authored=None,
            released=Path(folder),
        )
        with Student(exercise, read_submission(file, exercise), launcher) as student:
            return student.answer()


def _isolation(isolation: Isolation, reasons: Mapping[str, str]) -> Condition:
    """The isolation of workers, and why it is not better."""
    if isolation == "full":
        return Condition("ok", "isolation", ISOLATIONS[isolation])
    why = "; ".join(f"no {tier}: {reason}" for tier, reason in reasons.items())
    what = f"{ISOLATIONS[isolation]} ({why})" if why else ISOLATIONS[isolation]
    if isolation == "landlock":
        return Condition("ok", "isolation", what)
    return Condition("warn", "isolation", what, STRANGERS)


def _course(start: Path) -> Iterator[Condition]:
    try:
        course = find_course(start)
    except NoCourse as error:
        yield Condition("warn", "course", error.what, error.remedy)
        return
    names = course.exercise_names()
    exercises = "1 exercise" if len(names) == 1 else f"{len(names)} exercises"
    yield Condition("ok", "course", f"{exercises} in {course.root}")
    yield from _unreadable(course)
    yield _memory(course)


def _unreadable(course: Course) -> Iterator[Condition]:
    for name in course.exercise_names():
        try:
            load_exercise(course, name)
        except GraderError as error:
            yield Condition("FAIL", "course", error.what, error.remedy)


def _memory(course: Course) -> Condition:
    try:
        probe = own_folder(course.root) / "doctor"
        write_file(probe, b"")
        probe.unlink()
    except OSError as error:
        what = f"cannot be written ({error.strerror}): points, hints and backups are not kept"
        return Condition("warn", FOLDER, what, f"Make {course.root / FOLDER} writable.")
    return Condition("ok", FOLDER, "can be written; it keeps points, hints and backups")


def _console(console: Console, encoding: str | None) -> Condition:
    color = "in color" if console.color else "without color"
    if console.unicode:
        return Condition("ok", "console", f"{encoding}, {color}")
    what = f"{encoding}, {color}; characters outside ASCII are spelled out"
    return Condition("ok", "console", what)
