"""The class as a page: everything that the gradebook holds, and nothing that it does not."""

from __future__ import annotations

import base64
import hashlib
import re
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from grader.batch.intake.deliveries import Delivery, deliveries_csv
from grader.batch.results.class_page import write_pages
from grader.batch.results.gradebook import Gradebook, Override, Row
from grader.course.term import LatePolicy, Term, TermExercise
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
    found = re.findall(r'<span class="word">(\d+) ×</span> <code>(\w+)', text)
    assert found == [("2", "squares"), ("1", "halves")]
    assert "Advice about squares." in text
    assert "<details" not in text  # it is read without a click


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


def test_overview_has_totals_lateness_decisions_and_who_is_missing(tmp_path):
    out = tmp_path / "out"
    reports = {"ada": report_of(10, status="passed"), "bob": report_of(2), "cem": report_of(2)}
    write_gradebook(out, reports)
    due = datetime(2026, 10, 8, 22, 0, tzinfo=UTC)
    late = (due + timedelta(minutes=90)).isoformat()
    deliveries = [
        Delivery("ada", exercise="exercise01", submitted_at=late),
        Delivery("dua", exercise="exercise01"),
    ]
    (out / "submissions.csv").write_text(deliveries_csv(deliveries))
    (out / "not-graded.csv").write_text(f"student,path,why\neve,,has not submitted\n,{HOSTILE},x\n")
    with closing(Gradebook(out / "gradebook.sqlite3")) as book:
        book.override([Override("bob", "exercise01", 7, "on paper", "2026-11-04")])
    exercise = TermExercise("exercise01", weight=2, due=due)
    term = Term(late=LatePolicy(percent_per_day=20), exercises=(exercise,))

    text = write_pages(out, term=term).read_text("utf-8")

    assert "<button>exercise01 ×2</button>" in text
    assert "<button>total of 20</button>" in text
    rows = re.findall(r'<tr><th scope="row">(\w+)</th>(.*?)</tr>', text)
    cells = {name: re.sub(r"<[^>]*>", "|", row) for name, row in rows}
    assert cells["ada"] == "||8| |late 90 minutes|||16|"
    assert cells["bob"] == "||7| |decided|||14|"
    assert 'title="2 points off, 90 minutes late"' in text
    assert "<li>dua: collected, but not graded</li>" in text
    assert "<li>eve: has not submitted</li>" in text
    assert "<img" not in text


def test_same_files_and_same_code_are_grouped(tmp_path):
    hashes = {"ada": ("f1", "c1"), "bob": ("f1", "c1"), "cem": ("f2", "c1"), "dua": ("f3", None)}
    with closing(Gradebook(tmp_path / "gradebook.sqlite3")) as book:
        for student, (file, code) in {**hashes, "eve": ("f0", "c0"), "fay": ("f0", "c0")}.items():
            status = "not_started" if file == "f0" else "failed"
            facts = student, "exercise01", 2, 10, status, file, "2026-11-22T10:00:00+00:00"
            row = Row(*facts, True, "", code_sha256=code)
            book.add(row, msgspec.json.encode(report_of(2)).decode())
    text = write_pages(tmp_path).read_text("utf-8")
    items = re.findall(r"<li>(exercise01, the same .*?)</li>", text)
    assert [re.sub(r"<[^>]*>", "", item) for item in items] == [
        "exercise01, the same file: ada, bob",
        "exercise01, the same code but for names and comments: ada, bob, cem",
    ]


def test_policy_of_the_page_lets_its_own_script_run_alone(page):
    text = page.read_text("utf-8")
    (script,) = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in text
