"""The student's loop through a real terminal: board, hints, a run, reset."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pty = pytest.importorskip("pty", reason="there are no such terminals here")

HEAVY = ("torch", "numpy", "matplotlib", "pytest", "hypothesis", "rich", "nbformat")
# Runs the command that the words are, then says which of the modules before "--" it imported.
IMPORTED = """
import sys
from grader.__main__ import run_command
end = sys.argv.index("--")
run_command(sys.argv[end + 1:])
print("imported:", *(name for name in sys.argv[1:end] if name in sys.modules))
"""
COLOR = re.compile(r"\x1b\[[\d;]*m")
GRADING = "grading…"
ERASED = re.compile(rf"{GRADING}\r *\r")
OWN_FILE = "exercises/exercise01/exercise01.py"


class Screen(str):
    """What a command showed on a terminal, with its colours; `exit_code` is how it ended."""

    exit_code: int

    @property
    def text(self) -> str:
        """What can be read on it."""
        return ERASED.sub("", COLOR.sub("", self))

    @property
    def lines(self) -> list[str]:
        """Its lines, as they can be read."""
        return [line.rstrip() for line in self.text.splitlines()]


def drain(terminal: int) -> bytes:
    """Read until the last process has closed the terminal."""
    shown = bytearray()
    while True:
        try:
            chunk = os.read(terminal, 1 << 16)
        except OSError:  # Linux says so instead of an end of file
            return bytes(shown)
        if not chunk:
            return bytes(shown)
        shown += chunk


@pytest.fixture
def on_terminal(
    toy_course: Path, environment: dict[str, str], warm_grade: Any
) -> Callable[..., Screen]:
    """`on_terminal("hint")`: the command in the toy course, in a terminal of 24 × 80."""

    def run(*words: str, columns: int = 80, **more: str) -> Screen:
        ours, theirs = pty.openpty()
        size = {"LINES": "24", "COLUMNS": str(columns)}
        facts = environment | size | {"LANG": "C.UTF-8"} | more
        warm_grade.start(words, toy_course, facts, [theirs] * 3)
        os.close(theirs)
        shown = drain(ours)
        os.close(ours)
        screen = Screen(shown.decode("utf-8").replace("\r\n", "\n"))
        screen.exit_code = warm_grade.wait()
        return screen

    return run


def test_a_student_goes_once_around_the_loop(toy, toy_course, on_terminal):
    board = on_terminal()
    assert "> exercise01  Doubling" in board.text
    assert "-/10 not run yet" in board.text
    assert board.lines[-2] == f"Next: grade exercise01   (your file: {OWN_FILE})"

    assert on_terminal("hint").lines[0].endswith("hint 1 of 3")

    (toy_course / OWN_FILE).write_text(toy.answer("x * x"))
    run = on_terminal("exercise01")
    assert run.exit_code == 1
    assert "0 of 10 points" in run.text

    assert "0/10 under way" in on_terminal().text
    advice = on_terminal("hint")
    assert advice.lines[0].endswith("about your last run")
    assert re.search(rf"Look at {OWN_FILE}:\d+", advice.text)
    advice = on_terminal("hint")
    assert advice.lines[0].endswith("about your last run")
    assert "as if x were multiplied by itself" in advice.text
    assert on_terminal("hint").lines[0].endswith("hint 2 of 3")

    (toy_course / OWN_FILE).write_text(toy.answer("2 * x"))
    assert "0/10 changed since" in on_terminal().text
    assert on_terminal("exercise01").exit_code == 0
    finished = on_terminal()
    assert "━━━━━━━━━━ 10/10 passed" in finished.text
    assert "Every exercise passes, 10 of 10 points." in finished.text

    reset = on_terminal("reset", "exercise01")
    assert reset.exit_code == 0
    (backup,) = (toy_course / ".grade" / "backups").iterdir()
    assert f".grade/backups/{backup.name}" in reset.text
    assert backup.read_text() == toy.answer("2 * x")
    assert "-/10 not run yet" in on_terminal().text
    assert on_terminal("hint").lines[0].endswith("hint 3 of 3")


@pytest.mark.parametrize("words", [(), ("hint",)])
def test_colours_are_for_terminals_that_want_them(on_terminal, run_grade, words):
    assert COLOR.search(on_terminal(*words))
    assert not COLOR.search(on_terminal(*words, NO_COLOR="1"))
    assert not COLOR.search(on_terminal(*words, "--no-color"))
    assert not COLOR.search(on_terminal(*words, TERM="dumb"))
    assert not COLOR.search(run_grade(*words).stdout)


def test_plain_board_is_the_same_text_in_ascii(on_terminal):
    plain = on_terminal("--plain")
    assert plain.isascii()
    assert "\x1b" not in plain
    assert plain == on_terminal().text.replace("─", "-")


@pytest.mark.parametrize("columns", [45, 80, 200])
def test_screen_fits_the_terminal(on_terminal, columns):
    for words in ((), ("hint",)):
        widths = [len(line) for line in on_terminal(*words, columns=columns).lines]
        assert max(widths) <= min(columns, 100)


def test_help_lists_the_commands_in_the_order_of_use(on_terminal):
    page = on_terminal("--help")
    assert page.exit_code == 0
    order = [page.text.index(f"\n  {name} ") for name in ("hint", "reset", "doctor", "new")]
    assert order == sorted(order)
    assert "EXERCISE [FILE]" in page.text
    assert " board " not in page.text.partition("Commands:")[2]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["exercize01"], "Did you mean exercise01?"),
        (["7"], "Did you mean exercise01?"),
        (["99"], "Did you mean exercise01?"),
        (["hnit"], "Did you mean grade hint?"),
        (["qqqq"], "For the commands: grade --help"),
        (["exercise01.py"], f"Did you mean {OWN_FILE}?"),
        (["exercise01", "nowhere.py"], "There is no file nowhere.py."),
        (["notes.py"], "There is no file notes.py."),
        (["exercises/"], "Name an exercise, or a file in the folder."),
        (["exercise01", "--fromat", "json"], "--format"),
        (["hint", "--what"], "No such option"),
        (["reset"], "Missing argument 'EXERCISE'"),
    ],
)
def test_slips_of_the_pen_end_with_what_was_probably_meant(on_terminal, words, said):
    screen = on_terminal(*words)
    assert screen.exit_code == 2
    assert said in " ".join(screen.text.split())
    assert "Traceback" not in screen


def test_grading_is_announced_on_a_terminal_and_erased(toy, toy_course, on_terminal, run_grade):
    (toy_course / OWN_FILE).write_text(toy.answer("2 * x"))
    screen = on_terminal("exercise01")
    assert screen.startswith(GRADING)
    assert screen.text.startswith("exercise01  Doubling")
    assert GRADING not in on_terminal("exercise01", "--format", "json")
    assert run_grade("exercise01").stderr == ""


@pytest.mark.parametrize("word", ["Exercise01", "EXERCISE1", "next"])
def test_what_was_meant_is_graded(word, toy, toy_course, run_grade):
    (toy_course / OWN_FILE).write_text(toy.answer("2 * x"))
    done = run_grade(word)
    assert done.returncode == 0
    assert done.stdout.startswith("exercise01  Doubling")


def test_list_is_the_board(on_terminal):
    assert on_terminal("list").text == on_terminal().text


def test_remedy_of_an_error_stands_on_its_own_line(run_grade):
    done = run_grade("99")
    assert done.stderr == ("There is no exercise '99' in this course.\nDid you mean exercise01?\n")


def test_syntax_error_is_shown_with_its_line_and_a_caret(toy_course, run_grade):
    (toy_course / OWN_FILE).write_text("def double(x):\n    return (2 * x\n")
    done = run_grade("exercise01")
    assert done.returncode == 3
    assert "\n      return (2 * x\n             ^\n" in done.stdout


def test_every_command_of_students_has_an_example():
    from grader.cli import cli

    for name in ("hint", "solution", "reset", "doctor", "watch", "train"):
        assert f"Example: grade {name}" in " ".join((cli.commands[name].epilog or "").split())


def test_a_file_whose_name_says_nothing_asks_for_the_exercise(toy, toy_course, on_terminal):
    (toy_course / "notes.py").write_text(toy.answer("2 * x"))
    screen = on_terminal("notes.py")
    assert screen.exit_code == 2
    assert "grade exercise03 notes.py" in " ".join(screen.lines)


def test_all_grades_every_exercise_and_a_missing_file_costs_only_itself(
    toy, toy_course, on_terminal
):
    (toy_course / OWN_FILE).write_text(toy.answer("2 * x"))
    toy.make_exercise(toy_course, "exercise02", title="Not there").unlink()
    third = toy.make_exercise(toy_course, "exercise03", title="Wrong")
    third.write_text(toy.answer("x"))
    screen = on_terminal("--all", "--output", "report.txt")
    assert screen.exit_code == 2
    assert "exercise02: " in screen.text
    assert "grade reset exercise02" in screen.text
    report = (toy_course / "report.txt").read_text("utf-8")
    headings = [line for line in report.splitlines() if line.startswith("exercise0")]
    assert [heading.split()[0] for heading in headings] == ["exercise01", "exercise03"]
    assert "\n\nexercise03  Wrong" in report
    assert "\x1b" not in report


def test_release_check_names_what_is_stale_and_release_mends_it(toy_course, on_terminal):
    assert on_terminal("release").exit_code == 0
    assert "is up to date" in on_terminal("release", "--check").text
    lesson = toy_course / "solutions" / "exercise01" / "README.md"
    lesson.write_text(lesson.read_text("utf-8") + "One more line.\n", "utf-8")
    stale = on_terminal("release", "--check")
    assert stale.exit_code == 1
    assert stale.text.startswith("exercises/exercise01/README.md: ")
    assert "wrote exercises/exercise01/README.md" in on_terminal("release").text
    assert on_terminal("release", "--check").exit_code == 0


@pytest.mark.parametrize(
    ("words", "also_heavy"),
    [
        (["--help"], ("msgspec",)),
        (["exercise01", "--help"], ("msgspec",)),
        ([], ("subprocess",)),
        (["hint"], ("subprocess",)),
        (["hnit"], ()),
        (["reset", "7"], ()),
    ],
)
def test_quick_commands_import_nothing_heavy(toy_course, environment, words, also_heavy):
    command = [sys.executable, "-c", IMPORTED, *HEAVY, *also_heavy, "--", *words]
    done = subprocess.run(command, cwd=toy_course, env=environment, capture_output=True)
    assert done.stdout.decode().splitlines()[-1].strip() == "imported:"
