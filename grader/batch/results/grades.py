"""The grades of a class as they count: a person's decisions, lateness and weights included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from math import ceil
from pathlib import Path

from msgspec import Struct

from grader.batch.intake.deliveries import Deliveries, Delivery, minutes_late, read_deliveries
from grader.batch.results.gradebook import Gradebook, Override, Row
from grader.batch.results.grades_csv import override_note
from grader.course.term import LatePolicy, Term
from grader.errors import GraderError

GRADEBOOK = "gradebook.sqlite3"
DAY_MINUTES = 24 * 60


class Grade(Struct, frozen=True):
    """One student's grade in one exercise.

    Attributes:
        points: as graded, or as a person decided; lateness does not change them.
        late: minutes after due; 0 where it was in time, or nobody knows.
        taken_off: for lateness.
        reasons: why `counted` is not what grading gave, a sentence each.
        submission_sha256: of the file, None where there is none.
    """

    student: str
    exercise: str
    points: int
    max_points: int
    status: str
    delivery: Delivery
    late: int = 0
    taken_off: float = 0
    reasons: tuple[str, ...] = ()
    submission_sha256: str | None = None

    @property
    def counted(self) -> float:
        """The points that count in totals and exports."""
        return self.points - self.taken_off


class ClassGrades(Struct, frozen=True):
    """All grades of a folder of results.

    Attributes:
        exercises: in the order of the term.
        deliveries: also of students of whom nothing is graded.
    """

    grades: Mapping[tuple[str, str], Grade]
    students: tuple[str, ...]
    exercises: tuple[str, ...]
    deliveries: Deliveries
    term: Term

    def total(self, student: str) -> float:
        """The weighted sum of what counts."""
        return sum(
            self.term.of(name).weight * self.grades[student, name].counted
            for name in self.exercises
            if (student, name) in self.grades
        )

    def max_total(self) -> float:
        """The total of somebody who has everything right and in time."""
        most = {grade.exercise: grade.max_points for grade in self.grades.values()}
        return sum(self.term.of(name).weight * most[name] for name in self.exercises)

    def reasons(self, student: str) -> tuple[str, ...]:
        """The reasons why the counted points of a student differ from the graded ones."""
        return tuple(
            f"{name}: {reason}"
            for name in self.exercises
            if (student, name) in self.grades
            for reason in self.grades[student, name].reasons
        )


def read_grades(folder: Path, term: Term) -> ClassGrades:
    """The grades of a folder that `grade batch` has written.

    Raises:
        GraderError: nothing was graded there.
        BrokenEnvironment: the gradebook cannot be read.
    """
    if not (folder / GRADEBOOK).is_file():
        raise _no_grades(folder)
    with closing(Gradebook(folder / GRADEBOOK)) as gradebook:
        rows, overrides = gradebook.newest(), gradebook.overrides()
    if not rows:
        raise _no_grades(folder)
    deliveries = read_deliveries(folder)
    found = list(_grades(rows, overrides, deliveries, term))
    grades = {(grade.student, grade.exercise): grade for grade in found}
    return ClassGrades(
        grades=grades,
        students=tuple(sorted({grade.student for grade in found})),
        exercises=_in_order({grade.exercise for grade in found}, term),
        deliveries=deliveries,
        term=term,
    )


def late_reduction(policy: LatePolicy, late: int, points: int, max_points: int) -> float:
    """The points that lateness takes off; never more than there are."""
    if late <= policy.grace_minutes:
        return 0
    days = ceil(late / DAY_MINUTES)
    if policy.at_most_days is not None and days > policy.at_most_days:
        return points
    return min(points, round(policy.percent_per_day * max_points * days / 100, 2))


def as_number(value: float) -> str:
    """Points as people write them: `7`, `7.5`, `6.67`."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def as_lateness(minutes: int) -> str:
    """`35 minutes`, `3 hours`, `2 days`: begun ones counted."""
    for length, unit in ((DAY_MINUTES, "day"), (60, "hour")):
        if minutes > 2 * length:
            return f"{ceil(minutes / length)} {unit}s"
    return f"{minutes} minute{'' if minutes == 1 else 's'}"


def _grades(
    rows: Sequence[Row],
    overrides: Mapping[tuple[str, str], Override],
    deliveries: Deliveries,
    term: Term,
) -> Iterator[Grade]:
    most = {row.exercise: row.max_points for row in rows}
    for row in rows:
        key = (row.student, row.exercise)
        delivery = deliveries.of(row.student, row.exercise, row.attempt)
        yield _grade(row, delivery, overrides.get(key), term)
    for key in overrides.keys() - {(row.student, row.exercise) for row in rows}:
        decided = overrides[key]
        yield Grade(
            student=decided.student,
            exercise=decided.exercise,
            points=decided.points,
            max_points=most.get(decided.exercise, decided.points),
            status="not_submitted",
            delivery=deliveries.of(decided.student, decided.exercise),
            reasons=(override_note(decided, None),),
        )


def _grade(row: Row, delivery: Delivery, decided: Override | None, term: Term) -> Grade:
    """A person's decision is final: lateness takes nothing off it."""
    late = minutes_late(delivery, term)
    taken_off: float = 0
    reasons: list[str] = []
    if decided is not None:
        reasons.append(override_note(decided, row.points))
    else:
        taken_off = late_reduction(term.late, late, row.points, row.max_points)
    if taken_off:
        reasons.append(f"{as_number(taken_off)} points off, {as_lateness(late)} late")
    if delivery.late and not delivery.submitted_at:
        reasons.append("the platform marks it as late, and does not say when it was handed in")
    return Grade(
        student=row.student,
        exercise=row.exercise,
        points=decided.points if decided else row.points,
        max_points=row.max_points,
        status=row.status,
        delivery=delivery,
        late=late,
        taken_off=taken_off,
        reasons=tuple(reasons),
        submission_sha256=row.submission_sha256,
    )


def _in_order(names: Iterable[str], term: Term) -> tuple[str, ...]:
    listed = [item.name for item in term.exercises]
    known = sorted(names)
    if not listed:
        return tuple(known)
    return tuple(name for name in listed if name in known)


def _no_grades(folder: Path) -> GraderError:
    return GraderError(
        f"There is no gradebook with grades in {folder}.",
        f"Grade a class first: grade batch SUBMISSIONS --out {folder}",
    )
