"""Releasing the toy course: what is derived, what is told, and what never travels."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from grader.course.course import Course, find_course, load_exercise
from grader.course.derive import Finding, Release, release, released_files
from grader.errors import GraderError, MalformedExercise

FILES = {"README.md", "exercise.toml", "exercise01.ipynb", "exercise01.py", "test_examples.py"}


@pytest.fixture
def course(toy_course: Path) -> Course:
    """A course as its authors have it after `grade release`."""
    found = find_course(toy_course)
    release(found)
    return found


@pytest.fixture
def authored(course: Course) -> Path:
    return course.root / "solutions" / "exercise01"


@pytest.fixture
def released(course: Course) -> Path:
    return course.root / "exercises" / "exercise01"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def only(result: Release) -> Finding:
    (discrepancy,) = result.findings
    return discrepancy


def test_release_writes_what_a_student_gets_and_nothing_else(
    course: Course, authored: Path, released: Path
) -> None:
    for path in released.iterdir():
        path.unlink()
    released.rmdir()

    result = release(course)

    assert {path.name for path in result.written} == FILES == set(contents(released))
    assert result == Release(result.written, (), ())
    assert (released / "README.md").read_bytes() == (authored / "README.md").read_bytes()


def test_release_writes_a_stub_without_the_solution(released: Path, authored: Path) -> None:
    assert "return 2 * x" in (authored / "reference.py").read_text("utf-8")
    stub = (released / "exercise01.py").read_text("utf-8")

    assert 'raise NotImplementedError("double is not written yet")' in stub
    assert not any(b"2 * x\n" in content for content in contents(released).values())


def test_release_writes_nothing_when_nothing_changed(course: Course, released: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in released.iterdir()}

    result = release(course)

    assert result.written == result.findings == ()
    assert set(result.unchanged) == set(before)
    assert {path: path.stat().st_mtime_ns for path in released.iterdir()} == before


def test_release_writes_only_what_changed(course: Course, authored: Path, released: Path) -> None:
    edit(authored / "README.md", "twice", "two times")

    result = release(course)

    assert result.written == (released / "README.md", released / "exercise01.ipynb")
    assert all("two times" in path.read_text("utf-8") for path in result.written)


def test_release_brings_the_students_file_back_to_the_stub(course: Course, released: Path) -> None:
    stub = (released / "exercise01.py").read_bytes()
    (released / "exercise01.py").write_text("def double(x):\n    return x + x\n")

    assert release(course).written == (released / "exercise01.py",)
    assert (released / "exercise01.py").read_bytes() == stub


def test_release_copies_the_figure_when_there_is_one(
    course: Course, authored: Path, released: Path
) -> None:
    (authored / "figure.png").write_bytes(b"\x89PNG\r\n\x1a\n")

    assert release(course).written == (released / "figure.png",)
    assert (released / "figure.png").read_bytes() == b"\x89PNG\r\n\x1a\n"


def test_release_writes_bare_newlines_whatever_the_author_has(
    course: Course, authored: Path, released: Path
) -> None:
    for name in ("README.md", "exercise.toml", "reference.py", "test_examples.py"):
        text = (authored / name).read_bytes()
        (authored / name).write_bytes(text.replace(b"\n", b"\r\n"))

    assert release(course).written == ()
    assert not any(b"\r" in content for content in contents(released).values())


def test_release_writes_nothing_when_one_exercise_is_malformed(
    course: Course, authored: Path, released: Path
) -> None:
    before = contents(released)
    edit(authored / "README.md", "twice", "two times")
    edit(authored / "test_examples.py", "import torch", "import torch, math")
    edit(authored / "reference.py", "# END SOLUTION", "# END")

    with pytest.raises(MalformedExercise, match=r"solutions.exercise01.reference\.py:12: "):
        release(course)
    assert contents(released) == before


def test_release_leaves_the_old_file_when_writing_fails(
    course: Course, authored: Path, released: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(released)
    edit(authored / "README.md", "twice", "two times")

    def full(_self: Path, _target: Path) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="full"):
        release(course)
    assert contents(released) == before


def test_release_check_tells_what_is_stale_and_writes_nothing(
    course: Course, authored: Path, released: Path
) -> None:
    edit(authored / "test_examples.py", "import torch", "import torch, math")
    before = contents(released)

    result = release(course, check=True)

    assert only(result).path == released / "test_examples.py"
    assert "grade release" in only(result).remedy
    assert result.written == ()
    assert {path.name for path in result.unchanged} == FILES - {"test_examples.py"}
    assert contents(released) == before


def test_release_check_tells_what_is_missing(course: Course, released: Path) -> None:
    (released / "test_examples.py").unlink()

    discrepancy = only(release(course, check=True))

    assert discrepancy.path == released / "test_examples.py"
    assert discrepancy.what == "It is missing."
    assert not (released / "test_examples.py").exists()


def test_release_check_finds_nothing_after_a_release(course: Course) -> None:
    assert release(course, check=True).findings == ()


@pytest.mark.parametrize("check", [False, True])
@pytest.mark.parametrize("name", ["test_hidden.py", "figure.png", "mistakes"])
def test_release_tells_of_a_stray_file_and_leaves_it(
    course: Course, released: Path, name: str, check: bool
) -> None:
    (released / name).mkdir() if name == "mistakes" else (released / name).write_text("stray")

    discrepancy = only(release(course, check=check))

    assert discrepancy.path == released / name
    assert "Delete" in discrepancy.remedy
    assert (released / name).exists()


def test_release_says_nothing_of_caches(course: Course, released: Path) -> None:
    (released / "__pycache__").mkdir()
    (released / ".ipynb_checkpoints").mkdir()

    assert release(course, check=True).findings == ()


@pytest.mark.parametrize("check", [False, True])
def test_release_tells_of_an_exercise_whose_solutions_vanished(
    course: Course, toy: object, check: bool
) -> None:
    toy.make_exercise(course.root, "exercise02", title="Twice")  # type: ignore[attr-defined]
    release(course)
    (course.root / "solutions" / "exercise02").rename(course.root / "elsewhere")

    discrepancy = only(release(course, check=check))

    assert discrepancy.path == course.root / "exercises" / "exercise02"
    assert "solutions/exercise02" in discrepancy.what
    assert (discrepancy.path / "exercise.toml").exists()


def test_release_needs_solutions(course: Course) -> None:
    (course.root / "solutions").rename(course.root / "elsewhere")

    with pytest.raises(GraderError, match="no solutions"):
        release(course)


def test_released_table_stands_on_its_own(course: Course) -> None:
    whole = load_exercise(course, "exercise01")
    (course.root / "solutions").rename(course.root / "elsewhere")

    alone = load_exercise(course, "exercise01")

    assert replace(whole, authored=None) == alone
    assert [(check.title, check.visibility) for check in alone.checks] == [
        ("The worked example comes out.", "visible"),
        ("Every number is doubled.", "hidden"),
    ]


def test_released_table_keeps_the_words_of_its_author(
    course: Course, authored: Path, released: Path
) -> None:
    text = (
        (authored / "exercise.toml")
        .read_text("utf-8")
        .replace("points = 8", "points = 7  # the law")
        .replace('id = "doubles"', "  id = 'doubles'  # see the lesson")
        + '\n[[checks]]\nid = "by_hand"\npoints = 1\nneeds = ["doubles"]\n'
        + '\n[by_hand]\nforbidden = ["torch.add"]\nadvice = "Please add \\"by hand\\"."\n'
    )
    (authored / "exercise.toml").write_text(text, "utf-8")
    edit(authored / "test_hidden.py", "Every number", 'Every "number" ≤ 10 \\\\')
    release(course)

    title = r'  title = "Every \"number\" ≤ 10 \\ is doubled."' + "\n"
    kept = (released / "exercise.toml").read_text("utf-8")
    assert kept.count(title) == 1
    assert kept.replace(title, "") == text


def test_released_table_gives_no_title_to_a_check_that_has_none(
    course: Course, authored: Path, released: Path
) -> None:
    edit(authored / "exercise.toml", "points = 8\n", 'points = 7\n\n[[checks]]\nid = "later"\n')
    release(course)

    assert (released / "exercise.toml").read_text("utf-8").endswith('id = "later"\n')


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id = "doubles"\n', 'id = "doubles"\ntitle = "Doubles."\n'),
        ('id = "doubles"\n', '"id" = "doubles"\n'),
        ("double = ", 'id = "doubles"\ndouble = '),
    ],
    ids=["own title", "quoted key", "a function named id"],
)
def test_released_files_refuse_a_table_without_a_place_for_titles(
    course: Course, authored: Path, old: str, new: str
) -> None:
    edit(authored / "exercise.toml", old, new)

    with pytest.raises(MalformedExercise, match=r"exercise\.toml has no place for the titles"):
        released_files(load_exercise(course, "exercise01"))


@pytest.mark.parametrize("name", ["README.md", "reference.py", "test_examples.py"])
def test_released_files_name_a_file_that_is_missing(
    course: Course, authored: Path, name: str
) -> None:
    (authored / name).unlink()

    with pytest.raises(MalformedExercise, match=rf"{name} is missing"):
        released_files(load_exercise(course, "exercise01"))


def test_released_files_refuse_a_file_that_is_no_text(course: Course, authored: Path) -> None:
    (authored / "README.md").write_bytes(b"caf\xe9")

    with pytest.raises(MalformedExercise, match="not UTF-8"):
        released_files(load_exercise(course, "exercise01"))


def test_released_files_refuse_a_stub_without_a_graded_function(
    course: Course, authored: Path
) -> None:
    edit(authored / "exercise.toml", "double =", 'halve = "tensor"\ndouble =')

    with pytest.raises(MalformedExercise, match="no function 'halve'"):
        released_files(load_exercise(course, "exercise01"))
