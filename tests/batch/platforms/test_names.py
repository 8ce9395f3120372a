"""Every platform's names: the fixtures of bulk downloads, and what each file is graded as."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from grader.batch.platforms import (
    blackboard,
    brightspace,
    canvas,
    folders,
    github,
    gradescope,
    moodle,
    nbgrader,
)
from grader.batch.platforms.export_files import Export, ExportFile
from grader.batch.platforms.recognise import READERS, recognise
from grader.errors import GraderError


def export_of(*paths: str, name: str = "export") -> Export:
    """An export of empty files."""
    return with_texts(dict.fromkeys(paths, ""), name)


def with_texts(texts: dict[str, str], name: str = "export") -> Export:
    files = [
        ExportFile(path, len(text), lambda text=text: text.encode()) for path, text in texts.items()
    ]
    return Export(name, tuple(files))


@pytest.mark.parametrize(
    ("name", "user", "is_late", "file"),
    [
        ("doejane_54321_987654_exercise03.py", "54321", False, "exercise03.py"),
        ("doejane_LATE_54321_987655_exercise03-1.py", "54321", True, "exercise03.py"),
        (
            "müllerlüdenscheidthanspeter_777_1001_exercise03 (1).py", "777", False,
            "exercise03 (1).py",
        ),
        ("LATE_anon_aB3xZ_1002_exercise03.ipynb", "aB3xZ", True, "exercise03.ipynb"),
        ("projectgroup3_54321_1003_week1.zip", "54321", False, "week1.zip"),
        ("doejane_54321_5_12_notes.py", "54321", False, "12_notes.py"),
        # The group is called team_7: without a roster the name says user 7, and the note says so.
        ("team_7_54321_98765_x.py", "7", False, "98765_x.py"),
        (
            "doe_54321_9_exercise03-0f0e0d0c-1a2b-3c4d-5e6f-0123456789ab.tar.gz", "54321", False,
            "exercise03.tar.gz",
        ),
        ("doejane_54321_9_week-1.py", "54321", False, "week-1.py"),
    ],
)  # fmt: skip
def test_canvas_names_say_user_lateness_and_file(name, user, is_late, file):
    (piece,) = canvas.read(export_of(name)).pieces
    assert (piece.platform_id, piece.is_late, piece.path) == (user, is_late, file)
    assert (piece.note == canvas.AMBIGUOUS) == name.startswith(("team_7", "doejane_54321_5_12"))


def test_canvas_regular_expression_keeps_the_renamed_file():
    found = canvas.PATTERN.match("doejane_LATE_54321_987655_exercise03-1.py")
    assert (found["name"], found["file"]) == ("doejane", "exercise03-1.py")


def test_canvas_text_and_links_are_no_files():
    reading = canvas.read(export_of("obriensean_54322_text.html", "obriensean_54322_link.html"))
    assert list(reading.pieces) == []
    assert [left.why for left in reading.left] == [
        "is text entered on Canvas, not a file", "is a link, not a file",
    ]  # fmt: skip


def test_canvas_name_of_a_group_may_hold_the_user_further_on():
    name = "team_7_54321_98765_x.py"
    assert canvas.user_ids(name) == ("7", "54321")
    assert canvas.renamed(name, "54321") == "x.py"


@pytest.mark.parametrize(
    ("name", "who", "number", "file"),
    [
        (
            "Jane Doe_1234567_assignsubmission_file/sub/exercise03.py", "Jane Doe", "1234567",
            "sub/exercise03.py",
        ),
        (
            "Jane Doe_1234567_assignsubmission_file_/exercise03.py", "Jane Doe", "1234567",
            "exercise03.py",
        ),
        (
            "Jane Doe_1234567_assignsubmission_file_exercise03.py", "Jane Doe", "1234567",
            "exercise03.py",
        ),
        ("Participant_99_assignsubmission_file/a.py", "Participant", "99", "a.py"),
        ("Group A_42_assignsubmission_file/week1.zip", "Group A", "42", "week1.zip"),
        ("Default group_assignsubmission_file/a.py", "Default group", "", "a.py"),
    ],
)  # fmt: skip
def test_moodle_names_say_participant_and_file(name, who, number, file):
    (piece,) = moodle.read(export_of(name)).pieces
    assert (piece.name, piece.platform_id, piece.path) == (who, number, file)


def test_moodle_text_is_no_file():
    name = "Müller, Hans-Peter_1234568_assignsubmission_onlinetext/onlinetext.html"
    reading = moodle.read(export_of(name))
    assert not reading.pieces
    assert reading.left[0].student == "Müller, Hans-Peter"


METADATA = """\
---
submission_123456780:
  :submitters:
  - :name: Jane Doe
    :sid: '0034567'
    :email: j@x.edu
  - :name: Sean O'Brien
    :sid: '0034568'
  :created_at: 2026-11-20 23:59:01.123456000 -08:00
  :score: 8.0
  :results:
    tests: []
  :history:
  - :created_at: 2026-11-19 20:00:00.000000000 -08:00
    :score: 1.0
submission_123456781:
  :submitters:
  - :name: Ada
    :email:
  :created_at: 2026-11-20 23:59:01 Z
"""


def test_gradescope_metadata_say_whose_and_when():
    folder = "assignment_7023745_export/"
    texts = {
        f"{folder}submission_123456780/exercise03.py": "",
        f"{folder}submission_123456799/exercise03.py": "",
        f"{folder}submission_metadata.yml": METADATA,
    }
    reading = gradescope.read(with_texts(texts))
    jane, sean = reading.pieces
    assert (jane.student_id, jane.name, jane.email) == ("0034567", "Jane Doe", "j@x.edu")
    assert (sean.student_id, sean.path) == ("0034568", "exercise03.py")
    zone = timezone(timedelta(hours=-8))
    assert jane.submitted_at == datetime(2026, 11, 20, 23, 59, 1, 123456, tzinfo=zone)
    assert "does not say whose submission 123456799 is" in reading.left[0].why
    ada = gradescope.read_metadata(METADATA)["123456781"]
    assert (ada.submitters[0].name, ada.submitters[0].email) == ("Ada", "")
    assert ada.created_at == datetime(2026, 11, 20, 23, 59, 1, tzinfo=UTC)


RECEIPT = """\
Name: Jane Doe (j_doe)
Assignment: Exercise 3
Date Submitted: Tuesday, 21 April 2020 06:34:13 o'clock BST
Current Mark: Needs Marking

Submission Field:
There is no student submission text data for this assignment.

Files:
\tOriginal filename: exercise03.py
\tFilename: Exercise 3_j_doe_attempt_2026-11-20-23-59-01_exercise03.py
"""


def test_blackboard_names_say_login_and_time_and_receipts_more():
    names = {
        "Exercise 3_jdoe_attempt_2026-11-20-23-59-01_exercise03.py": "",
        "Exercise 3_jdoe_attempt_2026-11-20-23-59-01.txt": "",
        "HW_1_final_jdoe_attempt_2026-11-21-00-00-05_my_file_attempt_2.py": "",
        "Exercise 3_j_doe_attempt_2026-11-20-23-59-01_exercise03.py": "",
        "Exercise 3_j_doe_attempt_2026-11-20-23-59-01.txt": RECEIPT,
    }
    first, second, third = blackboard.read(with_texts(names)).pieces
    assert (first.login, first.path) == ("jdoe", "exercise03.py")
    assert first.submitted_at == datetime(2026, 11, 20, 23, 59, 1)
    assert (second.path, second.attempt > first.attempt) == ("my_file_attempt_2.py", True)
    assert (third.login, third.name) == ("j_doe", "Jane Doe")
    found = blackboard.PATTERN.match(
        "HW_1_final_jdoe_attempt_2026-11-21-00-00-05_my_file_attempt_2.py"
    )
    assert found["assignment"] == "HW_1_final"


@pytest.mark.parametrize(
    ("name", "who", "student_id", "when", "file"),
    [
        (
            "39786-640693 - Aiden Rodriguez - Oct 10, 2025 1022 AM/Main.py",
            "Aiden Rodriguez", "", datetime(2025, 10, 10, 10, 22), "Main.py",
        ),
        (
            "397063-2557369 - Mary-Ann Smith - Sep 24, 2024 926 PM/a b.py",
            "Mary-Ann Smith", "", datetime(2024, 9, 24, 21, 26), "a b.py",
        ),
        (
            "100001-2000001 - astudent Avery Student - Jul 30, 2026 1053 PM/e.py",
            "astudent Avery Student", "", datetime(2026, 7, 30, 22, 53), "e.py",
        ),
        (
            "27236-46025 - 23304308 Angood - 05 March 2026 612 PM/e.py",
            "Angood", "23304308", datetime(2026, 3, 5, 18, 12), "e.py",
        ),
        (
            "1234-5678 - Group 7 - Jane Doe - Oct 11, 2025 112 PM/e.py",
            "Jane Doe", "", datetime(2025, 10, 11, 13, 12), "e.py",
        ),
        (
            "1234-5678 - Jane Doe - Oct 11, 2025 1205 AM/e.py",
            "Jane Doe", "", datetime(2025, 10, 11, 0, 5), "e.py",
        ),
    ],
)  # fmt: skip
def test_brightspace_names_say_person_and_time(name, who, student_id, when, file):
    (piece,) = brightspace.read(export_of(name, "index.html")).pieces
    assert (piece.name, piece.student_id, piece.submitted_at, piece.path) == (
        who, student_id, when, file,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("export", "cs-week1_submissions_2026_11_20_T_23_59_59/cs-week1-jane-doe/exercise03.py"),
        ("cs-week1_submissions_2026_11_20_T_23_59_59", "cs-week1-jane-doe/exercise03.py"),
        ("export", "week-1-submissions/week-1-jane-doe/exercise03.py"),
        ("week-1-submissions", "week-1-jane-doe/exercise03.py"),
    ],
)
def test_github_names_say_login_whether_the_outer_folder_is_there_or_not(name, path):
    (piece,) = github.read(export_of(path, "scores.csv", name=name)).pieces
    assert (piece.login, piece.path) == ("jane-doe", "exercise03.py")


def test_nbgrader_names_say_student_and_timestamps_when():
    folder = "course/submitted/alice/week1/"
    texts = {f"{folder}exercise03.ipynb": "", f"{folder}timestamp.txt": "2026-11-20 23:59:01 UTC\n"}
    (piece,) = nbgrader.read(with_texts(texts)).pieces
    assert (piece.login, piece.path) == ("alice", "exercise03.ipynb")
    assert piece.submitted_at == datetime(2026, 11, 20, 23, 59, 1, tzinfo=UTC)


def test_folders_and_files_are_called_after_students():
    reading = folders.read(export_of("ada/exercise03.py", "bob.zip", "cem.py", "exercise03.py"))
    assert [(piece.login, piece.path) for piece in reading.pieces] == [
        ("ada", "exercise03.py"), ("bob", "bob.zip"), ("cem", "cem.py"),
    ]  # fmt: skip
    assert [left.path for left in reading.left] == ["exercise03.py"]


EXPORTS = {
    "canvas": "doejane_54321_987654_exercise03.py",
    "moodle": "Jane Doe_1234567_assignsubmission_file_exercise03.py",
    "gradescope": "assignment_7023745_export/submission_123456780/exercise03.py",
    "blackboard": "Exercise 3_jdoe_attempt_2026-11-20-23-59-01_exercise03.py",
    "brightspace": "39786-640693 - Aiden Rodriguez - Oct 10, 2025 1022 AM/Main.py",
    "github": "week-1-submissions/week-1-jane-doe/exercise03.py",
    "nbgrader": "course/submitted/alice/week1/exercise03.ipynb",
    "folders": "alice/exercise03.py",
}


def test_every_platform_is_recognised_by_its_names():
    assert {name: recognise(export_of(path)) for name, path in EXPORTS.items()} == {
        name: name for name in READERS
    }


def test_names_of_no_platform_are_told():
    what = r"holds 2 files, such as a\.pdf, b\.pdf; no known"
    with pytest.raises(GraderError, match=what) as caught:
        recognise(export_of("a.pdf", "b.pdf"))
    assert "--from canvas | moodle" in caught.value.remedy
    with pytest.raises(GraderError, match="There is no file in export"):
        recognise(export_of())
