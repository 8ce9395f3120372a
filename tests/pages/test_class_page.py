"""The page of a class in a real browser: it renders, leads on, loads nothing, and stays inert."""

from __future__ import annotations

from contextlib import closing

import msgspec
import pytest

from grader.batch.results.class_page import write_pages
from grader.batch.results.gradebook import Gradebook, Row
from grader.model import CheckResult, GraderFacts, RecognisedMistake, Report, SubmissionFacts

HOSTILE = "<script>document.title='owned'</script><img src=http:x onerror=alert(1)>"
STUDENTS = {"ada": 10, "bob #1": 2, HOSTILE.replace("/", "_"): 2}


def report_of(points):
    return Report(
        schema="unsaturated/report/2",
        grader=GraderFacts("0.1.0", "3.11.7", "2.13.0", 7, "cpu", "full", True),
        exercise="exercise01",
        title=f"Doubling {HOSTILE}",
        submission=SubmissionFacts("exercise01.py", "ab12"),
        status="passed" if points == 10 else "failed",
        points=points,
        max_points=10,
        seconds=0.5,
        checks=(
            CheckResult("first", "The first law holds.", "passed", 2, 2, "visible"),
            CheckResult(
                "second",
                HOSTILE,
                "passed" if points == 10 else "failed",
                points - 2,
                8,
                "hidden",
                mistake=None if points == 10 else RecognisedMistake("squares", HOSTILE),
            ),
        ),
        output=HOSTILE,
    )


@pytest.fixture(scope="module")
def class_page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("out")
    with closing(Gradebook(folder / "gradebook.sqlite3")) as book:
        for student, points in STUDENTS.items():
            report = report_of(points)
            facts = student, "exercise01", points, 10, report.status
            row = Row(*facts, "ab12", "2026-11-22T10:00:00+00:00", True, "")
            book.add(row, msgspec.json.encode(report).decode())
    return write_pages(folder)


def test_class_page_renders_without_complaint_or_request(browser, class_page):
    browser.open(class_page)
    assert browser.ask("document.title") == "The class"
    assert browser.ask("document.querySelectorAll('.map tbody tr').length") == len(STUDENTS)
    bars = "[...document.querySelectorAll('.bars b')].map(bar => bar.offsetHeight)"
    heights = browser.ask(bars)
    assert (heights[2], heights[10]) == (96, 48)  # two students against one
    assert browser.ask("document.scripts.length") == 1
    assert browser.ask("document.querySelectorAll('img').length") == 0
    assert (browser.complaints(), browser.requests()) == ([], [])


@pytest.mark.parametrize("width", [360, 1000])
def test_class_page_is_no_wider_than_the_window(browser, class_page, width):
    browser.open(class_page, width=width)
    assert browser.ask("document.documentElement.scrollWidth") <= width


def test_every_student_leads_to_their_page(browser, class_page):
    for place in range(len(STUDENTS)):
        browser.open(class_page)
        browser.ask(f"document.querySelectorAll('.map tbody a')[{place}].click()")
        assert "Doubling" in browser.ask("document.querySelector('h1').textContent")
        assert browser.ask("document.title") == "exercise01"


def test_class_page_is_searched_and_sorted(browser, class_page):
    browser.open(class_page)
    rows = "[...document.querySelectorAll('#overview tbody tr:not([hidden]) th')]"
    names = f"{rows}.map(x => x.textContent)"
    everybody = browser.ask(names)
    assert len(everybody) == len(STUDENTS)
    points = "[...document.querySelectorAll('#overview tbody tr')].map(x => x.cells[2].textContent)"
    browser.ask("document.querySelectorAll('#overview button')[2].click()")
    assert browser.ask(points)[0] == "10"
    browser.ask("document.querySelectorAll('#overview button')[2].click()")
    assert browser.ask(points)[-1] == "10"
    assert browser.ask("document.querySelectorAll('[aria-sort=ascending]').length") == 1
    search = "document.getElementById('search')"
    browser.ask(f"{search}.value = 'BOB'")
    browser.ask(f"{search}.dispatchEvent(new Event('input'))")
    assert browser.ask(names) == ["bob #1"]
    assert browser.ask("document.getElementById('shown').textContent") == "1 of 3 shown"
    assert browser.complaints() == []
