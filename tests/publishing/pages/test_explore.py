"""Pages that move are made from what their author writes, and only when that has changed."""

from __future__ import annotations

import json
import re

import pytest

from grader.course.course import find_course, load_exercise
from grader.course.derive import release
from grader.errors import MalformedExercise
from grader.publishing.pages.explore import MAX_PAGE, is_current, page_of, stale_pages, write_page

NUMBERS = '''\
"""What the page of the toy shows."""

from pathlib import Path

INTRO = "Move x & watch."
ALT = "A line."
QUESTIONS = [
    {"ask": "Is 2 < 3?", "options": ["yes", "no"], "answer": 0, "why": "It </script> is."},
    {"ask": "How large?", "guess": {"low": 0, "high": 9, "step": 1, "unit": "", "near": 1},
     "answer": 4, "why": "By counting."},
]
YOURS = {"line": ("double", [{"tensor": [0.0, 1.5]}], {})}


def data():
    with Path(__file__).with_name("computed.txt").open("a") as log:
        log.write("once\\n")
    return {"line": [0.0, 3.0]}
'''
SCRIPT = 'const page = explore();\npage.number("y", "y");\npage.draw(() => page.set("y", "3"));\n'


@pytest.fixture
def authored(toy_course):
    folder = toy_course / "solutions" / "exercise01"
    (folder / "explore.py").write_text(NUMBERS)
    (folder / "explore.js").write_text(SCRIPT)
    return folder


@pytest.fixture
def exercise(authored):
    return load_exercise(find_course(authored), "exercise01")


def data_in(page):
    return json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1])


def test_page_holds_numbers_questions_and_calls_and_asks_for_nothing(exercise):
    page = page_of(exercise).decode()
    table = data_in(page)
    assert table["shown"] == {"line": [0.0, 3.0]}
    assert table["calls"] == {"line": ["double", [{"tensor": [0.0, 1.5]}], {}]}
    assert table["questions"][0]["why"] == "It </script> is."
    assert "Move x &amp; watch." in page
    assert SCRIPT in page
    assert not re.search(r'(src|href)="(?!data:)', page)


def test_page_is_made_once_and_again_when_anything_it_is_made_from_changes(
    toy_course, exercise, authored
):
    course = find_course(toy_course)
    assert stale_pages(course) == [exercise]
    write_page(exercise)
    assert stale_pages(course) == []
    assert (authored / "computed.txt").read_text() == "once\n"
    for name, text in (
        ("explore.py", NUMBERS + "\n"), ("explore.js", SCRIPT + "\n"), ("figure.png", "\x89PNG"),
    ):  # fmt: skip
        (authored / name).write_text(text)
        assert not is_current(exercise), name
        write_page(exercise)
        assert is_current(exercise), name


def test_page_counts_as_derived_while_its_author_has_it(toy_course, exercise, authored):
    course = find_course(toy_course)
    path = write_page(exercise)
    release(course)
    assert path not in {finding.path for finding in release(course, check=True).findings}
    (authored / "explore.py").unlink()
    assert path in {finding.path for finding in release(course, check=True).findings}


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("INTRO = ", "OTHER = ", "has no INTRO"),
        ('    {"ask": "How large?"', '    ] + 0 * [{"ask": "How large?"', "asks 1 questions"),
        ('"line": [0.0, 3.0]', '"line": [0.25] * 12_001', "60,000 are allowed"),
    ],
)
def test_what_its_author_forgets_is_told(exercise, authored, old, new, what):
    assert old in NUMBERS
    (authored / "explore.py").write_text(NUMBERS.replace(old, new))
    with pytest.raises(MalformedExercise, match=what):
        page_of(exercise)


def test_page_that_is_too_large_is_refused(exercise, authored):
    (authored / "explore.js").write_text("//" + "x" * MAX_PAGE)
    with pytest.raises(MalformedExercise, match="250,000 are allowed"):
        page_of(exercise)
