"""What three platforms export of a class of three, for tests of the whole way.

`write_exports(root, right, wrong)` writes the downloads that the manual for instructors speaks of
into `root`. Jane Doe hands in the text `right`, Hans Müller the text `wrong`, Ada Byron nothing.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

WORKSHEET = (
    "\ufeffIdentifier,Full name,Email address,Status,Grade,Maximum grade,"
    "Last modified (submission),Last modified (grade),Feedback comments\r\n"
    'Participant 101,Jane Doe,jane@x.edu,"Submitted for grading",,10.00,'
    '"Friday, 20 November 2026, 11:58 PM",-,"<p>keep, please</p>"\r\n'
    'Participant 102,Hans Müller,hans@x.edu,"Submitted for grading","",10.00,'
    '"Saturday, 21 November 2026, 9:00 AM",-,\r\n'
    'Participant 103,Ada Byron,ada@x.edu,"No submission","3.00",10.00,-,-,\r\n'
)
GRADEBOOK = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Exercise 3 (664),Final Score\n"
    "    Points Possible,,,,,10.00,(read only)\n"
    '"Doe, Jane",54321,0012,jdoe,A,,\n'
    '"Müller, Hans",54322,0013,hans,A,,\n'
    '"Byron, Ada",54323,0014,ada,A,3.00,\n'
    '"Student, Test",9,,,A,,\n'
)
CLASSROOM = (
    "assignment_name,assignment_url,starter_code_url,github_username,roster_identifier,"
    "student_repository_name,student_repository_url,submission_timestamp,points_awarded,"
    "points_available\n"
    "week-3,u,u,jane-doe,0012,week-3-jane-doe,u,2026-11-20 22:58:00 UTC,0,10\n"
    "week-3,u,u,hans-m,0013,week-3-hans-m,u,2026-11-21 08:00:00 UTC,0,10\n"
    "week-3,u,u,ada,0014,,,,0,10\n"
)


def write_exports(root: Path, right: str, wrong: str) -> None:
    """Write the downloads of Moodle, Canvas and GitHub into the folder `root`."""
    (root / "worksheet.csv").write_text(WORKSHEET, "utf-8", newline="")
    (root / "gradebook.csv").write_text(GRADEBOOK, "utf-8", newline="")
    (root / "classroom.csv").write_text(CLASSROOM, "utf-8", newline="")
    moodle = {
        "Jane Doe_101_assignsubmission_file/exercise03.py": right,
        "Hans Müller_102_assignsubmission_file/exercise03 (1).py": wrong,
    }
    canvas = {
        "doejane_54321_987654_exercise03-1.py": right,
        "müllerhans_LATE_54322_987655_exercise03.py": wrong,
    }
    for name, files in (("moodle-week3.zip", moodle), ("canvas-week3.zip", canvas)):
        with zipfile.ZipFile(root / name, "w") as archive:
            for path, text in files.items():
                archive.writestr(path, text)
    for login, text in (("jane-doe", right), ("hans-m", wrong)):
        folder = root / "week-3-submissions" / f"week-3-{login}" / "exercises" / "exercise03"
        folder.mkdir(parents=True)
        (folder / "exercise03.py").write_text(text, "utf-8")
