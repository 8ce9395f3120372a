"""The proof of a release: it gives nothing away, its stubs are stubs, and the reference passes."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from grader.course.course import Course, find_course, load_exercise
from grader.course.hidden_files import REFERENCE, SEALED_FILE, hidden_text, unsealed
from grader.course.open_files import MANIFEST, ChangedCourse
from grader.course.sealing import Key
from grader.errors import GraderError
from grader.grading.grade import grade
from grader.model import Exercise, Report
from grader.publishing.release.leak_scan import find_leaks, secrets_of
from grader.publishing.release.student_course import authored_exercises
from grader.report.wording import is_withheld
from grader.sandbox.launcher import Launcher
from grader.submission.submission import read_submission

# Not part of a release, and full of archives that are none of ours.
PASSED_OVER = {".git", ".venv", "venv", ".grade", "__pycache__"}


class Found(Struct, frozen=True):
    """The findings about one exercise, or about the whole release.

    Attributes:
        proved: what holds, in words.
        findings: what does not.
    """

    name: str
    proved: tuple[str, ...]
    findings: tuple[str, ...]


def prove_release(
    course: Course, folder: Path, key: Key | None, launcher: Launcher
) -> Iterator[Found]:
    """Look at a released folder as its students do, and where `key` is given, as its grader does.

    Raises:
        GraderError: the folder holds no release of this course.
        BrokenEnvironment: the key does not open what is sealed there.
    """
    authored = authored_exercises(course)
    released = find_course(folder)
    if released.root != folder.resolve() or not (folder / MANIFEST).is_file():
        raise GraderError(f"{folder} holds no release.", f"Make one: grade release --to {folder}")
    yield _whole(folder, authored)
    for exercise in authored:
        yield _exercise(released, exercise, key, launcher)


def _whole(folder: Path, authored: Sequence[Exercise]) -> Found:
    """The findings about all files: leaks, and whether they are as they were released."""
    files = dict(_files(folder))
    findings = list(find_leaks(files, secrets_of(authored)))
    listed: Mapping[str, str] = json.loads(files[MANIFEST])["files"]
    for name, digest in listed.items():
        if name not in files:
            findings.append(f"{name} is missing")
        elif hashlib.sha256(files[name]).hexdigest() != digest:
            findings.append(f"{name} is not as it was released")
    return Found("release", (f"{len(files)} files without a leak",), tuple(findings))


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        below = path.relative_to(folder)
        if path.is_file() and PASSED_OVER.isdisjoint(below.parts):
            yield below.as_posix(), path.read_bytes()


def _exercise(released: Course, authored: Exercise, key: Key | None, launcher: Launcher) -> Found:
    proved: list[str] = []
    findings: list[str] = []
    given: dict[str, tuple[Key, ...]] = {"at home": ()}
    if key is not None and (released.root / "exercises" / authored.name / SEALED_FILE).is_file():
        given["with the course's key"] = (key,)
    for place, keys in given.items():
        try:
            exercise = unsealed(load_exercise(released, authored.name), keys)
        except ChangedCourse as change:
            findings.append(f"{place} nothing is graded: {change.what}")
            continue
        stub = _graded(exercise, exercise.released / f"{exercise.name}.py", launcher)
        reference = _graded_text(exercise, hidden_text(authored, REFERENCE) or "", launcher)
        if stub.status != "not_started" or stub.points:
            findings.append(f"{place} the stub is graded as {stub.status}")
        runs = sum(check.max_points for check in reference.checks if not is_withheld(check))
        if reference.status != "passed" or reference.points != runs:
            findings.append(f"{place} the reference gets {reference.points} of {runs}")
        if place != "at home" and runs != reference.max_points:
            findings.append(f"{place} some checks do not run")
        proved.append(f"{place} the stub says so and the reference gets {runs} of {runs}")
    return Found(authored.name, tuple(proved), tuple(findings))


def _graded(exercise: Exercise, path: Path, launcher: Launcher) -> Report:
    return grade(exercise, read_submission(path, exercise), launcher, shrink=False)


def _graded_text(exercise: Exercise, text: str, launcher: Launcher) -> Report:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{exercise.name}.py"
        path.write_text(text, "utf-8")
        return _graded(exercise, path, launcher)
