"""Which of a student's files counts in a class, where dates of files mean nothing."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from grader.batch.intake.class_submissions import open_submissions
from grader.batch.jobs.grade_job import grade_job
from grader.batch.jobs.job import Graded, prepare_job, provenance_of
from grader.course.course import Course, load_exercise
from grader.course.derive import release
from grader.sandbox.launcher import Launcher

EARLIER = '''"""The exercise as it was last year."""


def double(x):
    """Give back two x. This text has changed since."""
    raise NotImplementedError("write me")
'''
RENAMED = "def twice(x):\n    raise NotImplementedError\n"
DATE = (2026, 10, 1, 8, 0, 0)
GradeAll = Callable[[], dict[str, Graded]]


@pytest.fixture
def right(toy: ModuleType) -> str:
    text: str = toy.answer("2 * x")
    return text


@pytest.fixture
def stubs(toy_course: Path) -> dict[str, bytes]:
    """The two files of the released exercise, by their suffix."""
    release(Course(toy_course))
    folder = toy_course / "exercises" / "exercise01"
    return {path.suffix: path.read_bytes() for path in folder.glob("exercise01.*")}


@pytest.fixture
def hand_in(toy_course: Path) -> Callable[..., None]:
    """Write a file of a student's, so many seconds old."""

    def write(place: str, content: str | bytes, age: int = 0) -> None:
        path = toy_course / "class" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        os.utime(path, (1_800_000_000 - age, 1_800_000_000 - age))

    return write


@pytest.fixture
def graded(toy_course: Path, launcher: Launcher) -> GradeAll:
    """Grade all that was handed in; give it by student."""

    def grade_all() -> dict[str, Graded]:
        exercise = load_exercise(Course(toy_course), "exercise01")
        unsafe = launcher.isolation == "process"
        with open_submissions(toy_course / "class", results=toy_course / "out") as found:
            assert found.complaints == ()
            jobs = [
                prepare_job(entry, exercise, provenance_of(exercise, 0), unsafe=unsafe)
                for entry in found.entries
            ]
            students = [job.entry.student for job in jobs]
            assert len(students) == len(set(students))
            return {job.entry.student: grade_job(job, launcher) for job in jobs}

    return grade_all


def facts(graded: Graded) -> tuple[str, int, str]:
    return Path(graded.report.submission.path).name, graded.report.points, graded.entry.note


@pytest.mark.parametrize("age", [0, 100, -100])
def test_stub_of_either_kind_does_not_count_whatever_its_date(
    hand_in: Any, graded: GradeAll, stubs: dict[str, bytes], right: str, as_notebook: Any, age: int
) -> None:
    clone = "exercises/exercise01/exercise01"
    hand_in(f"py/{clone}.py", right)
    hand_in(f"py/{clone}.ipynb", stubs[".ipynb"], age)
    hand_in(f"nb/{clone}.py", stubs[".py"], age)
    hand_in(f"nb/{clone}.ipynb", as_notebook(right))
    found = graded()
    note = f"{clone}.{{}} counts; nothing is written in {clone}.{{}}"
    assert facts(found["py"]) == ("exercise01.py", 10, note.format("py", "ipynb"))
    assert facts(found["nb"]) == ("exercise01.ipynb", 10, note.format("ipynb", "py"))


@pytest.mark.parametrize("stub", [EARLIER, RENAMED, "", "import torch\n"])
def test_stub_of_an_earlier_release_does_not_count(
    hand_in: Any, graded: GradeAll, right: str, as_notebook: Any, stub: str
) -> None:
    hand_in("py/exercise01.py", right, age=100)
    hand_in("py/exercise01.ipynb", as_notebook("import torch", stub or "# nothing"))
    hand_in("nb/exercise01.py", stub)
    hand_in("nb/exercise01.ipynb", as_notebook(right), age=100)
    found = graded()
    assert facts(found["py"])[:2] == ("exercise01.py", 10)
    assert facts(found["nb"])[:2] == ("exercise01.ipynb", 10)


@pytest.mark.parametrize("age", [0, 100, -100])
def test_better_counts_where_something_is_written_in_both(
    hand_in: Any, graded: GradeAll, right: str, toy: Any, as_notebook: Any, age: int
) -> None:
    wrong = toy.answer("3 * x")
    hand_in("py/exercise01.py", right)
    hand_in("py/exercise01.ipynb", as_notebook(wrong), age)
    hand_in("nb/exercise01.py", wrong)
    hand_in("nb/exercise01/exercise01.ipynb", as_notebook(right), age)
    found = graded()
    note = "{} counts, with 10 points; {} has 0 points"
    py, nb = "exercise01.py", "exercise01/exercise01.ipynb"
    assert facts(found["py"]) == (py, 10, note.format(py, "exercise01.ipynb"))
    assert facts(found["nb"]) == ("exercise01.ipynb", 10, note.format(nb, py))


def test_file_that_cannot_be_read_never_counts_against_another(
    hand_in: Any, graded: GradeAll, right: str, toy_course: Path
) -> None:
    hand_in("alice/exercise01.py", right)
    hand_in("alice/exercise01.ipynb", "{", age=-100)
    hand_in("bob/exercise01.ipynb", "{")
    (toy_course / "class" / "bob" / "exercise01.py").symlink_to("/etc/passwd")
    found = graded()
    assert facts(found["alice"])[:2] == ("exercise01.py", 10)
    assert found["bob"].report.status == "unloadable"


def test_archive_in_which_all_dates_are_equal(
    graded: GradeAll, stubs: dict[str, bytes], right: str, toy_course: Path
) -> None:
    (toy_course / "class").mkdir()
    with zipfile.ZipFile(toy_course / "class" / "alice.zip", "w") as archive:
        for suffix, content in {".ipynb": stubs[".ipynb"], ".py": right.encode()}.items():
            archive.writestr(zipfile.ZipInfo(f"exercise01{suffix}", DATE), content)
    assert facts(graded()["alice"])[:2] == ("exercise01.py", 10)


@pytest.mark.parametrize("where", ["folder", "archive"])
def test_archive_beside_a_folder_of_its_name_is_graded_too(
    hand_in: Any, graded: GradeAll, right: str, toy: Any, toy_course: Path, where: str
) -> None:
    wrong = toy.answer("3 * x")
    hand_in("alice/exercise01.py", right if where == "folder" else wrong)
    with zipfile.ZipFile(toy_course / "class" / "alice.zip", "w") as archive:
        archive.writestr("exercise01.py", right if where == "archive" else wrong)
    names = {"folder": "exercise01.py", "archive": "alice.zip/exercise01.py"}
    other = names["archive" if where == "folder" else "folder"]
    _, points, note = facts(graded()["alice"])
    assert points == 10
    assert note == f"{names[where]} counts, with 10 points; {other} has 0 points"


def test_same_files_are_finished_and_others_are_not(
    hand_in: Any, toy_course: Path, right: str, toy: Any, as_notebook: Any
) -> None:
    """What decides about a second run is all that was graded, not the better file alone."""
    exercise = load_exercise(Course(toy_course), "exercise01")

    def provenance() -> Any:
        with open_submissions(toy_course / "class", results=toy_course / "out") as found:
            (entry,) = found.entries
            return prepare_job(entry, exercise, provenance_of(exercise, 0)).provenance

    hand_in("alice/exercise01.py", right)
    hand_in("alice/exercise01.ipynb", as_notebook(toy.answer("3 * x")))
    first, again = provenance(), provenance()
    hand_in("alice/exercise01.ipynb", as_notebook(toy.answer("4 * x")))
    assert first == again != provenance()
