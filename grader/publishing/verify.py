"""The course proves itself: every stub fails, every reference passes, every mistake is known.

For each exercise a few dozen submissions are made from its own folder (the reference and the
stub, as files and as notebooks, constants in the reference's shapes, further right answers, each
mistake) and graded as a student's would be; what is not as it should be becomes a finding, with
its file and the remedy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from grader.grading.processes import open_processes, uninterrupted
from grader.model import Exercise, Report
from grader.publishing.proofs import StandingProof, keep_proof, premises, standing_proof
from grader.publishing.verify_findings import (
    Finding,
    failed_checks,
    folder_findings,
    report_findings,
    seed_findings,
    stale_index,
    survivors,
)
from grader.publishing.verify_submissions import (
    NOTEBOOKS,
    grade_source,
    mistake_paths,
    submissions,
)


class Proof(Struct, frozen=True):
    """The result of verifying one exercise.

    Attributes:
        kills: each mistake, and the checks that it fails.
        reports: the number of submissions that were graded.
        stands: whether it is of an earlier time, and nothing has changed since.
    """

    exercise: Exercise
    findings: tuple[Finding, ...]
    kills: Mapping[str, frozenset[str]]
    reports: int
    stands: bool = False


def earlier_proof(exercise: Exercise, root: Path, seeds: int) -> Proof | None:
    """The proof that an exercise of the course at `root` is sound, if one still stands."""
    known = standing_proof(exercise, root, seeds)
    if known is None:
        return None
    return Proof(exercise, (), known.kills, known.reports, stands=True)


def remember_proof(proof: Proof, before: str, root: Path, seeds: int) -> None:
    """Let a proof stand if all is sound, and the premises are those from `before` it began."""
    if not proof.findings and before == premises(proof.exercise):
        known = StandingProof(before, seeds, proof.reports, dict(proof.kills))
        keep_proof(proof.exercise, root, known)


def verify_exercise(
    exercise: Exercise, executor: Executor, done: Callable[[], None], *, seeds: int = 1
) -> Proof:
    """Grade everything that the folder of an exercise holds; calls `done` after each report.

    Mistakes are graded with the seeds below `seeds`, and must earn the same points with each.
    """
    with uninterrupted():
        is_current = executor.submit(_has_current_index, exercise)
        futures = _submitted(exercise, executor, seeds)
    reports: dict[tuple[str, int], Report] = {}
    for key, future in futures.items():
        reports[key] = future.result()
        done()
    first = {name: report for (name, seed), report in reports.items() if seed == 0}
    mistakes = {path.stem: first[str(path)] for path in mistake_paths(exercise)}
    findings = [*folder_findings(exercise), *report_findings(exercise, first)]
    findings += [*survivors(exercise, mistakes), *seed_findings(exercise, reports, seeds)]
    if not is_current.result():
        findings.append(stale_index(exercise))
    kills = {name: failed_checks(report) for name, report in mistakes.items()}
    return Proof(exercise, tuple(findings), kills, len(reports))


def _submitted(
    exercise: Exercise, executor: Executor, seeds: int
) -> dict[tuple[str, int], Future[Report]]:
    """The reports to come, by submission and seed."""
    futures = {}
    mistakes = {str(path) for path in mistake_paths(exercise)}
    for name, text in submissions(exercise):
        suffix = ".ipynb" if name in NOTEBOOKS else ".py"
        for seed in range(seeds if name in mistakes else 1):
            futures[name, seed] = executor.submit(grade_source, exercise, text, suffix, seed)
    return futures


@contextmanager
def open_executor(jobs: int) -> Iterator[Executor]:
    """Processes that grade, warm until the end."""
    executor, close = open_processes(jobs, "grader.publishing.verify_submissions")
    is_done = False
    try:
        yield executor
        is_done = True
    finally:
        close(is_done)


def count_submissions(exercise: Exercise, seeds: int = 1) -> int:
    """The number of reports that verifying the exercise takes."""
    mistakes = len(mistake_paths(exercise))
    return sum(1 for _ in submissions(exercise)) + (seeds - 1) * mistakes


def _has_current_index(exercise: Exercise) -> bool:
    """True if explanations.bin is current; asked where torch is at hand."""
    from grader.grading.explanations.explanation_index import is_current

    return is_current(exercise)


def matrix(proof: Proof) -> str:
    """The kill matrix as text: a row for each mistake, a column for each check."""
    checks = [check.id for check in proof.exercise.checks]
    width = max(map(len, proof.kills), default=0)
    lines = [f"{number:>{width + 3}}  {name}" for number, name in enumerate(checks, start=1)]
    lines.append(
        " " * (width + 2) + "".join(f"{number:>3}" for number in range(1, len(checks) + 1))
    )
    for mistake, failed in proof.kills.items():
        cells = "".join("  x" if name in failed else "  ." for name in checks)
        lines.append(f"{mistake:<{width + 2}}{cells}")
    totals = [sum(name in failed for failed in proof.kills.values()) for name in checks]
    lines.append(f"{'':<{width + 2}}" + "".join(f"{total:>3}" for total in totals))
    return "\n".join(lines) + "\n"
