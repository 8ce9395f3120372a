"""`grade watch` in a real terminal and through a pipe, with files that come and go."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

pty = pytest.importorskip("pty", reason="there are no such terminals here")

PATIENCE_SECONDS = 60.0
FILE = Path("exercises", "exercise01", "exercise01.py")


class Session:
    """A running `grade watch` and what it has shown since it was last asked."""

    def __init__(self, process: subprocess.Popen[bytes], screen: int) -> None:
        self.process = process
        self._screen = screen
        self._shown = ""

    def wait_for(self, text: str) -> str:
        """What is shown up to and with the text; what follows is for the next time."""
        end = time.monotonic() + PATIENCE_SECONDS
        while text not in self._shown:
            ready, _, _ = select.select([self._screen], [], [], end - time.monotonic())
            assert ready, f"{text!r} is not shown, but: {self._shown!r}"
            self._shown += os.read(self._screen, 1 << 16).decode("utf-8", "replace")
        before, _, self._shown = self._shown.partition(text)
        return before + text

    def press(self, keys: str) -> None:
        os.write(self._screen, keys.encode())


@pytest.fixture
def course(toy_course: Path, toy: ModuleType) -> Path:
    toy.make_exercise(toy_course, "exercise02", title="Doubling again")
    return toy_course


@pytest.fixture
def on_terminal(course: Path, environment: dict[str, str]) -> Iterator[Callable[..., Session]]:
    """`on_terminal("1")`: `grade watch 1` in a terminal of its own, by this Python or another."""
    ours, theirs = pty.openpty()
    sessions: list[Session] = []

    def start(*words: str, python: str = sys.executable) -> Session:
        process = subprocess.Popen(
            [python, "-m", "grader", "watch", *words],
            cwd=course,
            env=environment,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        sessions.append(Session(process, ours))
        return sessions[-1]

    yield start
    for session in sessions:
        session.process.kill()
        session.process.wait()
    os.close(ours)
    os.close(theirs)


def test_watch_on_a_terminal_grades_at_every_save_and_obeys_keys(
    course: Path, on_terminal: Callable[..., Session], toy: ModuleType
) -> None:
    import termios

    file = course / FILE
    session = on_terminal()
    first = session.wait_for("q quit")  # the next unfinished exercise, of which nothing is written
    assert first.startswith("grading…\rgrading…\r\x1b[H\x1b[2J")
    assert "0 of 10 points" in first
    settings = termios.tcgetattr(session._screen)

    file.write_text(toy.answer("x * x"))
    assert "It looks as if x were multiplied by itself." in session.wait_for("q quit")
    session.press("h")
    session.wait_for("about your last run")
    session.press("r")
    assert "It looks as if x" in session.wait_for("q quit")

    file.write_text(toy.answer("2 * x")[:25])  # half of it
    session.wait_for("is not valid Python")
    session.wait_for("q quit")
    file.unlink()
    session.wait_for("exercise01.py is not there.")
    session.wait_for("q quit")
    other = file.with_name("draft.tmp")
    other.write_text(toy.answer("2 * x"))
    other.replace(file)
    assert "10 of 10 points" in session.wait_for("q quit")

    session.press("n")
    assert "Doubling again" in session.wait_for("q quit")
    session.press("N")
    session.wait_for("There is no other exercise left to do.")
    session.press("q")
    assert session.process.wait(30) == 0
    assert termios.tcgetattr(session._screen) != settings  # keys are shown and buffered again
    assert termios.tcgetattr(session._screen)[3] & termios.ECHO
    state = (course / ".grade" / "state.json").read_text()
    assert '"points": 10' in state


def test_watch_ends_with_its_terminal_as_it_was_at_ctrl_c(
    on_terminal: Callable[..., Session], warm_python: str
) -> None:
    import termios

    session = on_terminal("exercise01", python=warm_python)
    session.wait_for("q quit")
    session.process.send_signal(signal.SIGINT)
    assert session.process.wait(30) == 130
    assert termios.tcgetattr(session._screen)[3] & termios.ICANON
    assert "Traceback" not in session.wait_for("Stopped.")


def test_watch_without_a_terminal_prints_a_report_for_each_save(
    course: Path, environment: dict[str, str], toy: ModuleType, warm_python: str
) -> None:
    with subprocess.Popen(
        [warm_python, "-m", "grader", "watch", "1"],
        cwd=course,
        env=environment | {"PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        session = Session(process, process.stdout.fileno())
        first = session.wait_for(" s\n")
        assert first.startswith("Graded again at every save; Ctrl-C ends this.\n\nexercise01")
        (course / FILE).write_text(toy.answer("2 * x"))
        assert "10 of 10 points" in session.wait_for(" s\n")
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=120)
    assert process.returncode == 130
    assert errors.strip() == b"Stopped."


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["exercise77"], 2, "There is no exercise 'exercise77'"),
        (["solutions/exercise01/reference.py"], 2, "none of the course's own files"),
    ],
)
def test_watch_is_a_usage_error_without_an_exercise_to_watch(
    run_grade: Callable[..., subprocess.CompletedProcess[str]],
    words: list[str],
    code: int,
    sentence: str,
) -> None:
    done = run_grade("watch", *words)
    assert done.returncode == code
    assert sentence in done.stderr


def test_help_of_watch_needs_no_torch(environment: dict[str, str]) -> None:
    code = (
        "import sys; from grader.cli.watch import watch;"
        "watch.main(['--help'], standalone_mode=False); sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], env=environment).returncode == 0


def test_watch_keeps_the_first_explanation_on_the_screen() -> None:
    from grader.cli.watch import MORE, top_of

    text = "".join(f"line {number}\n" for number in range(60))
    shown = top_of(text, 24).splitlines()
    assert shown[0] == "line 0"
    assert shown[-1] == MORE
    assert len(shown) + 1 < 24  # the keys
    assert top_of("line\n" * 21, 24) == "line\n" * 21
