"""An instructor's site shows the solutions of what is past due, and nothing of any other."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.course.course import find_course, load_exercise
from grader.errors import BrokenEnvironment, GraderError
from grader.publishing.pages.site import build_site, past_due, write_site
from grader.publishing.release.leak_scan import Leak

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 10, 9, tzinfo=UTC)
DATES = """\
timezone = "UTC"
[[exercises]]
name = "exercise01"
due = {due}
"""


@pytest.fixture
def site_course(course, tmp_path):
    """The course of this folder with what a site is built from, for one test to change."""
    root = tmp_path / "clone"
    shutil.copytree(course.root, root)
    (root / "docs").mkdir()
    for name in ("conf.py", "site.css"):
        shutil.copy(ROOT / "docs" / name, root / "docs")
    (root / "README.md").write_text("# Toy\n\nSee [the manual](docs/authors.md).\n")
    (root / "docs" / "authors.md").write_text("# Manual\n\nText.\n")
    return find_course(root)


def due(course, when: str) -> None:
    (course.root / "solutions" / "course.toml").write_text(DATES.format(due=when))


def test_past_due_names_what_has_a_date_that_has_passed(site_course):
    assert past_due(site_course, ["exercise01"], NOW) == ()
    due(site_course, "2026-10-08T23:59:00")
    assert past_due(site_course, ["exercise01"], NOW) == ("exercise01",)
    due(site_course, "2026-10-09T00:01:00")
    assert past_due(site_course, ["exercise01"], NOW) == ()
    due(site_course, "2026-10-09T01:30:00+02:00")
    assert past_due(site_course, ["exercise01"], NOW) == ("exercise01",)


def test_site_holds_the_solution_only_of_what_is_past_due(site_course, run_grade, tmp_path):
    site = tmp_path / "site"
    lesson, solution = "exercises/exercise01/README.html", "exercises/exercise01/solution"
    due(site_course, "2020-01-01T00:00:00")
    done = run_grade("publish", "--site", str(site), cwd=site_course.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert "exercise01  with its solution" in done.stdout
    assert "x.detach()" in (site / solution / "exercise01.py").read_text()
    assert 'href="solution/exercise01.html"' in (site / lesson).read_text()
    assert (site / "index.html").read_bytes() == (site / "README.html").read_bytes()
    due(site_course, "2999-01-01T00:00:00")
    (site / "own.txt").write_text("not of the site")
    done = run_grade("publish", "--site", str(site), cwd=site_course.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert "exercise01  without" in done.stdout
    pages = [path for path in site.rglob("*") if path.is_file()]
    assert [path for path in pages if b"detach" in path.read_bytes()] == []
    assert list((site / solution).rglob("*.*")) == []
    assert "solution/" not in (site / lesson).read_text()
    assert (site / "own.txt").is_file()


def test_site_shows_one_exercise_only_when_it_is_past_due(site_course, run_grade, tmp_path):
    due(site_course, "2999-01-01T00:00:00")
    done = run_grade("publish", "1", "--site", str(tmp_path / "site"), cwd=site_course.root)
    assert done.returncode == 2
    assert "exercise01 is not past due" in done.stderr
    assert not (tmp_path / "site").exists()


def test_site_is_refused_when_a_page_gives_a_solution_away(site_course):
    """Also where a page colors the words of the code one by one."""
    reference = (site_course.root / "solutions/exercise01/reference.py").read_text()
    line = next(line for line in reference.splitlines() if "detach" in line)
    manual = site_course.root / "docs" / "authors.md"
    manual.write_text(f"# Manual\n\n```python\n{line}\n```\n")
    exercise = load_exercise(site_course, "exercise01")
    with pytest.raises(Leak, match=r"The site would give away: docs/authors\.html holds"):
        build_site(site_course, {}, [exercise])
    files = build_site(site_course, {"exercise01": {"exercise01.py": b"shown"}}, [exercise])
    assert b'<span class="o">' in files["docs/authors.html"]


def test_site_has_the_stub_where_somebody_has_written_in_it(site_course):
    own = site_course.root / "exercises" / "exercise01" / "exercise01.py"
    stub = own.read_bytes()
    own.write_text("def double(x):\n    return x + x\n")
    files = build_site(site_course, {}, [load_exercise(site_course, "exercise01")])
    assert files["exercises/exercise01/exercise01.py"] == stub
    lesson = files["exercises/exercise01/README.html"]
    assert b'href="exercise01.py"' in lesson
    assert b"explore.html" not in lesson, "this exercise has none"


def test_site_needs_sphinx_and_says_how_to_get_it(site_course, run_grade, tmp_path):
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['sphinx'] = None\n")
    words = ("publish", "--site", str(tmp_path / "site"))
    done = run_grade(*words, cwd=site_course.root, PYTHONPATH=str(tmp_path))
    assert (done.returncode, done.stdout) == (5, "")
    assert "A site is built with Sphinx, and sphinx cannot be imported." in done.stderr
    assert 'pip install -c constraints.txt -e ".[docs]"' in done.stderr


def test_site_names_the_line_that_sphinx_cannot_read(site_course):
    (site_course.root / "README.md").write_text("# Toy\n\nSee [the manual](docs/athors.md).\n")
    with pytest.raises(BrokenEnvironment, match=r"README\.md:3: WARNING.*athors"):
        build_site(site_course, {}, [load_exercise(site_course, "exercise01")])


def test_site_needs_the_configuration_of_a_clone(run_grade, tmp_path):
    done = run_grade("publish", "--site", str(tmp_path / "site"))
    assert done.returncode == 2
    assert "docs/conf.py" in done.stderr


@pytest.mark.parametrize("words", [(), ("1",), ("1", "--to", "a", "--site", "b")])
def test_publish_asks_for_a_solution_or_a_site(run_grade, words):
    done = run_grade("publish", *words)
    assert done.returncode == 2
    assert "--site" in done.stderr


def test_site_spares_a_folder_that_holds_something_else(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(GraderError, match="something other than a site"):
        write_site({"index.html": b""}, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("name", ["../thesis.txt", "/etc/passwd"])
def test_site_deletes_nothing_outside_its_folder(tmp_path, name):
    (tmp_path / "thesis.txt").write_text("mine")
    site = tmp_path / "site"
    site.mkdir()
    (site / "site.json").write_text(f'["{name}"]')
    with pytest.raises(GraderError, match="something other than a site"):
        write_site({"index.html": b""}, site)
    assert (tmp_path / "thesis.txt").is_file()
