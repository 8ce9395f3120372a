"""A proof stands until something changes that it follows from, and no longer."""

import importlib.metadata
import shutil

import pytest

from grader.course.course import Course, load_exercise
from grader.publishing import proofs, verify

PROOF = verify.Proof
KILLS = {"squares": frozenset({"doubles"})}


@pytest.fixture
def exercise(toy_course):
    return load_exercise(Course(toy_course), "1")


@pytest.fixture
def remembered(exercise, toy_course):
    before = proofs.premises(exercise)
    verify.remember_proof(PROOF(exercise, (), KILLS, 7), before, toy_course, 2)


@pytest.fixture
def earlier(exercise, toy_course):
    return lambda seeds=1: verify.earlier_proof(exercise, toy_course, seeds)


@pytest.mark.usefixtures("remembered")
def test_proof_stands(exercise, earlier):
    assert earlier() == PROOF(exercise, (), KILLS, 7, stands=True)


@pytest.mark.parametrize(
    "name",
    [
        "solutions/exercise01/mistakes/squares.py",
        "solutions/exercise01/test_hidden.py",
        "exercises/exercise01/exercise01.py",
        "data/new.txt",
        "solutions/exercise01/stray.txt",
    ],
)
@pytest.mark.usefixtures("remembered")
def test_proof_falls_with_a_file_of_the_course(earlier, toy_course, name):
    path = toy_course / name
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert earlier() is None


@pytest.mark.usefixtures("remembered")
def test_proof_falls_with_a_file_that_is_gone(earlier, toy_course):
    (toy_course / "solutions" / "exercise01" / "mistakes" / "squares.py").unlink()
    assert earlier() is None


@pytest.mark.usefixtures("remembered")
def test_caches_do_not_count(earlier, toy_course):
    folder = toy_course / "solutions" / "exercise01" / "__pycache__"
    folder.mkdir(exist_ok=True)
    (folder / "reference.pyc").write_bytes(b"0")
    assert earlier() is not None


@pytest.mark.usefixtures("remembered")
def test_proof_falls_with_the_grader(earlier, monkeypatch, tmp_path):
    copy = tmp_path / "grader"
    shutil.copytree(proofs.grader.__path__[0], copy)
    monkeypatch.setattr(proofs.grader, "__file__", str(copy / "__init__.py"))
    proofs._grader.cache_clear()
    assert earlier() is not None  # the same, elsewhere
    with (copy / "grading" / "grade.py").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    proofs._grader.cache_clear()
    assert earlier() is None
    monkeypatch.undo()
    proofs._grader.cache_clear()


@pytest.mark.usefixtures("remembered")
def test_proof_falls_with_a_library(earlier, monkeypatch):
    monkeypatch.setattr(importlib.metadata, "version", lambda _: "0")
    proofs._grader.cache_clear()
    assert earlier() is None
    monkeypatch.undo()
    proofs._grader.cache_clear()


@pytest.mark.usefixtures("remembered")
def test_more_seeds_have_to_be_proved(earlier):
    assert earlier(2) is not None
    assert earlier(3) is None


def test_findings_are_told_each_time(exercise, earlier, toy_course):
    finding = verify.Finding(toy_course, "is wrong", "Mend it.")
    before = proofs.premises(exercise)
    verify.remember_proof(PROOF(exercise, (finding,), KILLS, 7), before, toy_course, 1)
    assert earlier() is None


def test_what_changed_meanwhile_is_not_proved(exercise, earlier, toy_course):
    before = proofs.premises(exercise)
    (toy_course / "solutions" / "exercise01" / "mistakes" / "squares.py").unlink()
    verify.remember_proof(PROOF(exercise, (), KILLS, 7), before, toy_course, 1)
    assert earlier() is None


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b"[1]"])
@pytest.mark.usefixtures("remembered")
def test_damaged_proof_is_none(earlier, toy_course, content):
    (toy_course / ".grade" / "proof-exercise01.json").write_bytes(content)
    assert earlier() is None


def test_proof_that_cannot_be_written_is_no_fault(exercise, earlier, toy_course):
    (toy_course / ".grade").write_text("a file")
    before = proofs.premises(exercise)
    verify.remember_proof(PROOF(exercise, (), KILLS, 7), before, toy_course, 1)
    assert earlier() is None


def test_command_says_so_and_proves_again_when_asked(run_here):
    assert run_here("release").returncode == 0
    first, second, again = run_here("verify"), run_here("verify"), run_here("verify", "--again")
    assert first.returncode == second.returncode == again.returncode == 0, first.stdout
    assert first.stdout == again.stdout
    assert second.stdout == first.stdout.replace("sound", "sound, and unchanged since then")
