"""What a shell is told when Tab is pressed."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("typed", "word", "expected"),
    [
        ("grade ", "", {"exercise01", "watch", "hint"}),
        ("grade wa", "wa", {"watch"}),
        ("grade ex", "ex", {"exercise01", "export"}),
        ("grade hint --pl", "--pl", {"--plain"}),
    ],
)
def test_shell_completes_commands_exercises_and_options(run_grade, typed, word, expected):
    done = run_grade(_GRADE_COMPLETE="fish_complete", COMP_WORDS=typed, COMP_CWORD=word)
    found = {line.partition("\t")[0].partition(",")[2] for line in done.stdout.splitlines()}
    assert found >= expected
    assert all(name.startswith(word) for name in found)
    assert done.stderr == ""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_documented_shell_gets_its_script(run_grade, shell):
    done = run_grade(_GRADE_COMPLETE=f"{shell}_source")
    assert "_GRADE_COMPLETE" in done.stdout
    assert done.returncode == 0
