"""One submission of a class: all that grading it needs, read once, and what became of it.

Nothing is graded here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from grader import __version__
from grader.batch.intake.entries import Entry
from grader.course.course import course_sha256
from grader.errors import UnreadableSubmission
from grader.model import Exercise, Report
from grader.submission.stub_state import counting_files
from grader.submission.student_files import Files, read_files


class Provenance(Struct, frozen=True):
    """The origin of a report: where all of it is the same, so is the report but for times.

    Attributes:
        files_sha256: of the submission's files, None where they cannot be read.
        course_sha256: of what the course says of the exercise.
    """

    files_sha256: str | None
    course_sha256: str | None
    grader_version: str | None
    seed: int | None


class Job(Struct, frozen=True):
    """A submission with all that grading it needs, so that any process or machine can do it.

    Attributes:
        files: what was read of it, None where that was not possible.
        unreadable: then, what happened and what to do.
        unsafe: whether a worker need not be confined; then the report is not official.
        rivals: the same for the other files in which something is written for this exercise. All
            are graded, and the best counts.
        lines: whether the line of each wrong value is searched, of the rivals' too.
        spent_seconds: how long it was graded by a process that ended; they count for its deadline.
    """

    entry: Entry
    exercise: Exercise
    provenance: Provenance
    files: Files | None
    unreadable: tuple[str, str] = ("", "")
    unsafe: bool = False
    rivals: tuple[Job, ...] = ()
    lines: bool = False
    spent_seconds: float = 0.0

    @property
    def files_to_grade(self) -> int:
        """The number of files, each of which has the deadline of a job."""
        return 1 + len(self.rivals)


class Graded(Struct, frozen=True):
    """A submission and what became of it.

    Attributes:
        fault: the traceback of the grader's own fault, empty where there was none.
        code_sha256: of what the code does, blind to names and comments.
    """

    entry: Entry
    report: Report
    provenance: Provenance
    fault: str = ""
    code_sha256: str | None = None


def provenance_of(exercise: Exercise, seed: int) -> Provenance:
    """The origin of the reports on an exercise, whatever the submission."""
    return Provenance(None, course_sha256(exercise), __version__, seed)


def prepare_job(
    entry: Entry, exercise: Exercise, provenance: Provenance, *, unsafe: bool = False
) -> Job:
    """Read what a student handed in, once; what cannot be read is part of the job, no error.

    Of several files those count in which something is written; the others are named in the note.
    `provenance` is that of all submissions of the exercise.
    """
    sources = {source.path: source for source in entry.sources}
    counting = counting_files(tuple(sources), exercise.functions)
    left_out = [sources[path].file for path in sources if path not in counting]
    jobs = []
    for path in counting:
        source = sources[path]
        note = "; ".join(filter(None, (entry.note, _left_out(entry, source.file, left_out))))
        one = replace(
            entry, path=path, file=source.file, note=note, others=(), attempt=source.attempt
        )
        jobs.append(_prepare_one(one, exercise, provenance, unsafe))
    jobs.sort(key=lambda job: job.files is None)
    if len(jobs) == 1:
        return jobs[0]
    hashes = [job.provenance.files_sha256 or "" for job in jobs]
    together = hashlib.sha256("".join(hashes).encode()).hexdigest()
    first = replace(jobs[0], provenance=replace(provenance, files_sha256=together))
    return replace(first, rivals=tuple(jobs[1:]))


def _left_out(entry: Entry, file: str, others: Sequence[str]) -> str:
    names = " and ".join(own_name(entry, other) for other in others)
    return f"{own_name(entry, file)} counts; nothing is written in {names}" if others else ""


def own_name(entry: Entry, file: str) -> str:
    """The name of a student's file where it is clear whose it is."""
    return file.removeprefix(f"{entry.student}/")


def _prepare_one(entry: Entry, exercise: Exercise, provenance: Provenance, unsafe: bool) -> Job:
    try:
        files = read_files(entry.path)
    except UnreadableSubmission as error:
        return Job(entry, exercise, provenance, None, (error.what, error.remedy), unsafe)
    provenance = replace(provenance, files_sha256=files.all_sha256)
    return Job(entry, exercise, provenance, files, unsafe=unsafe)
