"""Other versions of a submission's functions, called in its worker: advice alone, never points."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from grader.sandbox.call import Call
from grader.sandbox.edits import MAX_EDIT_BYTES
from grader.sandbox.student import Student


class Editor:
    """Changes the functions of a submission for a while; use it in `student.aside()`.

    Each method raises CheckFailed or StudentStopped where the submission fails, breaks the
    protocol, or takes longer than the seconds.
    """

    def __init__(self, student: Student, function: str, name: str) -> None:
        """`name` is the variable by whose number the versions choose what they do."""
        self.student = student
        self._function = function
        self._name = name

    def install(self, source: str, seconds: float) -> float:
        """Put versions of functions in place of the submission's; what it says of its CPU time."""
        return self._edit(source, 0, seconds)

    def choose(self, number: int, seconds: float) -> None:
        """Let all calls be made with one version from now on."""
        self._edit("", number, seconds)

    def restore(self, seconds: float) -> None:
        """Put the submission's own functions back."""
        self._edit("", 0, seconds)

    def _edit(self, source: str, number: int, seconds: float) -> float:
        request = ["edit", source, self._name, number]
        reply = self.student.request(request, seconds, self._function)
        if isinstance(reply, float) and reply >= 0:
            return reply
        raise self.student.refuse_reply(self._function)

    def values(
        self, call: Call, numbers: Sequence[int], cpu_seconds: float, seconds: float
    ) -> tuple[float, list[bytes]]:
        """The CPU time it says it took, and the value of a call with each of several versions.

        A value is the payload of a frame, still to be decoded; empty where there is none. There may
        be fewer values than numbers.
        """
        request = ["try", self._name, [*numbers], *_parts(call), cpu_seconds]
        reply = self.student.request(request, seconds, self._function)
        match reply:
            case (float(used), list(values)) if used >= 0 and len(values) <= len(numbers):
                if all(type(one) is bytes and len(one) <= MAX_EDIT_BYTES for one in values):
                    return used, values
        raise self.student.refuse_reply(self._function)


def lines_of(student: Student, call: Call, seconds: float) -> frozenset[int]:
    """The lines of the submission that a call runs, as far as it tells the truth.

    Raises:
        CheckFailed, StudentStopped: the call fails, or takes longer.
    """
    reply = student.request(["lines", *_parts(call)], seconds, call.function)
    if isinstance(reply, np.ndarray) and reply.dtype.kind == "i" and reply.ndim == 1:
        return frozenset(reply.tolist())
    raise student.refuse_reply(call.function)


def _parts(call: Call) -> list[object]:
    return [call.function, call.arguments, dict(call.keywords)]
