"""Why a check fails. Each carries the sentence that the student reads."""

from __future__ import annotations

from typing import Literal

MAX_CHARACTERS = 4_000  # of a sentence: names that a submission makes up may have millions

# What of a call went wrong: its value, its arguments after the call, its gradient, its exception.
Aspect = Literal["value", "arguments", "gradient", "exception"]


class CheckFailed(Exception):
    """The submission is not what the check asks for."""

    aspect: Aspect = "value"

    def __init__(
        self,
        message: str,
        *,
        expected: str | None = None,
        actual: str | None = None,
        aspect: Aspect | None = None,
        line: int | None = None,
    ) -> None:
        message = message[:MAX_CHARACTERS]
        super().__init__(message)
        self.message = message
        self.expected = expected and expected[:MAX_CHARACTERS]
        self.actual = actual and actual[:MAX_CHARACTERS]
        self.line = line  # of the submission, where a traceback names one
        if aspect is not None:
            self.aspect = aspect


class StudentRaised(CheckFailed):
    """The function raised where a value is expected."""

    def __init__(self, function: str, kind: str, text: str, line: int | None) -> None:
        said = f": {text}" if text else ""
        super().__init__(f"{function} raises {kind}{said}", line=line)
        self.kind = kind


class NotWritten(CheckFailed):
    """The function raises NotImplementedError: it waits to be written."""

    def __init__(self, function: str) -> None:
        super().__init__(f"{function} is not written yet")
        self.function = function


class MissingFunction(CheckFailed):
    """The submission does not define the function."""

    def __init__(self, function: str, file: str) -> None:
        super().__init__(f"{file} does not define {function}; keep the name it has in the stub.")


class WrongValue(CheckFailed):
    """What the function returns is not of the kind that is asked for."""


class StudentStopped(BaseException):
    """The submission was stopped or ended by itself during a call.

    Not an Exception, so that a check ends at once: no replay, no shrinking, no diagnosis.
    """

    def __init__(self, message: str, *, limit: bool) -> None:
        super().__init__(message)
        self.message = message
        self.limit = limit  # whether a time or memory limit was the reason
