"""Grades one submission where a platform has put it, and leaves the result that it reads.

    python -m grader.publishing.autograde gradescope --course DIR --submission DIR --output FILE

Exercises are graded one after the other, each by a process of its own: two torch processes take
most of the memory that such a machine has, and what one submission does to its grader costs that
exercise alone. Exit code 0 means graded and written; 70, written, with an exercise that the grader
is at fault for.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import click
import msgspec

from grader.course.course import Course, find_course, load_exercise
from grader.course.given_keys import KEY_VARIABLE, seed_of, take_keys
from grader.errors import EXIT_FAULT, EXIT_PASSED, BrokenEnvironment, GraderError
from grader.files import write_file
from grader.model import Exercise, Feedback, Report, SubmissionFacts
from grader.report.build import as_report, broken_results, read_report
from grader.report.delivery import read_delivery
from grader.report.feedback import redact
from grader.report.formats import render_all
from grader.sandbox.launcher import Launcher
from grader.submission.stub_state import counting_files

MARGIN_SECONDS = 120  # beside what the submission may take: importing torch on half a processor
FEEDBACK: Feedback = "advice"  # what a student may see on a platform
TOTAL_SECONDS = 540  # Gradescope stops after ten minutes, and then nothing would be written


@click.command()
@click.argument("platform", type=click.Choice(["gradescope", "classroom50"]))
@click.argument("words", nargs=-1, metavar="[EXERCISE]...")
@click.option("--course", "course_folder", type=click.Path(path_type=Path), required=True)
@click.option("--submission", type=click.Path(path_type=Path), required=True)
@click.option("--output", type=click.Path(path_type=Path), required=True)
@click.option("--summary", type=click.Path(path_type=Path), help="A Markdown file besides.")
@click.option("--unsafe-no-sandbox", "unsafe", is_flag=True)
def autograde(
    platform: str,
    words: Sequence[str],
    course_folder: Path,
    submission: Path,
    output: Path,
    summary: Path | None,
    unsafe: bool,
) -> int:
    """Grade what a student handed in, for a platform."""
    delivery = read_delivery(os.environ, platform)
    key_text = os.environ.get(KEY_VARIABLE, "")
    keys = take_keys(os.environ)
    course = find_course(course_folder)
    if not unsafe:
        _require_confinement()
    exercises = [load_exercise(course, word) for word in words or course.exercise_names()]
    deadline = time.monotonic() + TOTAL_SECONDS
    folder = submission.resolve()  # graders run in the folder of the course
    graded = []
    for exercise in exercises:
        seed = seed_of(exercise.name, chosen=None, environment=os.environ, keys=keys)
        run = _Run(course, folder, deadline, seed, key_text)
        graded.append(_graded(exercise, run))
    reports = [redact(report, FEEDBACK) for report in graded]
    write_file(output, render_all(reports, platform, delivery=delivery).encode())
    if summary is not None:
        write_file(summary, render_all(reports, "markdown").encode())
    has_faults = any(report.status == "error" for report in reports)
    return EXIT_FAULT if has_faults else EXIT_PASSED


def _require_confinement() -> None:
    """Refuse to run strangers' code where it could read the checks or write its own result."""
    with Launcher() as launcher:
        launcher.wait_until_ready()
        isolation, reasons = launcher.isolation, launcher.reasons
    if isolation == "process":
        why = "; ".join(f"no {tier}: {reason}" for tier, reason in reasons.items())
        raise BrokenEnvironment(
            f"Submissions cannot be confined on this machine ({why}), so nothing was graded.",
            "The instructor can allow it: grade bundle, with --unsafe-no-sandbox.",
        )


class _Run(NamedTuple):
    """The arguments of grading one exercise."""

    course: Course
    submission: Path
    deadline: float
    seed: int
    key_text: str  # of GRADE_KEY, for the process that grades


def _graded(exercise: Exercise, run: _Run) -> Report:
    """The report of one exercise: of all files in which something is written, the best."""
    files = submitted_files(exercise, run.submission)
    reports = [_report_on(exercise, file, run) for file in files]
    return max(reports, key=lambda report: (report.status == "error", report.points))


def _report_on(exercise: Exercise, file: Path, run: _Run) -> Report:
    """The report on one file, whatever becomes of the process that makes it."""
    words = [exercise.name, str(file), "--format", "json", "--feedback", FEEDBACK]
    words += ["--seed", str(run.seed)]
    left = run.deadline - time.monotonic()
    allowed = min(exercise.limits.submission_seconds + MARGIN_SECONDS, left)
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "grader", *words],
            cwd=run.course.root,
            env=os.environ | ({KEY_VARIABLE: run.key_text} if run.key_text else {}),
            capture_output=True,
            timeout=max(allowed, 1),
        )
        return read_report(done.stdout)
    except subprocess.TimeoutExpired:
        return _fault(exercise, file, "the grader did not end in time")
    except msgspec.DecodeError:
        told = done.stderr.decode("utf-8", "replace").strip().splitlines()
        return _fault(exercise, file, told[-1] if told else "the grader ended without a report")


def submitted_files(exercise: Exercise, submission: Path) -> tuple[Path, ...]:
    """The files that count for the exercise: those in which something is written.

    They lie in the folder itself, or below it as in a course. Where there is none, the stub.
    """
    found = [path for path in _candidates(exercise.name, submission) if path.is_file()]
    regular = [path for path in found if not path.is_symlink()]
    stub = exercise.released / f"{exercise.name}.py"
    return counting_files(regular or found, exercise.functions) or (stub,)


def _candidates(name: str, folder: Path) -> Iterator[Path]:
    for inner in (folder, folder / name, folder / "exercises" / name):
        yield from (inner / f"{name}{suffix}" for suffix in (".py", ".ipynb"))


def _fault(exercise: Exercise, file: Path, reason: str) -> Report:
    """A report in which every check is broken, for the one reason."""
    results = broken_results(exercise, reason)
    facts = SubmissionFacts(str(file), None)
    return as_report(exercise, facts, "error", results, isolation="process", seed=0)


def main() -> int:
    """Run the command; an error is one sentence."""
    try:
        code: int = autograde.main(standalone_mode=False)
        return code
    except GraderError as error:
        click.echo(f"{error.what} {error.remedy}".strip(), err=True)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main())
