"""The command `grade watch`: a report at every save."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import click

from grader.cli.command_group import given_keys
from grader.cli.reporting import Reporting, as_text, display_options, open_console

if TYPE_CHECKING:
    from grader.course.course import Course
    from grader.model import Report
    from grader.practice.watch import View
    from grader.report.ending import Ending

GRADING, GRADING_PLAIN = "grading…", "grading..."
MIN_ROWS = 10
MORE = "(more below: q, then the same command without watch)"
KEYS = "n next exercise   h hint   r run again   q quit"
CLEAR = "\x1b[H\x1b[2J"


@click.command("watch", epilog="Example: grade watch exercise03")
@click.argument("exercise", required=False)
@display_options
def watch(exercise: str | None, *, plain: bool, no_color: bool) -> None:
    """Grade again at every save of EXERCISE, or of the next unfinished one.

    On a terminal: n goes to the next exercise, h gives a hint, r runs again, q quits.
    """
    from grader.cli.target import choose
    from grader.course.course import find_course
    from grader.practice.board import ALL_PASSED
    from grader.practice.progress import is_own_file
    from grader.practice.watch import Rendering, Watch, unfinished

    if exercise is None:
        course = find_course(Path())
        exercise = unfinished(course)
        if exercise is None:
            click.echo(f"{ALL_PASSED} To watch one all the same: grade watch exercise01")
            return
    course, chosen, file = choose(exercise, None, ())
    if file is not None and not is_own_file(chosen, file):
        raise click.UsageError(f"Name an exercise; {file} is none of the course's own files.")
    reporting = Reporting("human", None, "full", False, plain, no_color)
    rendering = Rendering(
        report=lambda report: _as_text(report, reporting, _ending(course, report)),
        console=lambda: open_console(plain=plain, no_color=no_color),
    )
    with _open_view(GRADING_PLAIN if plain else GRADING) as view:
        Watch(course, chosen.name, view, rendering, keys=given_keys()).run()


def _as_text(report: Report, reporting: Reporting, ending: Ending) -> str:
    """The report, and when it was made: the next one may well look the same."""
    moment = time.strftime("%H:%M:%S")
    text = as_text((report,), reporting, endings={report.exercise: ending})
    return f"{text}\n{moment}, in {report.seconds:.1f} s\n"


def _ending(course: Course, report: Report) -> Ending:
    from grader.course.course import load_exercise
    from grader.practice.after_pass import ending_of

    exercise = load_exercise(course, report.exercise)
    return ending_of(exercise, course, report, Path(report.submission.path))


@contextmanager
def _open_view(grading: str) -> Iterator[View]:
    """The terminal, with keys and in place; where there is none, text after text."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        click.echo("Graded again at every save; Ctrl-C ends this.")
        yield _Pipe()
    elif sys.platform == "win32":
        yield _Terminal(_windows_key, grading)
    else:
        with _unbuffered_keys():
            yield _Terminal(_posix_key, grading)


class _Pipe:
    """Somebody who reads along and presses no keys."""

    def show(self, text: str) -> None:
        click.echo(f"\n{text}", nl=False)

    def busy(self) -> None:
        """Nothing: what is read along is reports."""

    def add(self, text: str) -> None:
        click.echo(text, nl=False)

    def key(self, seconds: float) -> str:
        time.sleep(seconds)
        return ""


class _Terminal:
    """A screen that is written anew each time, and a keyboard."""

    def __init__(self, key: Callable[[float], str], grading: str) -> None:
        self.key = key
        self._grading = grading
        self._clear = "\n" if os.environ.get("TERM") == "dumb" else CLEAR

    def show(self, text: str) -> None:
        click.echo(f"{self._clear}{top_of(text, get_terminal_size().lines)}{KEYS}\n", nl=False)

    def busy(self) -> None:
        click.echo(f"{self._grading}\r", nl=False)

    def add(self, text: str) -> None:
        click.echo(text, nl=False)


def top_of(text: str, rows: int) -> str:
    """As much of a report as the screen holds above the keys: what is wrong stands at the top."""
    lines = text.splitlines()
    room = max(rows - 3, MIN_ROWS)  # the keys, the line that says that more is left, the cursor
    if len(lines) <= room + 1:
        return text
    return "\n".join([*lines[:room], MORE]) + "\n"


@contextmanager
def _unbuffered_keys() -> Iterator[None]:
    """Get keys as they are pressed, unseen, and give the terminal back as it was."""
    import termios
    import tty

    before = termios.tcgetattr(sys.stdin)
    try:
        tty.setcbreak(sys.stdin)
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


def _posix_key(seconds: float) -> str:
    import select

    if not select.select([sys.stdin], [], [], seconds)[0]:
        return ""
    pressed = os.read(sys.stdin.fileno(), 1)
    return pressed.decode("ascii", "replace").lower() or "q"  # the terminal is closed


def _windows_key(seconds: float) -> str:
    import msvcrt

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if msvcrt.kbhit():  # type: ignore[attr-defined,unused-ignore]
            return str(msvcrt.getwch()).lower()  # type: ignore[attr-defined,unused-ignore]
        time.sleep(0.02)
    return ""
