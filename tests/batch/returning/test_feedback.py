"""Students get their pages back, on the platform that they handed in on."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from grader.batch.intake.deliveries import Delivery, deliveries_csv
from grader.batch.intake.entries import Entry
from grader.batch.jobs.job import Graded, Provenance
from grader.batch.results.gradebook import Gradebook, Override
from grader.batch.results.results_folder import Results
from grader.cli.return_feedback import return_feedback
from grader.errors import GraderError
from grader.model import CheckResult, GraderFacts, RecognisedMistake, Report, SubmissionFacts

SECRET = "double(x=torch.tensor([3.0]))"
# What Moodle's own upload of feedback files takes for a participant and a plugin.
MOODLE = re.compile(r"^[^_]+_(?P<number>\d+)_assignfeedback_file/(?P<file>[^.~/][^/]*)$")
REPORT = Report(
    schema="unsaturated/report/1",
    grader=GraderFacts("0.1.0", "3.11.7", "2.13.0", 7, "cpu", "full", True),
    exercise="exercise01",
    title="Doubling",
    submission=SubmissionFacts("ada/exercise01.py", "ab12"),
    status="failed",
    points=2,
    max_points=10,
    seconds=0.5,
    checks=(
        CheckResult(
            id="doubles",
            title="Every number is doubled.",
            outcome="failed",
            points=0,
            max_points=10,
            visibility="hidden",
            message="double: expected 6, got 9",
            call=SECRET,
            mistake=RecognisedMistake("squares", "Is x <multiplied> by itself?"),
        ),
    ),
    output="3.0",
)


@pytest.fixture
def run(toy, toy_course, monkeypatch):
    """`run("--for", "moodle")`: the command on a class of two, graded at the level advice."""
    toy.make_exercise(toy_course, "exercise02", title="Halving")
    monkeypatch.chdir(toy_course)
    with Results(Path("out"), "advice") as results:
        for student in ("ada", "bob"):
            entry = Entry(student, "exercise01", Path("x"), f"{student}/exercise01.py")
            results.add(Graded(entry, REPORT, Provenance("a", "b", "c", 7)))

    def command(*words: str, to: str = "back.zip") -> str:
        words = ("out", "--to", to, *words)
        done = CliRunner().invoke(
            return_feedback, words, catch_exceptions=False, standalone_mode=False
        )
        return done.output

    return command


def deliver(*items: Delivery) -> None:
    Path("out/submissions.csv").write_text(deliveries_csv(items), "utf-8")


def archived(name: str = "back.zip") -> dict[str, str]:
    with zipfile.ZipFile(name) as archive:
        return {path: archive.read(path).decode() for path in archive.namelist()}


ADA = Delivery("ada", "201", "ada7", "Müller_Lüd, Ada", "a@x.edu", "exercise01", source="week1")
BOB = Delivery("bob", "202", "bob7", "Bob B", "b@x.edu", "exercise01", source="week1")


def test_moodle_gets_a_folder_for_each_participant_with_the_students_page(run):
    deliver(ADA, BOB)
    printed = run("--for", "moodle")
    files = archived()
    assert sorted(files) == [
        "Bob B_202_assignfeedback_file/exercise01.html",
        "Müller Lüd, Ada_201_assignfeedback_file/exercise01.html",
    ]
    assert {MOODLE.match(name)["number"] for name in files} == {"201", "202"}
    for text in files.values():
        assert "Is x &lt;multiplied&gt; by itself?" in text
        assert SECRET not in text  # of a hidden check, at the level advice
    assert printed == "back.zip: 2 pages.\n"


def test_members_of_a_team_get_a_folder_each(run):
    deliver(replace(ADA, name="Ada", note="Group A"), replace(BOB, name="Bob", note="Group A"))
    run("--for", "moodle")
    assert {MOODLE.match(name)["number"] for name in archived()} == {"201", "202"}


def test_moodle_lists_who_has_no_number_and_warns_of_groups(run):
    deliver(replace(ADA, email=""), replace(BOB, platform_id="", email=""))
    printed = run("--for", "moodle")
    assert "No feedback: bob has no participant number in submissions.csv\n" in printed
    assert "collect with --roster WORKSHEET" in printed


def test_numbers_of_two_assignments_are_not_mixed(run):
    with Results(Path("out"), "advice") as results:
        entry = Entry("ada", "exercise02", Path("x"), "ada/exercise02.py")
        report = replace(REPORT, exercise="exercise02")
        results.add(Graded(entry, report, Provenance("a", "b", "c", 7)))
    deliver(ADA, BOB, replace(ADA, platform_id="301", exercise="exercise02", source="week2"))
    with pytest.raises(GraderError, match="exercise01 from week1; exercise02 from week2") as caught:
        run("--for", "moodle")
    assert caught.value.remedy == "Give back one at a time: --exercise exercise01"
    deliver(ADA, BOB, replace(ADA, platform_id="301", exercise="exercise02"))
    with pytest.raises(GraderError, match="exercise01, exercise02 from week1"):
        run("--for", "moodle")
    run("--for", "moodle", "--exercise", "2")
    assert list(archived()) == ["Müller Lüd, Ada_301_assignfeedback_file/exercise02.html"]


def test_archive_of_the_same_feedback_is_the_same_bytes(run):
    deliver(ADA, BOB)
    run("--for", "moodle")
    run("--for", "moodle", to="again.zip")
    assert Path("back.zip").read_bytes() == Path("again.zip").read_bytes()


def test_decisions_stand_above_the_page(run):
    deliver(ADA, BOB)
    with closing(Gradebook(Path("out/gradebook.sqlite3"))) as book:
        book.override([Override("ada", "exercise01", 9, "see <mail>", "2026-11-04")])
    run("--for", "folders", to="back")
    page = Path("back/ada/exercise01.html").read_text("utf-8")
    assert "<p>9 of 10 points count.</p>" in page
    assert "decided by a person: see &lt;mail&gt;" in page
    assert "points count" not in Path("back/bob/exercise01.html").read_text("utf-8")


def test_folders_need_no_platform_and_leave_other_folders_alone(run):
    run("--for", "folders", to="back")
    found = sorted(path.as_posix() for path in Path("back").rglob("*.html"))
    assert found == ["back/ada/exercise01.html", "back/bob/exercise01.html"]
    with pytest.raises(GraderError, match="back is not empty"):
        run("--for", "folders", to="back")


def test_blackboard_gets_a_text_for_each_user_name(run):
    deliver(ADA, BOB)
    run("--for", "blackboard", to="back.csv")
    data = Path("back.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    head, ada, bob = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert head == ["Username", "Feedback to Learner", "Feedback Format"]
    assert (ada[0], bob[0], ada[2]) == ("ada7", "bob7", "HTML")
    assert ada[1].startswith("<pre>")
    assert "Is x &lt;multiplied&gt; by itself?" in ada[1]
    assert SECRET not in ada[1]


def test_blackboards_own_file_is_filled_and_the_rest_kept(run):
    deliver(ADA, BOB)
    text = (
        '"Last Name"\t"Username"\t"Ex |7"\t"Grading Notes"\t"Notes Format"\t'
        '"Feedback to Learner"\t"Feedback Format"\n"B"\t"bob7"\t"3"\t"n"\t"HTML"\t""\t""\n'
    )
    Path("one.xls").write_bytes(text.encode("utf-16"))
    printed = run("--for", "blackboard", "--fill", "one.xls", to="back.xls")
    filled = Path("back.xls").read_bytes().decode("utf-16")
    start = text[: text.index('""\t""')] + '"<pre>'
    assert filled.startswith(start)
    assert filled.endswith('</pre>"\t"HTML"\n')
    assert "Not in one.xls: ada\n" in printed


def test_canvas_is_sent_to_folders_with_the_reason(run):
    with pytest.raises(GraderError, match="under the student's own file name") as caught:
        run("--for", "canvas")
    assert "grade return out --for folders --to back.zip" in caught.value.remedy


def test_moodle_without_a_collected_export_is_told(run):
    with pytest.raises(GraderError, match=r"There is no feedback to return\. ada has no"):
        run("--for", "moodle")
    assert not Path("back.zip").exists()
