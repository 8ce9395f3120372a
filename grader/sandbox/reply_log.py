"""Replies of a worker, kept so that requests made a second time need not be sent again."""

from __future__ import annotations

from collections import deque

MAX_BYTES = 64 << 20  # of one check's requests and replies


class LogFull(Exception):
    """More was said than is kept: what was heard so far can still be answered from the log."""


class ReplyLog:
    """Requests and replies, in order; `replay` answers them once more, from the start."""

    def __init__(self) -> None:
        self._said: deque[tuple[bytes, bytes]] = deque()
        self._bytes = 0
        self._is_replaying = False

    def replay(self) -> None:
        """Answer from now on what was asked before, as long as the same is asked."""
        self._is_replaying = True

    def answer(self, request: bytes) -> bytes | None:
        """The reply that the same request got before; None where it must be sent."""
        if not self._is_replaying or not self._said:
            return None
        asked, reply = self._said.popleft()
        if asked == request:
            return reply
        self._said.clear()  # what comes is another conversation
        return None

    def note(self, request: bytes, reply: bytes) -> None:
        """Keep a reply, unless this is a replay already.

        Raises:
            LogFull: it is kept, and was the last.
        """
        if self._is_replaying:
            return
        self._said.append((request, reply))
        self._bytes += len(request) + len(reply)
        if self._bytes > MAX_BYTES:
            raise LogFull
