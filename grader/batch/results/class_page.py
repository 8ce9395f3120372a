"""The class as a page: who passed what, which mistakes are made, and every student's own page."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup
from msgspec import Struct

from grader.batch.results.class_overview import class_overview
from grader.batch.results.gradebook import Gradebook, Row
from grader.batch.results.grades import read_grades
from grader.course.term import Term
from grader.errors import GraderError
from grader.files import write_file, writing
from grader.model import CheckResult, Report
from grader.report.feedback import for_instructor
from grader.report.formats.html import environment, page
from grader.report.sanitize import clean
from grader.report.wording import tried

GRADEBOOK = "gradebook.sqlite3"
CLASS_PAGE = "report.html"
PAGES = "pages"  # DIR/pages/<student>/exerciseNN.html
SLOWEST = 5
SLOW_SECONDS = 1.0  # below, nobody needs to know
# What the map shows of a check: a sign, so that no colour carries a meaning alone.
MARKS = {"passed": "✓", "failed": "✗", "skipped": "·", "broken": "!"}
BROKEN = {
    "unloadable": "cannot be loaded",
    "limit": "hit a limit",
    "error": "a fault of the grader",
}


class Standing(Struct, frozen=True):
    """One student in one exercise: the outcome of every check, in the order of the exercise."""

    student: str
    href: str
    points: int
    status: str
    outcomes: tuple[str, ...]
    seconds: float
    tried: str = ""  # system calls that were refused


class Made(Struct, frozen=True):
    """A mistake that was recognised, and by how many students it was made."""

    id: str
    advice: str
    count: int


class Column(Struct, frozen=True):
    """One check of the map, and how many passed it."""

    title: str
    passed: int


class ClassExercise(Struct, frozen=True):
    """All that the page shows of one exercise.

    `distribution` counts the students by points, from 0 to `max_points`.
    """

    name: str
    title: str
    max_points: int
    standings: tuple[Standing, ...]
    columns: tuple[Column, ...]
    mistakes: tuple[Made, ...]

    @property
    def passed(self) -> int:
        return sum(standing.status == "passed" for standing in self.standings)

    @property
    def mean(self) -> float:
        return sum(standing.points for standing in self.standings) / len(self.standings)

    @property
    def distribution(self) -> tuple[int, ...]:
        counted = Counter(standing.points for standing in self.standings)
        return tuple(counted[points] for points in range(self.max_points + 1))

    @property
    def broken(self) -> tuple[tuple[Standing, str], ...]:
        return tuple(
            (item, BROKEN[item.status]) for item in self.standings if item.status in BROKEN
        )

    @property
    def refused(self) -> tuple[Standing, ...]:
        return tuple(item for item in self.standings if item.tried)

    @property
    def slowest(self) -> tuple[Standing, ...]:
        slow = [item for item in self.standings if item.seconds >= SLOW_SECONDS]
        return tuple(sorted(slow, key=lambda item: -item.seconds)[:SLOWEST])


def write_pages(
    folder: Path, done: Callable[[], None] = lambda: None, term: Term | None = None
) -> Path:
    """Write the class page of a graded folder and every student's pages; give the former.

    `done` is called after each page; `term` has the dates and weights. The pages are for the
    instructor: they tell everything.

    Raises:
        GraderError: nothing was graded there.
        BrokenEnvironment: the pages cannot be written.
    """
    gathered: dict[str, _Gathering] = {}
    code: dict[tuple[str, str], str | None] = {}
    for row, report in reports_in(folder):
        href = f"{PAGES}/{quote(row.student)}/{row.exercise}.html"
        _write(
            folder / PAGES / row.student / f"{row.exercise}.html",
            page([for_instructor(report)], {}),
        )
        code[row.student, row.exercise] = row.code_sha256
        gathered.setdefault(row.exercise, _Gathering()).add(row, report, href)
        done()
    grades = read_grades(folder, term or Term())
    script = environment().get_template("class.js").render()
    text = (
        environment()
        .get_template("class.html")
        .render(
            exercises=[
                gathered[name].exercise(name) for name in _ordered(gathered, grades.exercises)
            ],
            students=len(grades.students),
            marks=MARKS,
            overview=class_overview(folder, grades, code),
            script=Markup(script),
            script_hash=_script_hash(script),
        )
    )
    _write(folder / CLASS_PAGE, text)
    return folder / CLASS_PAGE


def _ordered(gathered: Collection[str], exercises: Sequence[str]) -> list[str]:
    """The exercises in the order of the term, then what the term does not list."""
    return [*exercises, *sorted(set(gathered) - set(exercises))]


def _script_hash(script: str) -> str:
    """The one script that the page's policy lets run."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def reports_in(folder: Path) -> Iterator[tuple[Row, Report]]:
    """The reports that count, of everybody, one at a time.

    Raises:
        GraderError: nothing was graded there.
    """
    rows: tuple[Row, ...] = ()
    if (folder / GRADEBOOK).is_file():
        gradebook = Gradebook(folder / GRADEBOOK)
        rows = gradebook.newest()
    if not rows:
        raise GraderError(
            f"There is no gradebook with grades in {folder}.",
            f"Grade a class first: grade batch SUBMISSIONS --out {folder}",
        )
    try:
        for row in rows:
            report = gradebook.report(row.student, row.exercise)
            assert report is not None, "the row is there"
            yield row, report
    finally:
        gradebook.close()


class _Gathering:
    """Collects one exercise; of each report it keeps what the map shows."""

    def __init__(self) -> None:
        self._standings: list[Standing] = []
        self._mistakes: Counter[str] = Counter()
        self._advice: dict[str, str] = {}
        self._checks: tuple[CheckResult, ...] = ()
        self._first: Report | None = None

    def add(self, row: Row, report: Report, href: str) -> None:
        self._first = self._first or report
        self._checks = self._checks or report.checks
        outcomes = {check.id: check.outcome for check in report.checks}
        standing = Standing(
            student=clean(row.student),
            href=href,
            points=row.points,
            status=row.status,
            # A course may have changed between two reports: what one does not know, it skipped.
            outcomes=tuple(outcomes.get(check.id, "skipped") for check in self._checks),
            seconds=report.seconds,
            tried=tried(report.refused_calls) if report.refused_calls else "",
        )
        self._standings.append(standing)
        found = {check.mistake.id: check.mistake for check in report.checks if check.mistake}
        self._mistakes.update(found.keys())
        self._advice |= {name: mistake.advice for name, mistake in found.items()}

    def exercise(self, name: str) -> ClassExercise:
        assert self._first is not None, "it has been added to"
        ranked = sorted(self._mistakes.items(), key=lambda item: (-item[1], item[0]))
        passed = [
            sum(standing.outcomes[place] == "passed" for standing in self._standings)
            for place in range(len(self._checks))
        ]
        return ClassExercise(
            name=name,
            title=self._first.title,
            max_points=self._first.max_points,
            standings=tuple(self._standings),
            columns=tuple(
                Column(check.title or check.id, count)
                for check, count in zip(self._checks, passed, strict=True)
            ),
            mistakes=tuple(Made(name, self._advice[name], count) for name, count in ranked),
        )


def _write(path: Path, text: str) -> None:
    with writing(f"The page {path}", "Free space, and run the command again."):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, text.encode())
