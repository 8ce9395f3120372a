"""Nobody is lost: every folder and every file that looks like a submission is accounted for."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from grader.batch.intake.accounting import account, name_the_rest
from grader.batch.intake.class_submissions import open_submissions
from grader.batch.intake.entries import Discovery, restrict
from grader.batch.intake.recognition import MAX_BYTES

EXERCISES = {"exercise01": ("double",), "exercise03": ("kaiming_std", "kaiming_normal")}
DOUBLE = "def double(x):\n    return 2 * x\n"
STD = "def kaiming_std(fan_in, nonlinearity):\n    return 1\n"
STUB = "def double(x):\n    raise NotImplementedError\n"


@pytest.fixture
def found(tmp_path):
    """`found({"ada/exercise01.py": text})`: what is graded, by file, and what is not, by path."""

    def accounted(files: dict[str, str | bytes], *asked_for: str) -> Discovery:
        for name, content in files.items():
            path = tmp_path / "class" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        with open_submissions(tmp_path / "class", results=tmp_path / "out") as opened:
            everything = account(opened, EXERCISES)
            for entry in everything.entries:
                assert entry.path.is_file()
            return name_the_rest(restrict(everything, EXERCISES, asked_for), everything, EXERCISES)

    return accounted


def graded(found: Discovery) -> dict[str, str]:
    return {f"{entry.student}: {entry.exercise}": entry.file for entry in found.entries}


def left(found: Discovery) -> dict[str, str]:
    return {item.path or item.student: item.why for item in found.not_graded}


def zipped(files: dict[str, str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return data.getvalue()


NOTEBOOK = json.dumps(
    {
        "cells": [{"cell_type": "code", "source": DOUBLE, "metadata": {}, "outputs": []}],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("exercise01 (1).py", "exercise01 (1).py"),
        ("Exercise01.py", "Exercise01.py"),
        ("exercise01.py.txt", "exercise01.py.txt.py"),
        ("homework/exercise01.py", "homework/exercise01.py"),
        ("my answer.py", "my answer.py"),
        ("exercise01-1.PY", "exercise01-1.PY.py"),
        ("week 1/Untitled.ipynb", "week 1/Untitled.ipynb"),
    ],
)
def test_misnamed_file_is_graded_by_what_it_defines(found, name, shown):
    content = NOTEBOOK if name.endswith("ipynb") else DOUBLE
    accounted = found({f"ada/{name}": content})
    (entry,) = accounted.entries
    assert (entry.student, entry.exercise, entry.file) == ("ada", "exercise01", f"ada/{shown}")
    assert entry.note == f"{name} is graded as exercise01, because of the functions that it defines"
    assert accounted.not_graded == ()


@pytest.mark.parametrize(
    ("files", "why"),
    [
        (
            {"ada/a.py": DOUBLE, "ada/b.py": DOUBLE + "\n"},
            {name: "is one of 2 files that define functions of exercise01; ask which counts"
             for name in ("ada/a.py", "ada/b.py")},
        ),
        (
            {"ada/exercise01.py": DOUBLE, "ada/exercise01 (1).py": "# older\n" + DOUBLE},
            {"ada/exercise01 (1).py": "ada/exercise01.py counts"},
        ),
        (
            {"ada/exercise 1.py": "def double(:"},
            {"ada/exercise 1.py":
             "is named like exercise01, but defines none of its functions"},
        ),
        (
            {"ada/exercise01_large.py": DOUBLE + "#" * MAX_BYTES},
            {"ada/exercise01_large.py":
             "is named like exercise01, but defines none of its functions"},
        ),
        ({"ada/both.py": DOUBLE + STD}, {"ada": "there is no submission in the folder"}),
        ({"ada/notes.pdf": "%PDF"}, {"ada": "there is no submission in the folder"}),
        ({"ada/stubs/exercise01.py": STUB}, {"ada": "there is no submission in the folder"}),
        ({"ada/x.py": STUB}, {"ada": "there is no submission in the folder"}),
        ({"ada/exercise09.py": DOUBLE}, {"ada/exercise09.py": "exercise09 is not in this course"}),
        (
            {"exercise01.py": DOUBLE, "ada/exercise01.py": DOUBLE},
            {"exercise01.py": "is not in a student's folder. Put it into one"},
        ),
        (
            {"ada.zip": b"no zip", "bob/exercise01.py": DOUBLE},
            {"ada.zip": "cannot be read as a .zip archive. Have it handed in again."},
        ),
        (
            {"ada/week1.zip": b"no zip"},
            {"ada/week1.zip": "cannot be read as a .zip archive. Have it handed in again."},
        ),
    ],
)  # fmt: skip
def test_what_is_not_graded_is_named_with_the_reason(found, files, why):
    assert left(found(files)) == why


def test_file_that_defines_functions_of_two_exercises_is_the_one_that_it_is_called_like(found):
    accounted = found({"ada/exercise03 (2).py": DOUBLE + STD})
    assert graded(accounted) == {"ada: exercise03": "ada/exercise03 (2).py"}


def test_two_copies_of_one_file_leave_no_doubt(found):
    accounted = found({"ada/a.py": DOUBLE, "ada/b.py": DOUBLE})
    assert graded(accounted) == {"ada: exercise01": "ada/a.py"}
    assert left(accounted) == {"ada/b.py": "equals a.py"}


def test_copy_of_the_course_and_archives_in_a_folder_are_read(found):
    accounted = found(
        {
            "ada/exercises/exercise01/exercise01.py": DOUBLE,
            "ada/exercises/exercise01/test_examples.py": "def test_it(student): pass",
            "ada/stubs/exercise01.py": STUB,
            "bob/week1.zip": zipped({"week1/exercise01.py": DOUBLE, "week1/exercise03.py": STD}),
            "cem/all.zip": zipped({"repo-main/exercises/exercise01/exercise01.py": DOUBLE}),
            "dua/one.zip": zipped({"exercise01.py": DOUBLE}),
            "dua/two.zip": zipped({"exercise01.py": DOUBLE + "TWO = 2\n"}),
            "eve/one.zip": zipped({"homework.py": DOUBLE}),
        }
    )
    assert graded(accounted) == {
        "ada: exercise01": "ada/exercises/exercise01/exercise01.py",
        "bob: exercise01": "bob/week1.zip/exercise01.py",
        "bob: exercise03": "bob/week1.zip/exercise03.py",
        "cem: exercise01": "cem/all.zip/exercises/exercise01/exercise01.py",
        "dua: exercise01": "dua/one.zip/exercise01.py",
        "eve: exercise01": "eve/homework.py",
    }
    assert left(accounted) == {}
    (dua,) = [entry for entry in accounted.entries if entry.student == "dua"]
    both = ["dua/one.zip/exercise01.py", "dua/two.zip/exercise01.py"]
    assert [source.file for source in dua.sources] == both  # grading finds which of them counts


def test_folder_with_other_exercises_only_is_named_where_one_is_asked_for(found):
    files = {"ada/exercise01.py": DOUBLE, "bob/exercise03.py": STD}
    accounted = found(files, "exercise01")
    assert graded(accounted) == {"ada: exercise01": "ada/exercise01.py"}
    assert left(accounted) == {"bob": "only exercise03, which is not graded now"}


def test_files_that_are_no_submission_are_not_listed(found):
    helper = "def helper(x):\n    return x\n"
    accounted = found({"ada/exercise01.py": DOUBLE, "ada/helper.py": helper, "ada/.x.py": DOUBLE})
    assert accounted.not_graded == ()


def test_links_to_files_are_not_read(found, tmp_path):
    (tmp_path / "secret.py").write_text(DOUBLE)
    (tmp_path / "class" / "ada").mkdir(parents=True)
    (tmp_path / "class" / "ada" / "answer.py").symlink_to(tmp_path / "secret.py")
    accounted = found({"bob/exercise01.py": DOUBLE})
    assert left(accounted) == {"ada": "there is no submission in the folder"}
    assert Path(accounted.entries[0].path).name == "exercise01.py"
