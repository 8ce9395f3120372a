"""A release is one whole: where the course's key is, no file of it may be another's."""

from __future__ import annotations

import json
import shutil

import pytest

import grader
from grader.course.course import Course, load_exercise
from grader.course.hidden_files import hidden_files, unsealed
from grader.course.open_files import ChangedCourse
from grader.course.sealing import Key, exercise_key, key_as_text, open_sealed
from grader.errors import BrokenEnvironment
from grader.publishing.bundle import bundle
from grader.publishing.release.release_check import prove_release
from grader.publishing.release.release_number import keep_release_number
from grader.publishing.release.student_course import student_tree, write_tree

FOLDER = "exercises/exercise01"
OWN = f"{FOLDER}/exercise01.py"
SEALED = f"{FOLDER}/hidden.sealed"
WHEEL = f"wheels/unsaturated-{grader.__version__}-py3-none-any.whl"
STEALS = "import grader, sys\n\n\ndef test_worked_example(student, reference):\n    pass\n"


@pytest.fixture
def grade_with(run_grade):
    """`grade_with(key, root)`: the command in a course whose key is given."""
    return lambda key, root: run_grade(
        "exercise01", "--format", "json", cwd=root, GRADE_KEY=key_as_text(key)
    )


def opened(root, *keys):
    return unsealed(load_exercise(Course(root), "exercise01"), keys)


@pytest.fixture(scope="module")
def two_releases(course, key, tmp_path_factory):
    """Two releases of one course, between which a hidden check alone has changed, in memory."""
    root = tmp_path_factory.mktemp("released") / "course"
    shutil.copytree(course.root, root)
    trees = {}
    for name in ("first", "second"):
        trees[name] = student_tree(Course(root), course_key=key)
        keep_release_number(Course(root), trees[name].release)
        path = root / "solutions" / "exercise01" / "test_hidden.py"
        path.write_text(path.read_text("utf-8") + "\n# sharper\n", "utf-8")
    return trees


@pytest.fixture
def in_two_releases(two_releases, tmp_path):
    """The folders of these two, for one test alone."""
    for name, tree in two_releases.items():
        write_tree(tree, tmp_path / name)
    return [tmp_path / name for name in two_releases]


@pytest.mark.parametrize("name", ["test_examples.py", "exercise.toml"])
def test_a_changed_open_file_is_refused_where_the_key_of_the_course_is(
    released, grade_with, key, toy, name
):
    root = released("external")
    (root / OWN).write_text(toy.answer("2 * x"))
    path = root / FOLDER / name
    text = path.read_text("utf-8")
    path.write_text(STEALS if name.endswith(".py") else text.replace("points = 2", "points = 3"))
    assert path.read_text("utf-8") != text
    done = grade_with(key, root)
    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr == (
        f"{FOLDER}/{name} is not as release 1 has it.\n"
        "Copy it from the release again, or grade in the course's own copy.\n"
    )


@pytest.mark.parametrize("name", [f"{FOLDER}/test_examples.py", f"{FOLDER}/expected.json", WHEEL])
def test_a_changed_or_missing_file_is_refused_by_name(released, key, name):
    root = released("external")
    content = (root / name).read_bytes()
    (root / name).write_bytes(content + b"\n")
    with pytest.raises(ChangedCourse, match=f"{name} is not as release 1"):
        opened(root, key)
    (root / name).unlink()
    with pytest.raises(ChangedCourse, match=f"{name} is not as release 1"):
        opened(root, key)
    (root / name).write_bytes(content)
    assert opened(root, key).unsealed.with_course_key


def test_a_file_that_the_release_has_not_is_refused(released, key):
    root = released("external")
    assert not (root / FOLDER / "effect.py").exists()
    (root / FOLDER / "effect.py").write_text("import os\n")
    with pytest.raises(ChangedCourse, match=r"effect\.py is not as release 1") as caught:
        opened(root, key)
    assert caught.value.remedy == "Remove it: the release has none."


def test_other_line_ends_are_no_change(released, key):
    root = released("external")
    path = root / FOLDER / "test_examples.py"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert opened(root, key).unsealed.changes == ()


def test_with_the_key_of_an_exercise_a_change_is_a_warning(released, grade_with, key, toy):
    root = released("embedded")
    (root / OWN).write_text(toy.answer("2 * x"))
    path = root / FOLDER / "test_examples.py"
    path.write_text(path.read_text("utf-8") + "\n# mine\n", "utf-8")
    done = grade_with(exercise_key(key, "exercise01"), root)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["points"] == 10
    assert done.stderr == f"warning: {FOLDER}/test_examples.py is not as release 1 has it.\n"


def test_the_key_of_an_exercise_in_the_course_does_not_go_before_that_of_the_course(released, key):
    root = released("embedded")
    (root / FOLDER / "test_examples.py").write_text(STEALS)
    with pytest.raises(ChangedCourse):
        opened(root, key)


@pytest.mark.parametrize("kind", ["external", "withheld"])
def test_without_a_sealed_file_the_key_of_the_course_opens_nothing(released, key, kind):
    root = released(kind)
    (root / SEALED).unlink(missing_ok=True)
    with pytest.raises(ChangedCourse, match=r"hidden\.sealed is missing"):
        opened(root, key)
    assert opened(root).unsealed is None


def test_solutions_beside_what_is_sealed_are_refused(course, released, key):
    root = released("external")
    shutil.copytree(course.root / "solutions", root / "solutions")
    with pytest.raises(ChangedCourse, match="solutions/exercise01 is not part"):
        opened(root, key)
    assert opened(course.root, key).authored is not None


# ----------------------------------------------------------------------------------- releases


def test_a_later_release_has_a_larger_number_and_the_same_one_the_same(in_two_releases, key):
    for folder, number in zip(in_two_releases, (1, 2), strict=True):
        assert json.loads((folder / "release.json").read_text())["release"] == number
        own = exercise_key(key, "exercise01")
        assert open_sealed((folder / SEALED).read_bytes(), own, "it").release == number


def test_a_release_without_a_change_keeps_its_number(course, key, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(course.root, root)
    first = student_tree(Course(root), course_key=key)
    keep_release_number(Course(root), first.release)
    again = student_tree(Course(root), course_key=key)
    assert again.files == first.files
    assert student_tree(Course(root), key="embedded", course_key=key).release == first.release


def test_an_older_sealed_file_under_the_same_key_is_refused(in_two_releases, grade_with, key, toy):
    first, second = in_two_releases
    shutil.copy(first / SEALED, second / SEALED)
    (second / OWN).write_text(toy.answer("2 * x"))
    done = grade_with(key, second)
    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr.startswith(
        "exercise01/hidden.sealed is of release 1, and release.json of release 2.\n"
    )


def test_a_key_for_later_releases_refuses_an_older_one_that_is_whole(in_two_releases, key):
    first, second = in_two_releases
    later = Key(key.name, key.secret, since=2)
    with pytest.raises(ChangedCourse, match="is of release 1; the key is for 2 and later"):
        opened(first, later)
    assert opened(second, later).unsealed.with_course_key
    assert opened(first, key).unsealed.with_course_key


def test_the_earlier_format_opens_with_the_key_of_an_exercise_alone(
    course, released, key, monkeypatch
):
    root = released("external")
    own = exercise_key(key, "exercise01")
    files = hidden_files(load_exercise(course, "exercise01"))
    (root / SEALED).write_bytes(as_before(files, own, monkeypatch))
    assert opened(root, own).unsealed.files == files
    with pytest.raises(ChangedCourse, match="earlier format"):
        opened(root, key)


def as_before(files, key, monkeypatch):
    """The texts as the earlier format sealed them: a plain table below a header of its own."""
    from grader.course import sealing

    with monkeypatch.context() as patched:
        patched.setattr(sealing, "_FORMAT", "unsaturated/sealed/1")
        patched.setattr(sealing.msgspec, "to_builtins", lambda table: table)
        return sealing.seal(files, key)


@pytest.mark.parametrize("content", ["", "{}", '{"number": "x", "contents": ""}'])
def test_a_damaged_number_of_the_last_release_is_told(course, key, tmp_path, content):
    root = tmp_path / "course"
    shutil.copytree(course.root, root)
    (root / "solutions" / "release.json").write_text(content)
    with pytest.raises(BrokenEnvironment, match=r"release\.json holds no number"):
        student_tree(Course(root), course_key=key)


def test_a_bundle_that_fits_the_limits_of_its_platform_is_whole(course, key, tmp_path):
    root = tmp_path / "copy"
    shutil.copytree(course.root, root)
    archive = tmp_path / "autograder.zip"
    archive.write_bytes(bundle(Course(root), "gradescope", [], key)["autograder.zip"])
    shutil.unpack_archive(archive, tmp_path / "box")
    assert "memory_mib" in (tmp_path / "box/course" / FOLDER / "exercise.toml").read_text()
    assert opened(tmp_path / "box/course", key).unsealed.changes == ()


def test_proof_of_a_release_names_a_changed_open_file(course, released, key, launcher):
    root = released("external")
    path = root / FOLDER / "test_examples.py"
    path.write_text(path.read_text("utf-8") + "\n# mine\n", "utf-8")
    _, exercise = prove_release(course, root, key, launcher)
    assert exercise.findings == (
        "with the course's key nothing is graded: "
        f"{FOLDER}/test_examples.py is not as release 1 has it.",
    )
