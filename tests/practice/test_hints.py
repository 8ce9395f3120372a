"""Hints: the advice of the recognised mistake first, then the ladder, one at a time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from grader.course.course import find_course, load_exercise
from grader.model import Explanation, Location, RecognisedMistake
from grader.practice.hints import next_hint, render_hint
from grader.practice.progress import Progress, State, digest, write_state
from grader.report.console import Console

ROOT = Path(__file__).parents[2]
CONSOLE = Console()

FIRST = """\
exercise01  Doubling                                                 hint 1 of 3

  How far is 2x from x?

Next: grade exercise01
      grade hint exercise01   (hint 2 of 3)
"""
ADVICE = """\
exercise01  Doubling                                         about your last run

  What is the double of 3?

Next: grade exercise01
      grade hint exercise01   (hint 1 of 3)
"""


@pytest.fixture
def course(toy_course):
    return find_course(toy_course)


@pytest.fixture
def exercise(course):
    return load_exercise(course, "exercise01")


@pytest.fixture
def fresh_run(course, a_run):
    """`fresh_run(mistakes=...)`: a run of the file as it is now."""
    sha256 = digest(course.root / "exercises" / "exercise01" / "exercise01.py")
    return lambda **facts: a_run(sha256=sha256, **facts)


def labels(exercise, course, progress, calls):
    found = []
    for _ in range(calls):
        hint, progress = next_hint(exercise, course, progress)
        found.append(hint.label)
    return found


def test_first_hint_looks_like_this(exercise, course):
    hint, _ = next_hint(exercise, course, Progress())
    assert render_hint(hint, CONSOLE) == FIRST


def test_hints_come_one_at_a_time_and_the_last_again(exercise, course):
    assert labels(exercise, course, Progress(), 5) == [
        "hint 1 of 3",
        "hint 2 of 3",
        "hint 3 of 3",
        "hint 3 of 3",
        "hint 3 of 3",
    ]


def test_the_last_again_says_so_and_names_the_lesson(exercise, course, monkeypatch):
    monkeypatch.chdir(course.root)
    third, progress = next_hint(exercise, course, Progress(hints=2))
    assert third.remark == ""
    again, progress = next_hint(exercise, course, progress)
    text = render_hint(again, CONSOLE)
    assert again.text == third.text
    assert "This is the last hint, given again." in text
    assert "exercises/exercise01/README.md" in text
    assert progress.hints == 3


def test_a_ladder_that_became_shorter_still_gives_its_last(exercise, course):
    hint, _ = next_hint(exercise, course, Progress(hints=7))
    assert hint.label == "hint 3 of 3"
    assert hint.remark


def test_advice_of_the_last_run_comes_first(exercise, course, fresh_run):
    progress = Progress(fresh_run())
    hint, _ = next_hint(exercise, course, progress)
    assert render_hint(hint, CONSOLE) == ADVICE
    expected = ["about your last run", "hint 1 of 3", "hint 2 of 3"]
    assert labels(exercise, course, progress, 3) == expected


def test_every_recognised_mistake_is_advised_on_once(exercise, course, fresh_run):
    mistakes = (RecognisedMistake("squares", "First."), RecognisedMistake("adds_two", "Second."))
    progress = Progress(fresh_run(mistakes=mistakes), hints=1)
    first, progress = next_hint(exercise, course, progress)
    second, progress = next_hint(exercise, course, progress)
    assert (first.text, second.text) == ("First.", "Second.")
    assert (first.following, second.following) == ("more on it", "hint 2 of 3")
    assert next_hint(exercise, course, progress)[0].label == "hint 2 of 3"


def test_advice_says_that_the_file_has_changed_since(exercise, course, fresh_run):
    progress = Progress(fresh_run())
    file = course.root / "exercises" / "exercise01" / "exercise01.py"
    file.write_text(file.read_text() + "# an edit\n")
    hint, _ = next_hint(exercise, course, progress)
    text = " ".join(render_hint(hint, CONSOLE).split())
    assert "Your file has changed since that run; run grade exercise01 to see whether" in text


def explanation(text="It squares x. What is doubled?", function="double", **fields):
    facts = {"of": None, "kind": "mistake", "mistakes": ("squares",), "checks": ("one",)}
    location = Location("exercises/exercise01/exercise01.py", 4)
    return Explanation(
        **({"function": function, "text": text, "location": location} | facts | fields)
    )


def texts(exercise, course, progress, calls, function=""):
    found = []
    for _ in range(calls):
        hint, progress = next_hint(exercise, course, progress, function)
        found.append(hint.text)
    return found


def test_hints_begin_with_the_place_of_the_explanation_then_give_its_reason(
    exercise, course, fresh_run
):
    law = explanation("out: too large by a factor of 2.", kind="law", mistakes=(), location=None)
    run = fresh_run(mistakes=(), explanations=(explanation(), law))
    assert texts(exercise, course, Progress(run), 4) == [
        "Look at exercises/exercise01/exercise01.py:4, in double.",
        "It squares x. What is doubled?",
        "out: too large by a factor of 2.",
        "How far is 2x from x?",
    ]


def test_one_mistake_in_two_quantities_is_two_explanations(exercise, course, fresh_run):
    both = [explanation(text, of=of, location=None) for text, of in (("A.", "out"), ("B.", "dx"))]
    run = fresh_run(mistakes=(), explanations=tuple(both))
    assert texts(exercise, course, Progress(run), 2) == ["A.", "B."]


def test_two_mistakes_that_explain_one_value_are_two_hints(exercise, course, fresh_run):
    pair = explanation("It squares. Is x even? It halves. Is x odd?", location=None)
    run = fresh_run(mistakes=(), explanations=(replace(pair, mistakes=("squares", "halves")),))
    assert texts(exercise, course, Progress(run), 3) == [
        "It squares. Is x even?",
        "It halves. Is x odd?",
        "How far is 2x from x?",
    ]


def test_hints_are_about_the_function_that_is_named(exercise, course, fresh_run):
    other = explanation("Not this one.", function="triple", mistakes=("m",))
    run = fresh_run(mistakes=(), explanations=(other, explanation(location=None)))
    assert texts(exercise, course, Progress(run), 2, "double") == [
        "It squares x. What is doubled?",
        "How far is 2x from x?",
    ]


def test_hints_of_the_function_that_fails_come_before_those_of_the_exercise(
    exercise, course, fresh_run
):
    own = replace(exercise, function_hints={"double": ("One.", "Two.")})
    reason = explanation(location=None)
    run = fresh_run(mistakes=(), explanations=(reason,))
    progress = Progress(run, advised=("double squares",))
    assert texts(own, course, progress, 3) == ["One.", "Two.", "How far is 2x from x?"]
    assert labels(own, course, progress, 6) == [
        "hint 1 of 5",
        "hint 2 of 5",
        "hint 3 of 5",
        "hint 4 of 5",
        "hint 5 of 5",
        "hint 5 of 5",
    ]


def test_hints_are_about_the_first_unwritten_function_before_any_run(exercise, course):
    own = replace(exercise, function_hints={"double": ("Begin here.",)})
    assert texts(own, course, Progress(), 2) == ["Begin here.", "How far is 2x from x?"]


def test_hint_for_a_function_that_is_none_names_the_nearest(run_grade):
    done = run_grade("hint", "exercise01", "dubble")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Did you mean double?" in done.stderr


def test_hint_is_in_the_terminals_own_color(exercise, course):
    hint, _ = next_hint(exercise, course, Progress())
    assert "\x1b[3" not in render_hint(hint, Console(color=True))


def test_advice_after_the_whole_ladder_names_no_further_hint(exercise, course, fresh_run):
    hint, _ = next_hint(exercise, course, Progress(fresh_run(), hints=3))
    assert hint.label == "about your last run"
    assert hint.following == ""


def test_long_titles_leave_the_label_a_line_of_its_own(exercise, course):
    hint, _ = next_hint(exercise, course, Progress())
    lines = render_hint(hint, Console(width=40)).splitlines()
    assert max(map(len, lines)) <= 40
    long = type(hint)(name=hint.name, title="A very long title " * 5, label=hint.label, text="x")
    lines = render_hint(long, CONSOLE).splitlines()
    assert max(map(len, lines)) <= 80
    assert any(line.endswith("hint 1 of 3") and line.strip() == "hint 1 of 3" for line in lines)


def test_hint_is_ascii_where_the_console_is(exercise, course):
    hint, _ = next_hint(exercise, course, Progress())
    odd = type(hint)(name=hint.name, title="√n", label=hint.label, text="Take 2·x…")
    text = render_hint(odd, Console(unicode=False))
    assert text.isascii()
    assert "Take 2*x..." in text


def test_hint_counts_between_calls_and_needs_no_torch(run_grade, tmp_path):
    (tmp_path / "torch.py").write_text("raise SystemExit('torch is imported')")
    path = f"{tmp_path}{os.pathsep}{ROOT}"
    assert "hint 1 of 3" in run_grade("hint", PYTHONPATH=path).stdout
    assert "hint 2 of 3" in run_grade("hint", "1", PYTHONPATH=path).stdout
    done = run_grade("hint", "exercise01", PYTHONPATH=path)
    assert "hint 3 of 3" in done.stdout
    assert (done.returncode, done.stderr) == (0, "")


def test_hint_without_a_name_is_for_the_next_unfinished(toy, toy_course, run_grade, a_run):
    toy.make_exercise(toy_course, "exercise02", title="Twice over")
    done = State(exercises={"exercise01": Progress(a_run(status="passed", mistakes=()))})
    write_state(toy_course, done)
    assert run_grade("hint").stdout.startswith("exercise02  Twice over")
    second = a_run(status="passed", file="exercises/exercise02/exercise02.py")
    write_state(toy_course, done.with_progress("exercise02", Progress(second)))
    finished = run_grade("hint")
    assert finished.returncode == 0
    assert "Every exercise passes." in finished.stdout


def test_hint_of_an_unknown_exercise_names_the_nearest(run_grade):
    done = run_grade("hint", "exercize01")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Did you mean exercise01?" in done.stderr


def test_hint_is_given_where_it_cannot_be_counted(toy_course, run_grade):
    (toy_course / ".grade").write_text("in the way")
    done = run_grade("hint")
    assert done.returncode == 0
    assert "hint 1 of 3" in done.stdout
    assert done.stderr.count("\n") == 1
