"""`--format html` and `--open` from end to end."""

from __future__ import annotations

import pytest

EFFECT = '''
"""Twice a line."""

import torch

CAPTION, ALT = "Twice a line.", "Two lines."


def draw(axes, functions):
    x = torch.linspace(0, 1, 5, dtype=torch.float64)
    axes.plot(x, functions.double(x))
'''


@pytest.fixture
def squaring(toy_course):
    """A course with a figure, whose submission squares."""
    for part in ("solutions", "exercises"):
        (toy_course / part / "exercise01" / "effect.py").write_text(EFFECT)
    own = toy_course / "exercises" / "exercise01" / "exercise01.py"
    own.write_text("print('squaring')\n\n\ndef double(x):\n    return x * x\n")
    return toy_course


def test_page_shows_code_figure_and_output(squaring, run_grade):
    done = run_grade("1", "--format", "html", "--output", "page.html")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    text = (squaring / "page.html").read_text("utf-8")
    assert '<span class="marked"><i>   5 ▸ </i>    return x * x</span>' in text
    assert "<figcaption>Twice a line.</figcaption>" in text
    assert text.count("data:image/png;base64,") == 2  # for light and for dark pages
    assert "<pre>squaring" in text


def test_page_below_full_feedback_shows_the_report_alone(squaring, run_grade):
    run_grade("1", "--format", "html", "--output", "page.html", "--feedback", "outcome")
    text = (squaring / "page.html").read_text("utf-8")
    assert "data:image" not in text
    assert "def double" not in text
    assert "squaring" not in text


def test_figure_says_why_a_function_cannot_be_drawn(squaring, run_grade):
    own = squaring / "exercises" / "exercise01" / "exercise01.py"
    own.write_text("def double(x):\n    raise RuntimeError('no')\n")
    done = run_grade("1", "--format", "html")
    assert done.returncode == 1
    assert done.stdout.count("data:image/png;base64,") == 2


def test_file_that_cannot_be_loaded_has_a_page_too(squaring, run_grade):
    own = squaring / "exercises" / "exercise01" / "exercise01.py"
    own.write_text("def double(x)\n")
    done = run_grade("1", "--format", "html")
    assert done.returncode == 3
    assert "is not valid Python" in done.stdout


def test_open_keeps_the_page_and_says_where_it_is_when_no_browser_opens(squaring, run_grade):
    done = run_grade("1", "--open", BROWSER="false %s")
    assert done.returncode == 1
    assert "FAIL" in done.stdout
    assert (squaring / ".grade" / "report.html").is_file()
    assert "No browser opens here. The page is" in done.stderr


def test_report_of_a_folder_without_grades_is_one_sentence(toy_course, run_grade):
    done = run_grade("report", "nowhere")
    assert done.returncode == 2
    assert done.stderr.startswith("There is no gradebook with grades in nowhere.")
    assert not (toy_course / "nowhere").exists()
