"""Replies of a worker to the calls of one check, from which they can be heard again."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from grader.sandbox.call import Observation
from grader.sandbox.failures import CheckFailed, StudentStopped

MAX_BYTES = 64 << 20  # of one check's requests and replies


class LogFull(Exception):
    """More was said than is kept: what was heard so far can still be answered from the log."""


class Asked(NamedTuple):
    """A call as it is sent, and what has to come back.

    Attributes:
        kinds: the type of each argument that comes back as itself, None for the others.
    """

    frame: bytes
    function: str
    kinds: tuple[type | None, ...]
    arguments_back: bool
    has_gradient: bool


class Said(NamedTuple):
    """A reply as it came, and what was understood of it."""

    asked: Asked
    reply: bytes
    digest: bytes | None = None
    failure: CheckFailed | None = None


class ReplyLog:
    """Requests and replies, in order; `replay` answers them once more, from the start.

    Attributes:
        said: all that was said so far.
        is_whole: whether nothing else was said.
        has_strayed: whether something else was asked in a replay.
        is_strict: whether what exceeds the log is told with `LogFull`, or just not kept.
        stopped: the request to which no reply came, and why.
    """

    def __init__(self, digest: Callable[[Observation], bytes | None] | None = None) -> None:
        """`digest` is taken of each observation; it says what of one counts."""
        self.said: list[Said] = []
        self.is_whole = True
        self.has_strayed = False
        self.is_strict = False
        self.stopped: tuple[bytes, StudentStopped] | None = None
        self._digest = digest
        self._next = 0
        self._bytes = 0

    def replay(self) -> None:
        """Answer from now on what was asked before, as long as the same is asked."""
        self._next = 0
        self.is_strict = False

    @property
    def is_heard(self) -> bool:
        """True if all that was said has been heard in the present replay."""
        return self._next == len(self.said)

    def answer(self, frame: bytes) -> bytes | None:
        """The reply that the same request got before; None where it must be sent.

        Raises:
            StudentStopped: the same request got none.
        """
        if not self.is_whole or (self.is_heard and self.stopped is None):
            return None
        asked = self.stopped[0] if self.is_heard and self.stopped else self._asked()
        if asked != frame:
            self.is_whole, self.has_strayed = False, True  # what comes is another conversation
            return None
        if self.is_heard and self.stopped:
            raise self.stopped[1]
        return self.said[self._next].reply

    def _asked(self) -> bytes:
        return self.said[self._next].asked.frame

    def note(self, asked: Asked, reply: bytes, observation: Observation | None = None) -> None:
        """Keep a reply, or what was understood of one that was answered from here.

        Raises:
            LogFull: it is kept, and was the last.
        """
        if not self.is_whole:
            return
        if self._next < len(self.said):
            self.said[self._next] = self._understood(self.said[self._next], observation)
        elif self._bytes <= MAX_BYTES:
            self.said.append(self._understood(Said(asked, reply), observation))
            self._bytes += len(asked.frame) + len(reply)
        else:
            self.is_whole = False
            return
        self._next += 1
        if self.is_strict and self._bytes > MAX_BYTES:
            raise LogFull

    def _understood(self, said: Said, observation: Observation | None) -> Said:
        if observation is None:
            return said
        digest = said.digest
        if digest is None and self._digest is not None:
            digest = self._digest(observation)
        return said._replace(digest=digest, failure=observation.failure)

    def end(self, frame: bytes, stopped: StudentStopped) -> None:
        """Note that the submission was stopped at a request."""
        self.stopped = frame, stopped
