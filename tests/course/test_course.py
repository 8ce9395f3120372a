"""Where a course lies, what it holds, and what its authors are told about their mistakes."""

from __future__ import annotations

import subprocess
import sys

import pytest

from grader.course.course import (
    BY_HAND_TITLE,
    Course,
    course_sha256,
    exercise_name,
    find_course,
    load_exercise,
)
from grader.errors import MalformedExercise, NoCourse, UnknownExercise
from grader.model import ByHand, Limits


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


# ------------------------------------------------------------------------------ where it lies


@pytest.mark.parametrize("below", ["", "exercises", "exercises/exercise01", "solutions/exercise01"])
def test_find_course_from_anywhere_inside(toy_course, below):
    assert find_course(toy_course / below).root == toy_course.resolve()


def test_find_course_by_its_exercises_alone(toy_course):
    (toy_course / "solutions").rename(toy_course / "elsewhere")
    assert find_course(toy_course).root == toy_course.resolve()


def test_find_course_takes_the_nearest(toy_course, toy):
    inner = toy.make_course(toy_course / "exercises" / "inner")
    assert find_course(inner / "exercises").root == inner.resolve()


def test_find_course_outside_of_one_says_where_it_looked(tmp_path):
    with pytest.raises(NoCourse) as caught:
        find_course(tmp_path)
    assert str(tmp_path.resolve()) in caught.value.what
    assert caught.value.remedy == "Run the command in the folder that holds 'exercises'."
    assert caught.value.exit_code == 2


def test_folder_without_an_exercise_is_no_course(tmp_path):
    (tmp_path / "exercises" / "exercise01").mkdir(parents=True)
    with pytest.raises(NoCourse):
        find_course(tmp_path)


def test_exercises_are_named_once_and_in_order(toy_course, toy):
    toy.make_exercise(toy_course, "exercise10", title="Ten")
    toy.make_exercise(toy_course, "exercise02", title="Two")
    write(toy_course / "exercises" / "exercise3" / "exercise.toml", "")
    write(toy_course / "exercises" / "notes" / "exercise.toml", "")
    assert Course(toy_course).exercise_names() == ("exercise01", "exercise02", "exercise10")


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("3", "exercise03"),
        ("03", "exercise03"),
        ("exercise3", "exercise03"),
        ("exercise03", "exercise03"),
        ("003", "exercise03"),
        ("12", "exercise12"),
        ("123", "123"),
        ("exercise", "exercise"),
        ("three", "three"),
        ("-3", "-3"),
        ("3.5", "3.5"),
        ("", ""),
    ],
)
def test_exercise_name_takes_every_spelling(word, name):
    assert exercise_name(word) == name


# ------------------------------------------------------------------------------ what it holds


def test_load_exercise_reads_the_whole_table(toy_course):
    exercise = load_exercise(Course(toy_course), "1")
    assert (exercise.name, exercise.title) == ("exercise01", "Doubling")
    assert exercise.functions == {"double": "tensor"}
    assert exercise.hints == ("How far is 2x from x?", "Add x to itself.", "x + x, or 2 times x.")
    assert exercise.limits == Limits()
    assert exercise.by_hand is None
    assert exercise.authored == toy_course / "solutions" / "exercise01"
    assert exercise.released == toy_course / "exercises" / "exercise01"
    assert exercise.max_points == 10


def test_load_exercise_takes_titles_and_visibility_from_the_test_files(toy_course):
    exercise = load_exercise(Course(toy_course), "1")
    assert [(c.id, c.points, c.title, c.visibility) for c in exercise.checks] == [
        ("worked_example", 2, "The worked example comes out.", "visible"),
        ("doubles", 8, "Every number is doubled.", "hidden"),
    ]


def test_title_is_the_first_paragraph_of_the_docstring(toy_course):
    path = toy_course / "solutions" / "exercise01" / "test_hidden.py"
    docstring = '"""The number\n    is doubled.\n\n    More.\n    """'
    path.write_text(path.read_text().replace('"""Every number is doubled."""', docstring))
    doubles = load_exercise(Course(toy_course), "1").checks[1]
    assert doubles.title == "The number is doubled."


def test_test_files_are_read_without_being_run(toy_course):
    path = toy_course / "solutions" / "exercise01" / "test_hidden.py"
    path.write_text("raise SystemExit\n" + path.read_text())
    assert load_exercise(Course(toy_course), "1").checks[1].title == "Every number is doubled."


def test_check_that_does_not_travel_is_hidden_and_untitled(toy_course):
    (toy_course / "solutions").rename(toy_course / "elsewhere")
    exercise = load_exercise(Course(toy_course), "1")
    assert exercise.authored is None
    assert [(c.id, c.points, c.title, c.visibility) for c in exercise.checks] == [
        ("worked_example", 2, "The worked example comes out.", "visible"),
        ("doubles", 8, "", "hidden"),
    ]


def table_of(course):
    return course / "solutions" / "exercise01" / "exercise.toml"


def test_table_may_set_limits_shortcuts_and_kinds(toy_course):
    table = table_of(toy_course)
    table.write_text(
        table.read_text().replace(
            'double = "tensor"',
            'double = "tensor"\npair = ["out", "mean"]\nstats = { mean = "number" }\n'
            'sets = "names"',
        )
        + '[[checks]]\nid = "by_hand"\nneeds = ["doubles"]\n'
        + '[by_hand]\nforbidden = ["torch.nn"]\nadvice = "Please."\n'
        + "[limits]\ncall_seconds = 0.5\nrestarts = 1\n"
    )
    exercise = load_exercise(Course(toy_course), "1")
    assert exercise.limits == Limits(call_seconds=0.5, restarts=1)
    assert exercise.by_hand == ByHand(("torch.nn",), "Please.")
    assert exercise.functions["pair"] == ("out", "mean")
    assert exercise.functions["stats"] == {"mean": "number"}
    assert exercise.functions["sets"] == "names"
    by_hand = exercise.checks[2]
    assert (by_hand.title, by_hand.needs) == (BY_HAND_TITLE, ("doubles",))


# ------------------------------------------------------------------------------ what is wrong


def test_unknown_exercise_names_the_nearest(toy_course, toy):
    for number in (2, 3, 8):
        toy.make_exercise(toy_course, f"exercise0{number}", title="More")
    with pytest.raises(UnknownExercise) as caught:
        load_exercise(Course(toy_course), "exercise88")
    assert caught.value.what == "There is no exercise 'exercise88' in this course."
    assert caught.value.remedy.startswith("Did you mean exercise")
    assert "exercise08" in caught.value.remedy
    assert caught.value.remedy.count("exercise") == 3
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('title = "Doubling"', 'title = "Doubling'),
        ('title = "Doubling"', ""),
        ('title = "Doubling"', 'titel = "Doubling"'),
        ("points = 2", 'points = "two"'),
        ("points = 2", "ponits = 2"),
        ('hints = ["How far is 2x from x?", ', "hints = [3, "),
        ('double = "tensor"', "double = 3"),
        ("[[checks]]", "[limits]\ncall_secs = 3\n[[checks]]"),
    ],
)
def test_table_that_cannot_be_read_names_the_file(toy_course, old, new):
    table = table_of(toy_course)
    table.write_text(table.read_text().replace(old, new, 1))
    with pytest.raises(MalformedExercise) as caught:
        load_exercise(Course(toy_course), "1")
    assert str(table) in caught.value.what
    assert caught.value.exit_code == 70


def test_course_is_found_and_read_without_torch_or_pytest(toy_course):
    program = (
        "import sys; from pathlib import Path; from grader.course.course import *; "
        f"load_exercise(find_course(Path({str(toy_course)!r})), '1'); "
        "print({'torch', 'numpy', 'pytest', 'hypothesis'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("set()", "")


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("exercise.toml", True),
        ("reference.py", True),
        ("test_examples.py", True),
        ("test_hidden.py", True),
        ("mistakes/squares.py", True),
        ("mistakes/new.py", True),
        ("README.md", False),
    ],
)
def test_course_sha256_changes_with_what_decides_a_grade(toy_course, name, counts):
    exercise = load_exercise(Course(toy_course), "1")
    before = course_sha256(exercise)
    with (toy_course / "solutions" / "exercise01" / name).open("a", encoding="utf-8") as file:
        file.write("# more\n")
    assert (course_sha256(exercise) != before) == counts


def test_course_sha256_does_not_depend_on_where_the_course_lies(toy, tmp_path):
    first, second = (toy.make_course(tmp_path / name) for name in ("a", "b"))
    assert course_sha256(load_exercise(Course(first), "1")) == course_sha256(
        load_exercise(Course(second), "1")
    )


def test_hints_may_belong_to_a_function_and_the_sentence_after_a_pass_is_kept(toy_course):
    table = table_of(toy_course)
    text = table.read_text()
    start, end = text.index("hints = ["), text.index("]", text.index("hints = [")) + 1
    table.write_text(
        'after = "Doubling is what it was about."\n'
        + text[:start]
        + text[end:]
        + '[[hints]]\nfunction = "double"\ntext = "Add."\n[[hints]]\ntext = "For all."\n'
    )
    exercise = load_exercise(Course(toy_course), "exercise01")
    assert exercise.function_hints == {"double": ("Add.",)}
    assert exercise.hints == ("For all.",)
    assert exercise.after == "Doubling is what it was about."
    table.write_text(table.read_text().replace('function = "double"', 'function = "triple"'))
    with pytest.raises(MalformedExercise, match="triple"):
        load_exercise(Course(toy_course), "exercise01")
