"""What a shell is told when Tab is pressed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

EDITORS = Path(__file__).parents[2] / "docs" / "editors.md"


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


@pytest.fixture(scope="module")
def power_shell():
    """The lines that a PowerShell profile is told to have."""
    return re.search(r"^```powershell\n(.*?)^```$", EDITORS.read_text("utf-8"), re.M | re.S)[1]


@pytest.mark.parametrize(
    ("tree", "word", "expected"),
    [
        ("grade", "", {"exercise01", "watch", "hint"}),  # after a blank, which the tree leaves out
        ("grade wa", "wa", {"watch"}),
        ("grade hint --pl", "--pl", {"--plain"}),
        ("grade exercise01", "", set()),  # a file: none is named, and PowerShell looks for itself
    ],
)
def test_script_for_power_shell_is_answered(run_grade, power_shell, tree, word, expected):
    """The variables that the script sets, and the lines that it keeps of the answer."""
    asked = dict(re.findall(r'^ +\$env:(\w+) = (?:if .* else \{ )?"(.*?)"', power_shell, re.M))
    assert asked == {"_GRADE_COMPLETE": "fish_complete", "COMP_WORDS": "$tree", "COMP_CWORD": "''"}
    asked |= {"COMP_WORDS": tree, "COMP_CWORD": word or asked["COMP_CWORD"]}
    removed = re.search(r"Remove-Item (.*)", power_shell)[1].replace("Env:", "").split(", ")
    assert set(removed) == set(asked)
    kept = re.search(r'StartsWith\("(.*?)"\)', power_shell)[1]
    assert int(re.search(r"Substring\((\d+)\)", power_shell)[1]) == len(kept)
    done = run_grade(**asked)
    assert done.stderr == ""
    lines = [line.removeprefix(kept) for line in done.stdout.splitlines() if line.startswith(kept)]
    names = {line.split("\t", 1)[0] for line in lines}
    assert names >= expected
    assert bool(names) == bool(expected)
    assert all(name and name.startswith(word) for name in names)
