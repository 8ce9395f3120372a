"""Failures of checks: data that `report.wording` turns into the sentence a student reads."""

from __future__ import annotations

from typing import Literal

from grader.model import Comparison, Reason
from grader.report import wording

MAX_CHARACTERS = 4_000  # of a sentence: names that a submission makes up may have millions

# What of a call went wrong: its value, its arguments after the call, its gradient, its exception.
Aspect = Literal["value", "arguments", "gradient", "exception"]


class CheckFailed(Exception):
    """The submission is not what the check asks for.

    Attributes:
        comparison: what was compared, where it was values.
        of: the quantity, such as running_var; None where it is the whole.
        law: the clause that explains all of the difference, empty where none does.
        is_explainable: whether the check looked for a law.
        line: of the submission, where a traceback names one.
    """

    aspect: Aspect = "value"
    reason: Reason | None = None
    is_explainable = False

    def __init__(
        self,
        message: str = "",
        *,
        comparison: Comparison | None = None,
        aspect: Aspect | None = None,
        line: int | None = None,
        of: str | None = None,
        law: str = "",
    ) -> None:
        if not message and comparison is not None:
            message = wording.compared(comparison)
        self.message = message[:MAX_CHARACTERS]
        super().__init__(self.message)
        self.comparison = comparison
        self.line = line
        self.of = of or (comparison.of if comparison is not None else None)
        self.law = law
        if aspect is not None:
            self.aspect = aspect


class StudentRaised(CheckFailed):
    """The function raised where a value is expected; a `function` of None is the whole file."""

    reason: Reason | None = "raised"

    def __init__(self, function: str | None, kind: str, text: str, line: int | None) -> None:
        super().__init__(wording.raised(function, kind, text), line=line)
        self.kind = kind
        self.text = text


class NotWritten(CheckFailed):
    """The function raises NotImplementedError: it waits to be written."""

    reason: Reason | None = "not_written"

    def __init__(self, function: str, text: str = "", line: int | None = None) -> None:
        super().__init__(wording.not_written(function), line=line)
        self.function = function
        self.text = text

    def as_raised(self) -> StudentRaised:
        """The same as an exception like any other: the function is written after all."""
        return StudentRaised(self.function, NotImplementedError.__name__, self.text, self.line)


class MissingFunction(CheckFailed):
    """The submission does not define the function."""

    reason: Reason | None = "missing"

    def __init__(self, function: str, file: str) -> None:
        super().__init__(wording.missing(function, file))
        self.function = function


class WrongValue(CheckFailed):
    """The function returns something of another kind than is asked for.

    Attributes:
        member: the part that is wrong, None where it is the whole.
        got: what came instead, in words.
    """

    def __init__(self, function: str, member: str | None, got: str, asked: str) -> None:
        super().__init__(wording.wrong_value(function, member, got, asked), of=member)
        self.member = member
        self.got = got


class StudentStopped(BaseException):
    """The submission was stopped or ended by itself during a call.

    Not an Exception, so that a check ends at once: no replay, no shrinking, no diagnosis.
    """

    def __init__(self, message: str, reason: Reason, *, limit: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.reason = reason
        self.limit = limit  # whether this call reached a time or memory limit
