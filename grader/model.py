"""The records that the parts of the grader hand to one another. All frozen, none imports torch."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from msgspec import UNSET, Struct, UnsetType

REPORT_SCHEMA = "unsaturated/report/2"

Outcome = Literal["passed", "failed", "skipped", "broken"]
Status = Literal["passed", "failed", "not_started", "unloadable", "limit", "error"]
Visibility = Literal["visible", "hidden"]
Feedback = Literal["full", "advice", "outcome"]
Isolation = Literal["full", "landlock", "process"]
# Why a check did not pass, where it is not that a value is wrong.
Reason = Literal[
    "not_written", "missing", "needs", "time", "memory", "crash", "raised", "forbidden",
    "runs_on_submission",
]  # fmt: skip
ExplanationKind = Literal["mistake", "law", "line"]
# What is compared: a number, rows of them, or names. JSON knows no nan or infinity: these are the
# words "nan", "inf" and "-inf".
Number = float | str
Value = Number | tuple[Number | tuple[Number | tuple[Number, ...], ...], ...]

# What a function returns: one value, a tuple with named members, or a dict of numbers.
Returns = str | tuple[str, ...] | dict[str, str]


class Limits(Struct, frozen=True, forbid_unknown_fields=True):
    """The limits of one submission, at which it is stopped."""

    import_seconds: float = 15.0
    call_seconds: float = 5.0
    submission_seconds: float = 60.0
    cpu_seconds: int = 60
    memory_mib: int = 1024
    restarts: int = 4


class Check(Struct, frozen=True, forbid_unknown_fields=True):
    """A line of the fixed list of checks that makes the score."""

    id: str
    points: int = 0
    needs: tuple[str, ...] = ()
    title: str = ""  # the first sentence of the check's docstring
    visibility: Visibility = "hidden"


class ByHand(Struct, frozen=True, forbid_unknown_fields=True):
    """The shortcuts that would make an exercise empty, and what is welcome instead."""

    forbidden: tuple[str, ...]
    advice: str


class Unsealed(Struct, frozen=True):
    """The hidden files of an exercise that came sealed and were opened in memory.

    Attributes:
        files: their texts by name, such as mistakes/fan_out.py.
        with_course_key: whether the key was the one of the course, which students do not have.
        changes: a sentence for each open file that is not as it was released.
    """

    files: dict[str, str]
    with_course_key: bool
    changes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Unsealed({len(self.files)} files)"


class Exercise(Struct, frozen=True):
    """One exercise of a course, read from its folder."""

    name: str
    title: str
    functions: dict[str, Returns]
    checks: tuple[Check, ...]
    hints: tuple[str, ...]
    limits: Limits
    by_hand: ByHand | None
    authored: Path | None  # solutions/exerciseNN, absent where the solutions are withheld
    released: Path  # exercises/exerciseNN
    unsealed: Unsealed | None = None  # where its hidden files came sealed, and a key is at hand
    function_hints: dict[str, tuple[str, ...]] = {}  # hints about one function, before the others
    after: str = ""  # what the exercise was for, said once it is passed

    @property
    def max_points(self) -> int:
        """The points of the exercise."""
        return sum(check.points for check in self.checks)


class RecognisedMistake(Struct, frozen=True):
    """The known mistake that behaves exactly as the submission does."""

    id: str
    advice: str


class Location(Struct, frozen=True):
    """A place in the submission."""

    file: str
    line: int
    cell: int | None = None


class Comparison(Struct, frozen=True):
    """The numbers that a check compared.

    Attributes:
        of: the quantity, such as running_var.
        index: where the first difference is; None where that is no place in an array.
        expected, actual: small arrays whole, of large ones the number at `index`.
        tolerance: the absolute difference that is allowed; None where nothing is rounded.
    """

    of: str
    index: tuple[int, ...] | None
    expected: Value
    actual: Value
    tolerance: float | None = None


class Explanation(Struct, frozen=True):
    """The reason of failed checks: known mistakes, a broken law, or a line that one change cures.

    Attributes:
        of: the member, changed argument or exception that is explained; None for the whole.
        mistakes: ids of the known mistakes that together give the student's values.
        checks: ids of the checks that fail because of it.
    """

    function: str
    of: str | None
    kind: ExplanationKind
    mistakes: tuple[str, ...]
    text: str
    location: Location | None
    checks: tuple[str, ...]


class CheckResult(Struct, frozen=True):
    """The result of one check."""

    id: str
    title: str
    outcome: Outcome
    points: int
    max_points: int
    visibility: Visibility
    reason: Reason | None = None
    message: str | None = None
    call: str | None = None
    expected: str | None = None
    actual: str | None = None
    comparison: Comparison | None = None
    mistake: RecognisedMistake | None = None
    location: Location | None = None
    needs: tuple[str, ...] = ()
    seconds: float = 0.0


class GraderFacts(Struct, frozen=True):
    """Under which circumstances a report was made."""

    version: str
    python: str
    torch: str | None
    seed: int | None
    device: str
    isolation: Isolation
    official: bool


class SubmissionFacts(Struct, frozen=True):
    """The file that a report is about."""

    path: str
    sha256: str | None


class Report(Struct, frozen=True):
    """The one result of grading; every format is a function of it (CONTRACT, section 3).

    Attributes:
        refused_calls: how often which system call was refused, for the instructor alone: redacting
            to any level leaves out the key. None where nobody counted.
    """

    schema: str
    grader: GraderFacts
    exercise: str
    title: str
    submission: SubmissionFacts
    status: Status
    points: int
    max_points: int
    seconds: float
    checks: tuple[CheckResult, ...]
    output: str | None  # what the submission printed, at most 64 KiB
    explanations: tuple[Explanation, ...] = ()  # the most useful first
    refused_calls: dict[str, int] | UnsetType | None = UNSET


class RedactedReport(Report, frozen=True):
    """A report that holds no more than its reader may see; only `report.feedback` makes one."""
