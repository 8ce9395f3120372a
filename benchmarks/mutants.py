"""Grade every mutant of the references: does a check reject each wrong answer one edit away?

    python benchmarks/mutants.py [EXERCISE ...] [--jobs N] [--list]

A mutant survives when it gets full points. A survivor is either no wrong answer, or deliberately
not tested: then equivalent_mutants.toml lists it with the reason. Any other survivor, and any
entry there that holds no longer, gives the exit code 1.
"""

from __future__ import annotations

import argparse
import multiprocessing
import tempfile
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from mutation import Mutant, mutate

from grader.course.course import find_course, load_exercise
from grader.grading.grade import grade
from grader.model import Exercise, Report, Status
from grader.sandbox.launcher import Launcher
from grader.submission.submission import read_submission

ROOT = Path(__file__).parents[1]
EQUIVALENT = Path(__file__).with_name("equivalent_mutants.toml")
# exercise -> function -> edit -> reason
Listed = Mapping[str, Mapping[str, Mapping[str, str]]]

_launcher: Launcher | None = None


@dataclass(frozen=True)
class Outcome:
    """What grading one mutant showed."""

    mutant: Mutant
    status: Status
    broken: tuple[str, ...]  # the checks that it breaks, instead of failing them

    @property
    def key(self) -> tuple[str, str]:
        return self.mutant.owner, self.mutant.edit

    def __str__(self) -> str:
        return f"{self.mutant.owner}: {self.mutant.edit}"


@dataclass(frozen=True)
class Tally:
    """The outcomes of one exercise, beside the list of equivalent mutants."""

    exercise: str
    outcomes: tuple[Outcome, ...]
    listed: frozenset[tuple[str, str]]
    seconds: float

    @property
    def passed(self) -> tuple[Outcome, ...]:
        return tuple(each for each in self.outcomes if each.status == "passed")

    @property
    def survivors(self) -> tuple[Outcome, ...]:
        return tuple(each for each in self.passed if each.key not in self.listed)

    def complaints(self) -> Iterator[str]:
        """What must be mended: a check, or the list."""
        for outcome in self.survivors:
            yield f"survives  {outcome}"
        for outcome in self.outcomes:
            for check in outcome.broken:
                yield f"breaks the check {check}  {outcome}"
        for owner, edit in sorted(self.listed - {each.key for each in self.passed}):
            is_made = (owner, edit) in {each.key for each in self.outcomes}
            why = "is killed" if is_made else "is no edit of the reference"
            yield f"listed in {EQUIVALENT.name}, but {why}  {owner}: {edit}"

    def __str__(self) -> str:
        passed, survivors = len(self.passed), len(self.survivors)
        return (
            f"{self.exercise}: {len(self.outcomes)} mutants, {len(self.outcomes) - passed} killed, "
            f"{passed - survivors} equivalent, {survivors} survivors, {self.seconds:.0f} s"
        )


def grade_mutants(exercise: Exercise, listed: Listed, executor: Executor) -> Tally:
    """Grade all mutants of the reference.

    Raises:
        SystemExit: the reference itself does not pass, so that a mutant's failure means nothing.
    """
    started = time.perf_counter()
    source = _reference(exercise)
    if executor.submit(_grade, exercise, source).result().status != "passed":
        raise SystemExit(f"{exercise.name}: the reference does not pass; see grade verify")
    mutants = mutate(source)
    reports = executor.map(_grade, (exercise for _ in mutants), (each.source for each in mutants))
    outcomes = [_outcome(*pair) for pair in zip(mutants, reports, strict=True)]
    functions = listed.get(exercise.name, {})
    keys = frozenset((owner, edit) for owner, edits in functions.items() for edit in edits)
    return Tally(exercise.name, tuple(outcomes), keys, time.perf_counter() - started)


def _outcome(mutant: Mutant, report: Report) -> Outcome:
    broken = tuple(each.id for each in report.checks if each.outcome == "broken")
    return Outcome(mutant, report.status, broken)


def _reference(exercise: Exercise) -> str:
    assert exercise.authored is not None
    return (exercise.authored / "reference.py").read_text("utf-8")


def _open_executor(jobs: int) -> ProcessPoolExecutor:
    """Processes that grade, each with a zygote of its own; spawned, as this one holds torch."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, context, initializer=_open_launcher)


def _open_launcher() -> None:
    global _launcher  # it lives as long as the grading process
    _launcher = Launcher()


def _grade(exercise: Exercise, source: str) -> Report:
    assert _launcher is not None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{exercise.name}.py")
        path.write_text(source, "utf-8")
        # Smaller counterexamples are for students; here only the status counts.
        return grade(exercise, read_submission(path, exercise), _launcher, shrink=False)


def _chosen(words: Sequence[str]) -> list[Exercise]:
    course = find_course(ROOT)
    return [load_exercise(course, word) for word in words or course.exercise_names()]


def main() -> int:
    parser = argparse.ArgumentParser(description="Mutation testing of the references.")
    parser.add_argument("exercises", nargs="*", metavar="EXERCISE", help="default: all")
    parser.add_argument("--jobs", type=int, default=1, help="how many to grade at a time")
    parser.add_argument("--list", action="store_true", help="show the mutants, grade none")
    options = parser.parse_args()
    exercises = _chosen(options.exercises)
    if options.list:
        for exercise in exercises:
            for mutant in mutate(_reference(exercise)):
                print(f"{exercise.name}  {mutant.owner}: {mutant.edit}")
        return 0
    listed = tomllib.loads(EQUIVALENT.read_text("utf-8"))
    failed = False
    with _open_executor(options.jobs) as executor:
        for exercise in exercises:
            tally = grade_mutants(exercise, listed, executor)
            complaints = list(tally.complaints())
            print(tally, *(f"  {text}" for text in complaints), sep="\n", flush=True)
            failed = failed or bool(complaints)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
