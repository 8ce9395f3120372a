"""A store of one process from submission to submission, bounded by its size."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

MAX_BYTES = 64 << 20
ENTRY_BYTES = 500  # what an entry takes beside its content


class Kept:
    """A table of things that could be made again, of which the least recently used go first."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._entries: OrderedDict[Any, tuple[Any, int]] = OrderedDict()
        self.bytes = 0

    def get(self, key: Any) -> Any | None:
        """The content under the key; None where nothing is kept."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        self._entries.move_to_end(key)
        return entry[0]

    def put(self, key: Any, content: Any, size: int) -> None:
        """Keep something of a size in bytes; what is larger than the whole table is not kept."""
        size += ENTRY_BYTES
        if key in self._entries:
            self.bytes -= self._entries.pop(key)[1]
        if size > self._max_bytes:
            return
        self._entries[key] = content, size
        self.bytes += size
        while self.bytes > self._max_bytes:
            self.bytes -= self._entries.popitem(last=False)[1][1]


KEPT = Kept()  # examples, and findings on replies
