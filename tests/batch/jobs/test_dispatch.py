"""Everyone gets one report, whatever happens to the processes that grade."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from grader.batch.intake.entries import Entry
from grader.batch.jobs import dispatch, lanes
from grader.batch.jobs.dispatch import grade_class
from grader.batch.jobs.executors import CHUNK, ExecutorHandle, ExecutorPool
from grader.batch.jobs.job import Graded, Job, Provenance
from grader.errors import BrokenEnvironment
from grader.grading.deadline import job_seconds
from grader.model import Check, Exercise, Limits, Report, Status, SubmissionFacts
from grader.report.build import as_report

EXERCISE = Exercise(
    name="exercise01",
    title="Doubling",
    functions={"double": "tensor"},
    checks=(Check("doubles", 10),),
    hints=("", "", ""),
    limits=Limits(),
    by_hand=None,
    authored=None,
    released=Path(),
)
DEADLINE = job_seconds(EXERCISE.limits)
ORIGIN = Provenance("ab", "cd", "0.1.0", 0)
Grades = Callable[[str, int], Status | None]


def job(student: str) -> Job:
    return Job(Entry(student, "exercise01", Path("x"), f"{student}/x"), EXERCISE, ORIGIN, None)


def report(status: Status) -> Report:
    facts = SubmissionFacts("x", None)
    return as_report(EXERCISE, facts, status, [], isolation="full", seed=0)


class Scripted(Executor):
    """Grades as `grades(student, attempt)` says, where None ends the process.

    It grades two chunks at a time: when one ends the process, so does the other.
    """

    def __init__(self, grades: Grades) -> None:
        self.attempts: Counter[str] = Counter()
        self.chunks: list[tuple[str, ...]] = []
        self.lanes = 0
        self._grades = grades
        self._waiting: tuple[Future[list[Graded]], Sequence[Job]] | None = None
        self._is_broken = False

    def handle(self, width: int) -> ExecutorHandle:
        self._is_broken, self._waiting = False, None
        self.lanes += 1
        return ExecutorHandle(self, width, (BrokenExecutor,), lambda _: None)

    def submit(self, _function: Any, jobs: Sequence[Job]) -> Future[list[Graded]]:  # type: ignore[override]
        if self._is_broken:
            raise BrokenExecutor
        future: Future[list[Graded]] = Future()
        self.chunks.append(tuple(job.entry.student for job in jobs))
        done = []
        for one in jobs:
            self.attempts[one.entry.student] += 1
            status = self._grades(one.entry.student, self.attempts[one.entry.student])
            if status is None:
                self._is_broken = True
                future.set_exception(BrokenExecutor())
                return future
            done.append(Graded(one.entry, report(status), one.provenance))
        future.set_result(done)
        return future


def grade(grades: Grades, students: Sequence[str], **options: Any) -> tuple[Scripted, list[Graded]]:
    executor = Scripted(grades)
    pool = ExecutorPool(lambda: executor.handle(2), **options)
    graded = list(grade_class(map(job, students), pool, total=len(students)))
    assert sorted(one.entry.student for one in graded) == sorted(students)
    return executor, graded


def statuses(graded: Sequence[Graded]) -> dict[str, Status]:
    return {one.entry.student: one.report.status for one in graded}


STUDENTS = tuple(f"student{number:03}" for number in range(100))


def test_everyone_is_graded_once() -> None:
    executor, graded = grade(lambda *_: "passed", STUDENTS)
    assert set(statuses(graded).values()) == {"passed"}
    assert set(executor.attempts.values()) == {1}
    assert executor.lanes == 1


def test_everyone_in_hand_is_graded_again_when_a_process_ends() -> None:
    def grades(student: str, attempt: int) -> Status | None:
        return None if student == "student007" and attempt == 1 else "passed"

    executor, graded = grade(grades, STUDENTS, largest_chunk=5)

    assert set(statuses(graded).values()) == {"passed"}
    assert executor.lanes == 2
    assert executor.attempts["student007"] == 2


def test_submission_that_ends_the_process_twice_gets_the_fault_alone() -> None:
    executor, graded = grade(
        lambda student, _: None if student == "student007" else "passed",
        STUDENTS,
        largest_chunk=5,
    )

    errors = {name for name, status in statuses(graded).items() if status != "passed"}
    assert errors == {"student007"}
    (lost,) = (one for one in graded if one.report.status == "error")
    assert {check.outcome for check in lost.report.checks} == {"broken"}
    assert (lost.report.points, lost.report.max_points) == (0, 10)
    assert lost.report.grader.official
    assert "student007/x: the process of the grader ended, twice" in lost.fault
    assert executor.attempts["student007"] == 2
    assert ("student007",) in executor.chunks


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time as the batch sees it, for a test to set."""
    now = [0.0]
    monkeypatch.setattr(lanes.time, "monotonic", lambda: now[0])
    return now


@pytest.mark.parametrize(
    ("seconds", "attempts"), [(0.3, 2), (DEADLINE - 30, 2), (DEADLINE - 0.5, 1), (DEADLINE + 9, 1)]
)
def test_submission_costs_one_deadline(clock: list[float], seconds: float, attempts: int) -> None:
    """What the deadline ended is not graded again, and what ended before has what is left of it."""
    spent = list[float]()

    class Noting(Scripted):
        def submit(self, function: Any, jobs: Sequence[Job]) -> Future[list[Graded]]:  # type: ignore[override]
            spent.extend(one.spent_seconds for one in jobs if one.entry.student == "student000")
            return super().submit(function, jobs)

    def grades(student: str, attempt: int) -> Status | None:
        if student != "student000":
            return "passed"
        clock[0] += seconds if attempt == 1 else DEADLINE - spent[-1]
        return None

    executor = Noting(grades)
    pool = ExecutorPool(lambda: executor.handle(2))
    graded = list(grade_class(map(job, STUDENTS), pool, total=len(STUDENTS)))
    assert {name for name, status in statuses(graded).items() if status != "passed"} == {
        "student000"
    }
    assert executor.attempts["student000"] == attempts
    assert spent == [0.0, seconds][:attempts]
    (lost,) = (one for one in graded if one.report.status == "error")
    assert ("took longer than 180 s" in lost.fault) == (attempts == 1)
    assert {check.outcome for check in lost.report.checks} == {"broken"}
    assert clock[0] == pytest.approx(max(seconds, DEADLINE) if attempts == 2 else seconds)


@pytest.mark.parametrize(("seconds", "is_late"), [(DEADLINE + 9, False), (2 * DEADLINE, True)])
def test_each_of_a_students_files_has_a_deadline(seconds: float, is_late: bool) -> None:
    several = replace(job("eve"), rivals=(job("eve"),))
    assert dispatch._is_late([several], seconds) == is_late
    assert not dispatch._is_late([several, several], seconds)  # nobody knows which it was


def test_seconds_of_a_chunk_begin_when_a_lane_is_free(clock: list[float]) -> None:
    two = lanes.Lanes(2)
    tickets = [two.enter() for _ in range(4)]
    clock[0] = 10.0
    assert two.leave(tickets[1]) == 10.0  # the third begins
    clock[0] = 15.0
    assert two.leave(tickets[2]) == 5.0  # the fourth begins
    clock[0] = 16.0
    assert (two.leave(tickets[0]), two.leave(tickets[3])) == (16.0, 1.0)
    last = two.enter()
    clock[0] = 18.0
    assert two.leave(last) == 2.0


def test_seconds_of_what_never_began_are_none(clock: list[float]) -> None:
    one = lanes.Lanes(1)
    first, second, third = (one.enter() for _ in range(3))
    clock[0] = 200.0
    assert one.leave(third) == 0.0  # when all processes end, the order may be any
    assert one.leave(first) == 200.0
    assert one.leave(second) == 0.0
    assert one.enter().begin == 200.0


def test_run_ends_when_processes_end_with_nothing_to_grade() -> None:
    class Ending(Scripted):
        def submit(self, *_: Any) -> Future[list[Graded]]:  # type: ignore[override]
            future: Future[list[Graded]] = Future()
            future.set_exception(BrokenExecutor())
            return future

    pool = ExecutorPool(lambda: Ending(lambda *_: "passed").handle(2))
    with pytest.raises(BrokenEnvironment, match="end as they start"):
        list(grade_class([job("alice")], pool, total=1))


@pytest.mark.parametrize("second", ["limit", "passed"])
def test_limit_counts_when_it_is_hit_again_alone(second: Status) -> None:
    executor, graded = grade(
        lambda student, attempt: ("limit", second)[attempt - 1] if "07" in student else "passed",
        STUDENTS,
        largest_chunk=10,
    )

    assert statuses(graded)["student007"] == second
    assert {one for one, count in executor.attempts.items() if count > 1} == {
        "student007",
        *(f"student07{digit}" for digit in range(10)),
    }
    assert all(len(chunk) == 1 for chunk in executor.chunks[-11:])


def test_run_ends_with_a_sentence_when_the_scheduler_goes() -> None:
    class Cancelling(Scripted):
        def submit(self, *_: Any) -> Future[list[Graded]]:  # type: ignore[override]
            future: Future[list[Graded]] = Future()
            future.set_exception(CancelledError())
            return future

    pool = ExecutorPool(lambda: Cancelling(lambda *_: "passed").handle(2))
    with pytest.raises(BrokenEnvironment, match="dropped the batch") as caught:
        list(grade_class([job("alice")], pool, total=1))
    assert "--resume" in caught.value.remedy


@pytest.mark.parametrize(
    ("width", "total", "size"), [(2, 10_000, CHUNK), (2, 100, 12), (2, 3, 1), (100, 300, 1)]
)
def test_chunks_are_small_enough_that_all_have_work(width: int, total: int, size: int) -> None:
    executor = Scripted(lambda *_: "passed")
    assert (
        ExecutorPool(lambda: executor.handle(width), largest_chunk=CHUNK).chunk_size(total) == size
    )
    assert ExecutorPool(lambda: executor.handle(width)).chunk_size(total) == 1


def test_large_class_is_not_read_before_it_is_graded() -> None:
    read = 0

    def jobs() -> Iterator[Job]:
        nonlocal read
        for student in STUDENTS:
            read += 1
            yield job(student)

    executor = Scripted(lambda *_: "passed")
    graded = grade_class(jobs(), ExecutorPool(lambda: executor.handle(2)), total=100)
    next(graded)
    assert read <= 4
