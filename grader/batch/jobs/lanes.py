"""The time for which each chunk of a class has been graded, told from outside of the processes."""

from __future__ import annotations

import time
from collections import deque


class Ticket:
    """A chunk that was handed out."""

    def __init__(self) -> None:
        self.begin: float | None = None  # None while it waits for a lane


class Lanes:
    """So many lanes, each of which grades a chunk at a time, in the order in which they came."""

    def __init__(self, width: int) -> None:
        self._free = width
        self._waiting: deque[Ticket] = deque()

    def enter(self) -> Ticket:
        """The ticket of a chunk that is handed out now."""
        ticket = Ticket()
        if self._free:
            self._free -= 1
            ticket.begin = time.monotonic()
        else:
            self._waiting.append(ticket)
        return ticket

    def leave(self, ticket: Ticket) -> float:
        """The seconds for which a chunk, which is over now, was graded; its lane takes the next."""
        now = time.monotonic()
        if ticket.begin is None:  # it never began: all processes have ended
            self._waiting.remove(ticket)
            return 0.0
        if self._waiting:
            self._waiting.popleft().begin = now
        else:
            self._free += 1
        return now - ticket.begin
