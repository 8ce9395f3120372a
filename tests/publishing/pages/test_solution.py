"""What is published after a deadline: right, safe to open, and enough to open what is sealed."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import nbformat
import pytest

from grader.course.course import Course, load_exercise
from grader.course.hidden_files import unsealed
from grader.grading.grade import grade
from grader.publishing.pages.solution import published_files
from grader.submission.submission import read_submission

SOLUTION = "return x.to(torch.float64).clone() + x.detach().to(torch.float64)"


@pytest.fixture(scope="module")
def files(course, key, launcher, tmp_path_factory):
    exercise = load_exercise(course, "exercise01")
    return published_files(exercise, launcher, tmp_path_factory.mktemp("published"), key)


class Elements(HTMLParser):
    """The elements of a page."""

    def __init__(self, page):
        super().__init__()
        self.tags = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))


def test_publish_gives_a_file_a_notebook_a_page_and_a_key(files):
    assert list(files) == [f"exercise01.{kind}" for kind in ("py", "ipynb", "html", "key")]


def test_solution_is_the_reference_without_marks(files):
    text = files["exercise01.py"].decode()
    assert f"    {SOLUTION}\n" in text
    assert "SOLUTION" not in text
    compile(text, "exercise01.py", "exec")


def test_notebook_is_valid_and_was_never_run(files):
    notebook = nbformat.reads(files["exercise01.ipynb"].decode(), as_version=4)
    nbformat.validate(notebook)
    lesson, *cells = notebook.cells
    assert lesson.source.startswith("# Doubling")
    assert all(cell.outputs == [] and cell.execution_count is None for cell in cells)
    assert "\n".join(cell.source for cell in cells).count(SOLUTION) == 1
    assert [cell.id for cell in cells] == ["exercise01-1", "exercise01-2"]
    assert json.loads(files["exercise01.ipynb"])["nbformat_minor"] == 5


def test_page_shows_each_mistake_with_its_reason_and_what_a_check_sees(files):
    page = files["exercise01.html"].decode()
    text = re.sub(r"<[^>]+>", "", page)
    assert "2 wrong answers" in text
    assert "Is the double of 0 still 0?" in text
    assert "+     return x * x" in text
    assert f"-     {SOLUTION}" in text
    assert "double(x=torch.tensor([1.5, 3.0], dtype=torch.float64))" in text
    assert "[2.25, 9]" in text


def test_page_needs_nothing_from_elsewhere_and_runs_nothing(files):
    page = files["exercise01.html"].decode()
    tags = Elements(page).tags
    assert not {"script", "link", "iframe", "object"} & {tag for tag, _ in tags}
    for _, attributes in tags:
        for name in ("src", "href"):
            assert attributes.get(name, "#").startswith(("#", "data:"))
        assert not any(name.startswith("on") for name in attributes)
    assert "default-src 'none'" in page
    ElementTree.fromstring(re.sub(r"(?s).*(<article.*?</article>).*", r"\1", page))


def test_publish_is_the_same_every_time(files, course, key, launcher, tmp_path):
    assert published_files(load_exercise(course, "exercise01"), launcher, tmp_path, key) == files


def test_published_key_opens_what_students_hold(files, released, launcher, toy, key):
    root = released("external")
    folder = root / "exercises" / "exercise01"
    (folder / "exercise01.py").write_text(toy.answer("x + 2"))
    (folder / "hidden.key").write_bytes(files["exercise01.key"])
    exercise = unsealed(load_exercise(Course(root), "exercise01"))
    report = grade(exercise, read_submission(folder / "exercise01.py", exercise), launcher)
    assert report.checks[1].mistake.id == "adds_two"
    assert key.secret.hex().encode() not in files["exercise01.key"]


def test_publish_needs_the_key_of_the_course_for_the_one_of_an_exercise(run_grade, tmp_path):
    done = run_grade("publish", "1", "--to", str(tmp_path), "--key")
    assert (done.returncode, done.stdout) == (2, "")
    assert "There is no course key" in done.stderr
    done = run_grade("publish", "1", "--to", str(tmp_path / "new"))
    assert (done.returncode, done.stderr) == (0, "")
    assert len(list((tmp_path / "new").iterdir())) == 3
