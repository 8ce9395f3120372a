"""The class as a page: everything that the gradebook holds, and nothing that it does not."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from grader.batch.class_page import write_pages
from grader.batch.gradebook import Gradebook, Row
from grader.errors import GraderError
from grader.model import CheckResult, GraderFacts, RecognisedMistake, Report, SubmissionFacts

HOSTILE = "<img src=x onerror=alert(1)>"


def report_of(points: int, *, mistake: str | None = None, status: str = "failed") -> Report:
    """A report of two checks, the second of them passed where there are ten points."""
    found = RecognisedMistake(mistake, f"Advice about {mistake}.") if mistake else None
    checks = (
        CheckResult("first", "The first law holds.", "passed", 2, 2, "visible"),
        CheckResult(
            "second",
            f"The second law holds. {HOSTILE}",
            "passed" if points == 10 else "failed",
            points - 2,
            8,
            "hidden",
            mistake=found,
        ),
    )
    return Report(
        schema="unsaturated/report/2",
        grader=GraderFacts("0.1.0", "3.11.7", "2.13.0", 7, "cpu", "full", True),
        exercise="exercise01",
        title="Doubling",
        submission=SubmissionFacts("exercise01.py", "ab12"),
        status=status,
        points=points,
        max_points=10,
        seconds=0.5 + points,
        checks=checks,
        output=HOSTILE,
    )


def write_gradebook(folder: Path, reports: dict[str, Report]) -> None:
    folder.mkdir(exist_ok=True)
    with closing(Gradebook(folder / "gradebook.sqlite3")) as book:
        for student, report in reports.items():
            row = Row(
                student=student,
                exercise=report.exercise,
                points=report.points,
                max_points=report.max_points,
                status=report.status,
                submission_sha256="ab12",
                graded_at="2026-11-22T10:00:00+00:00",
                official=True,
                note="",
            )
            book.add(row, msgspec.json.encode(report).decode())


@pytest.fixture
def page(tmp_path):
    reports = {
        "ada": report_of(10, status="passed"),
        "bob": report_of(2, mistake="squares"),
        "cem": report_of(2, mistake="squares"),
        "dua": report_of(2, mistake="halves", status="limit"),
        f"eve {HOSTILE}": report_of(2),
        "ünal/..": report_of(2),
    }
    reports.pop("ünal/..")
    reports["ünal #1?"] = report_of(2)
    write_gradebook(tmp_path / "out", reports)
    return write_pages(tmp_path / "out")


def test_page_counts_who_passed_what(page):
    text = page.read_text("utf-8")
    assert "6 students" in text
    assert "1 of 6 students passed everything; on average 3.3 of 10 points." in text
    assert "6 passed: The first law holds." in text
    assert "1 passed: The second law holds." in text


def test_mistakes_are_ranked_with_their_advice(page):
    text = page.read_text("utf-8")
    found = re.findall(r'<span class="word">(\d+) ×</span><span class="title"><code>(\w+)', text)
    assert found == [("2", "squares"), ("1", "halves")]
    assert "Advice about squares." in text


def test_every_cell_of_the_map_has_a_sign_as_well_as_a_colour(page):
    text = page.read_text("utf-8")
    assert text.count('<td class="p">✓</td>') == 7
    assert text.count('<td class="f">✗</td>') == 5


def test_every_student_has_a_page_that_the_class_page_leads_to(page):
    text = page.read_text("utf-8")
    rows = re.findall(r'<th scope="row"><a href="([^"]+)">', text)
    assert len(rows) == 6
    assert "pages/%C3%BCnal%20%231%3F/exercise01.html" in rows
    assert (page.parent / "pages" / "ünal #1?" / "exercise01.html").is_file()


def test_names_and_texts_of_students_are_escaped(page):
    for path in (page, *page.parent.glob("pages/*/*.html")):
        assert "<img" not in path.read_text("utf-8")


def test_what_needs_a_look_is_named(page):
    text = page.read_text("utf-8")
    assert "dua</a>: hit a limit" in text
    assert re.search(r"ada</a>: 10\.5 s", text)


def test_folder_without_grades_is_told(tmp_path):
    with pytest.raises(GraderError, match="no gradebook with grades") as caught:
        write_pages(tmp_path)
    assert "grade batch" in caught.value.remedy
    write_gradebook(tmp_path / "empty", {})
    with pytest.raises(GraderError):
        write_pages(tmp_path / "empty")
    assert not (tmp_path / "gradebook.sqlite3").exists()
