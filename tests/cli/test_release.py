"""`grade release` keeps explanations.bin current, and touches only what has changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.__main__ import run_command

INDEX = "solutions/exercise01/explanations.bin"


@pytest.fixture
def release(
    toy_course: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    """`release("--check")` in the toy course: exit code, what is printed, what is said."""
    monkeypatch.chdir(toy_course)
    # torch is here already; the freeze that goes with its import confuses pytest's plug-ins.
    monkeypatch.setattr("grader.grading.torch_runtime.import_torch", lambda: None)

    def run(*words: str) -> tuple[int, str, str]:
        code = run_command(["release", *words])
        return code, *capsys.readouterr()

    return run


def test_release_writes_the_index_once_and_check_tells_when_it_is_stale(
    toy_course: Path, release: Callable[..., tuple[int, str, str]]
) -> None:
    code, out, _ = release("--check")
    assert code == 1
    assert f"{INDEX}: It is missing. Run `grade release`.\n" in out
    assert not (toy_course / INDEX).exists()

    code, out, err = release()
    assert (code, f"wrote {INDEX}\n" in out) == (0, True)
    assert "exercise01: pairs of mistakes" in err
    written = (toy_course / INDEX).stat().st_mtime_ns

    code, out, err = release()
    assert (code, err) == (0, "")
    assert "is up to date" in out
    assert (toy_course / INDEX).stat().st_mtime_ns == written
    assert release("--check")[0] == 0

    mistake = toy_course / "solutions" / "exercise01" / "mistakes" / "squares.py"
    mistake.write_text(mistake.read_text("utf-8").replace("x * x", "x ** 2"), "utf-8")
    code, out, _ = release("--check")
    stale = f"{INDEX}: It is not what its mistakes make of it today. Run `grade release`.\n"
    assert (code, out) == (1, stale)
    assert release()[1] == f"wrote {INDEX}\n"
    assert release("--check")[0] == 0


def test_release_to_a_folder_says_that_an_index_is_not_current(
    toy_course: Path, release: Callable[..., tuple[int, str, str]]
) -> None:
    said = "exercise01 has no current explanations.bin; run `grade release` first to ship one.\n"
    assert said in release("--to", "first", "--hidden", "withheld")[2]
    release()
    assert said not in release("--to", "second", "--hidden", "withheld")[2]
    shipped = [path for path in (toy_course / "second").rglob("*") if "explanations" in path.name]
    assert shipped == []
