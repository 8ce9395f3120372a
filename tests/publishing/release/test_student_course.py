"""The students' tree: the same bytes every time, complete, and theirs to grade in."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.course.course import Course, load_exercise
from grader.course.course_key import course_key, make_course_key
from grader.course.given_keys import take_keys
from grader.course.hidden_files import EXPLANATIONS, unsealed
from grader.course.sealing import exercise_key, key_as_text, open_sealed, seal
from grader.errors import BrokenEnvironment, GraderError, MalformedExercise
from grader.grading.grade import grade
from grader.publishing.release.expected_values import expected_values
from grader.publishing.release.leak_scan import find_leaks, secrets_of
from grader.publishing.release.student_course import Tree, student_tree, write_tree
from grader.report.wording import as_points
from grader.submission.submission import read_submission

OWN = "exercises/exercise01/exercise01.py"
SEALED = "exercises/exercise01/hidden.sealed"
KEPT = "exercises/exercise01/hidden.key"
SECRETS = (b"x.detach()", b"test_doubles", b"multiplied by itself", b"two were added")


@pytest.fixture
def graded(launcher):
    """`graded(root, text, GRADE_KEY="...")`: the report of a submission in a released tree."""

    def run(root, text, **environment):
        (root / OWN).write_text(text, "utf-8")
        exercise = unsealed(load_exercise(Course(root), "exercise01"), take_keys(environment))
        return grade(exercise, read_submission(root / OWN, exercise), launcher)

    return run


def contents(folder):
    """Everything in a folder: names, modes and bytes."""
    return {
        path.relative_to(folder).as_posix(): (
            path.stat().st_mode,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in folder.rglob("*")
    }


# ------------------------------------------------------------------------------------- the files


def test_release_writes_the_same_bytes_in_other_circumstances(
    course, run_grade, released, tmp_path, key
):
    root = tmp_path / "elsewhere" / "copy"
    shutil.copytree(course.root, root)
    for path in root.rglob("*"):
        os.utime(path, (10**9, 10**9))
    before = os.umask(0o077)
    try:
        done = run_grade(
            "release", "--to", str(tmp_path / "out"), cwd=root,
            PYTHONHASHSEED="7", TZ="Asia/Tokyo", LC_ALL="C", GRADE_KEY=key_as_text(key),
        )  # fmt: skip
    finally:
        os.umask(before)
    assert (done.returncode, done.stderr) == (0, "")
    assert contents(tmp_path / "out") == contents(released("external"))
    assert (tmp_path / "out" / "README.md").stat().st_mode & 0o777 == 0o644


def test_index_of_explanations_is_shipped_sealed_and_its_lines_are_secrets(trees, course, key):
    authored = load_exercise(course, "exercise01")
    text = (authored.authored / EXPLANATIONS).read_text("utf-8")
    line = text.splitlines()[0]  # says from which files, as no other line does
    for kind, tree in trees.items():
        assert not [name for name, data in tree.files.items() if line.encode() in data], kind
    opened = open_sealed(trees["external"].files[SEALED], exercise_key(key, "exercise01"), SEALED)
    assert opened.files[EXPLANATIONS] == text
    assert list(find_leaks({"notes.txt": line.encode()}, secrets_of([authored])))


def test_release_holds_what_students_need(trees):
    files = trees["external"].files
    assert set(files) >= {
        "README.md", ".gitignore", ".github/workflows/grade.yml", "LICENSE", "data/names.txt",
        ".vscode/tasks.json", ".vscode/extensions.json", ".devcontainer/devcontainer.json",
        "release.json", OWN, SEALED, "exercises/exercise01/expected.json", "stubs/exercise01.py",
        "wheels/unsaturated-0.2.0-py3-none-any.whl",
    }  # fmt: skip
    assert files["stubs/exercise01.py"] == files[OWN]
    assert not any("solutions" in name or name.endswith("course.key") for name in files)


def test_release_lists_its_files_with_their_hashes(trees):
    table = json.loads(trees["external"].files["release.json"])
    assert (table["hidden"], table["key"]) == ("sealed", "external")
    for name, digest in table["files"].items():
        assert hashlib.sha256(trees["external"].files[name]).hexdigest() == digest
    assert set(table["files"]) == set(trees["external"].files) - {"release.json"}


@pytest.mark.parametrize("kind", ["external", "embedded", "withheld"])
def test_release_shows_no_secret(trees, kind, key):
    for content in trees[kind].files.values():
        assert not any(secret in content for secret in SECRETS)
        assert key.secret.hex().encode() not in content


def test_only_an_embedded_release_holds_a_key_and_says_what_that_is(trees, key):
    text = trees["embedded"].files[KEPT].decode()
    assert text.splitlines()[-1] == key_as_text(exercise_key(key, "exercise01"))
    assert "obfuscation, not secrecy" in text
    assert "obfuscation, not secrecy" in trees["embedded"].files["README.md"].decode()
    assert KEPT not in trees["external"].files
    assert not {KEPT, SEALED} & set(trees["withheld"].files)


def test_readme_ends_its_one_command_in_grading(trees):
    text = trees["external"].files["README.md"].decode()
    assert "pip install wheels/unsaturated-0.2.0-py3-none-any.whl && grade exercise01\n" in text
    assert "{" not in text


def test_readme_links_hosted_notebooks_of_the_repository(course, key, tmp_path):
    own = Course(shutil.copytree(course.root, tmp_path / "course"))
    table = own.root / "solutions" / "course.toml"
    table.write_text('repository = "https://github.com/school/course"\n', "utf-8")
    text = student_tree(own, course_key=key).files["README.md"].decode()
    at = "school/course/blob/HEAD/exercises/exercise01/exercise01.ipynb"
    assert f"· [Colab](https://colab.research.google.com/github/{at}) |" in text
    assert "· [JupyterLab](https://mybinder.org/v2/gh/school/course/HEAD?labpath=" in text


# -------------------------------------------------------------------------------------- writing


def test_write_replaces_an_earlier_release_and_leaves_the_rest(trees, released):
    folder = released("embedded")
    (folder / ".git").mkdir()
    (folder / "notes.md").write_text("mine")
    write_tree(trees["external"], folder)
    assert not (folder / KEPT).exists()
    assert (folder / "notes.md").read_text() == "mine"
    kept = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert kept == set(trees["external"].files) | {"notes.md"}


@pytest.mark.parametrize("content", [None, "[]", '{"schema": "x", "files": {}}', '{"files": 3}'])
def test_write_refuses_a_folder_that_holds_something_else(trees, tmp_path, content):
    (tmp_path / "thesis.tex").write_text("precious")
    if content is not None:
        (tmp_path / "release.json").write_text(content)
    with pytest.raises(GraderError, match="something other than a release"):
        write_tree(trees["external"], tmp_path)


def test_write_deletes_nothing_outside_the_folder(tmp_path):
    (tmp_path / "precious").write_text("precious")
    folder = tmp_path / "release"
    folder.mkdir()
    listed = {"schema": "unsaturated/release/1", "files": {"../precious": ""}}
    (folder / "release.json").write_text(json.dumps(listed))
    with pytest.raises(GraderError, match="something other"):
        write_tree(Tree({}, "sealed", "external"), folder)
    assert (tmp_path / "precious").exists()


def test_expected_values_need_a_reference_that_passes(toy, tmp_path):
    root = toy.make_course(tmp_path)
    reference = root / "solutions" / "exercise01" / "test_examples.py"
    text = reference.read_text("utf-8")
    reference.write_text(text.replace("reference.double(x)", "reference.double(x) + 1"), "utf-8")
    with pytest.raises(MalformedExercise, match="does not pass worked_example"):
        expected_values(load_exercise(Course(root), "exercise01"))


# -------------------------------------------------------------------------------------- grading


@pytest.mark.parametrize("kind", ["external", "withheld"])
def test_without_key_the_visible_checks_are_all_that_is_asked(released, graded, toy, kind):
    report = graded(released(kind), toy.answer("2 * x"))
    assert (report.status, report.points) == ("passed", 2)
    assert as_points(report) == "2 of 2 visible, 8 on submission"
    assert report.checks[1].reason == "runs_on_submission"
    assert report.checks[1].title == "Every number is doubled."


def test_without_key_a_wrong_answer_fails_the_visible_checks(released, graded, toy):
    report = graded(released("withheld"), toy.answer("x * x"))
    assert (report.status, report.checks[0].outcome) == ("failed", "failed")
    assert (report.checks[0].expected, report.checks[0].actual) == ("[3, 6]", "[2.25, 9]")


def test_with_the_course_key_everything_runs_and_is_official(released, graded, toy, key):
    report = graded(released("external"), toy.answer("2 * x"), GRADE_KEY=key_as_text(key))
    assert (report.status, report.points) == ("passed", 10)
    assert report.grader.official == (report.grader.isolation != "process")


@pytest.mark.parametrize("way", ["embedded", "a file", "the environment"])
def test_with_the_key_of_the_exercise_everything_runs_and_is_not_official(
    released, graded, toy, key, way
):
    own = key_as_text(exercise_key(key, "exercise01"))
    root = released("embedded" if way == "embedded" else "external")
    if way == "a file":
        (root / KEPT).write_text(f"{own}\n")
    environment = {"GRADE_KEY": f"{own.replace('01-', '07-')}, {own}"} if "env" in way else {}
    report = graded(root, toy.answer("x * x"), **environment)
    assert (report.status, report.max_points) == ("failed", 10)
    assert report.checks[1].mistake.id == "squares"
    assert "multiplied by itself" in report.checks[1].mistake.advice
    assert report.checks[1].call is not None
    assert not report.grader.official


def test_an_empty_key_is_no_key(released, graded, toy):
    report = graded(released("external"), toy.answer("2 * x"), GRADE_KEY="")
    assert as_points(report) == "2 of 2 visible, 8 on submission"


def test_wrong_key_is_one_sentence_and_exit_five(released, run_grade, key):
    root = released("external")
    other = key_as_text(key).replace("00", "ff")
    done = run_grade("exercise01", cwd=root, GRADE_KEY=other)
    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr == (
        "The key of exercise01 does not open exercise01/hidden.sealed.\nIt is the key of another "
        "course, or of an earlier release: ask for this one's.\n"
    )


def test_changed_file_breaks_the_environment(released, graded, toy):
    root = released("embedded")
    text = (root / SEALED).read_text()
    (root / SEALED).write_text(text[:200] + ("A" if text[200] != "A" else "B") + text[201:])
    with pytest.raises(BrokenEnvironment, match="is not as it was released"):
        graded(root, toy.answer("2 * x"))


WATCHED = """
import os, sys
written = set()
def hook(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        path, mode, flags = arguments
        if (mode and set(mode) & set("wax+")) or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            written.add(os.fsdecode(path))
sys.addaudithook(hook)
from grader.__main__ import run_command
code = run_command(["exercise01"])
sys.stdout.flush()
print("\\n".join(["WRITTEN", *sorted(written)]))
sys.stdout.flush()
os._exit(code)
"""
LOOKS_AROUND = f"""
import os, sys
def double(x):
    seen = [*os.environ, *sys.modules, *os.listdir("."), *sys.argv]
    for name in ("GRADE_KEY", "test_hidden", "test_examples", {seal.__module__!r}, "hidden.sealed"):
        assert name not in seen, name
    return 2 * x
"""


def test_nothing_that_is_opened_touches_the_disk_or_the_worker(
    released, environment, key, tmp_path
):
    root = released("external")
    (root / OWN).write_text(LOOKS_AROUND)
    (tmp_path / "temporary").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", WATCHED],
        cwd=root,
        env=environment | {"GRADE_KEY": key_as_text(key), "TMPDIR": str(tmp_path / "temporary")},
        capture_output=True,
        text=True,
    )
    shown, _, written = done.stdout.partition("WRITTEN\n")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "10 of 10 points" in shown
    for path in map(Path, written.splitlines()):
        inside = {os.devnull, str(root / ".grade"), str(tmp_path / "temporary")}
        assert any(str(path).startswith(place) for place in inside), path
    for path in [*root.rglob("*"), *(tmp_path / "temporary").rglob("*")]:
        if path.is_file():
            assert not any(secret in path.read_bytes() for secret in SECRETS), path


def test_reset_brings_the_stub_back_in_a_released_course(released, run_grade):
    root = released("external")
    stub = (root / OWN).read_bytes()
    (root / OWN).write_text("def double(x):\n    return 3\n")
    done = run_grade("reset", "1", cwd=root)
    assert (done.returncode, done.stderr) == (0, "")
    assert (root / OWN).read_bytes() == stub


def test_batch_grades_in_a_released_course_where_the_key_is(
    released, run_grade, toy, key, tmp_path
):
    root = released("external")
    (tmp_path / "class" / "ada").mkdir(parents=True)
    (tmp_path / "class" / "ada" / "exercise01.py").write_text(toy.answer("2 * x"))
    words = ("batch", str(tmp_path / "class"), "--out", str(tmp_path / "results"))
    done = run_grade(*words, "--unsafe-no-sandbox", cwd=root, GRADE_KEY=key_as_text(key))
    assert done.returncode == 0, done.stderr
    assert '"10","10","passed"' in (tmp_path / "results" / "grades.csv").read_text()


# ----------------------------------------------------------------------------------- the command


def test_release_makes_a_key_once_and_verify_proves_what_it_wrote(toy_course, run_grade, tmp_path):
    first = run_grade("release", "--to", str(tmp_path / "a"))
    assert first.returncode == 0, first.stderr
    assert "Made solutions/course.key" in first.stdout
    path = toy_course / "solutions" / "course.key"
    assert path.stat().st_mode & 0o777 == 0o600
    kept = path.read_text().strip()
    with pytest.raises(BrokenEnvironment, match="cannot be written"):
        make_course_key(Course(toy_course))
    assert path.read_text().strip() == kept == key_as_text(course_key(Course(toy_course), {}))
    for file in (tmp_path / "a").rglob("*"):
        assert file.is_dir() or kept.encode() not in file.read_bytes()
    (tmp_path / "a" / "README.md").write_text("mine")
    proof = run_grade("verify", "--released", str(tmp_path / "a"))
    assert (proof.returncode, proof.stderr) == (1, "")
    assert "release: README.md is not as it was released" in proof.stdout
    assert "exercise01: with the course's key the stub says so" in proof.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--key", "embedded"], "for a release --to a folder"),
        (["--to", "x", "--check"], "without --to"),
        (["--to", "x", "--hidden", "withheld", "--key", "external"], "needs no --key"),
    ],
)
def test_release_command_says_what_does_not_go_together(run_grade, words, said):
    done = run_grade("release", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_release_holds_the_exercises_of_the_term_in_its_order_and_its_file(toy, toy_course):
    for name in ("exercise02", "exercise03"):
        toy.make_exercise(toy_course, name, title=f"Title of {name}")
    text = (
        'title = "Deep Learning 101"\nsubmit = "Hand in on Moodle."\ntimezone = "UTC"\n'
        '[[exercises]]\nname = "exercise03"\ndue = 2026-10-08T23:59:00\n'
        '[[exercises]]\nname = "exercise01"\n'
    )
    (toy_course / "solutions" / "course.toml").write_text(text)
    files = student_tree(Course(toy_course), hidden="withheld", course_key=None).files
    folders = {name.split("/")[1] for name in files if name.startswith("exercises/")}
    assert folders == {"exercise01", "exercise03", "course.toml"}
    assert files["exercises/course.toml"].decode() == text
    readme = files["README.md"].decode()
    assert readme.startswith("# Deep Learning 101\n")
    assert "\nHand in on Moodle.\n" in readme
    assert (
        "| [exercise03](exercises/exercise03/README.md) | Title of exercise03 "
        "| 2026-10-08 23:59 UTC |\n"
        "| [exercise01](exercises/exercise01/README.md) | Doubling |  |\n"
    ) in readme


def test_readme_says_from_when_on_an_exercise_is_worked_on(toy_course):
    (toy_course / "solutions" / "course.toml").write_text(
        'timezone = "UTC"\n[[exercises]]\nname = "exercise01"\nrelease = 2026-10-01T08:00:00\n'
        "due = 2026-10-08T23:59:00\n"
    )
    files = student_tree(Course(toy_course), hidden="withheld", course_key=None).files
    assert (
        "| | | from | due |\n|---|---|---|---|\n"
        "| [exercise01](exercises/exercise01/README.md) | Doubling "
        "| 2026-10-01 08:00 UTC | 2026-10-08 23:59 UTC |\n"
    ) in files["README.md"].decode()
