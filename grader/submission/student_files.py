"""The files of a student, read once: the same bytes are hashed, parsed and sent to the worker."""

from __future__ import annotations

import hashlib
from pathlib import Path

from msgspec import Struct

from grader.errors import UnreadableSubmission
from grader.submission.parsing import read_regular

MAX_SIBLINGS = 20
# Python or pytest would run these by themselves; nothing of a submission may run but the file.
NEVER_SENT = ("conftest.py", "sitecustomize.py", "usercustomize.py")


class Files(Struct, frozen=True):
    """The files that a student handed in, read from the disk once.

    Attributes:
        data: the bytes of the file that is graded.
        siblings: the Python files beside it, by name.
    """

    data: bytes
    siblings: dict[str, bytes]

    @property
    def sha256(self) -> str:
        """The hash of the file that is graded."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def all_sha256(self) -> str:
        """A hash of everything that can change what is graded: the file and those beside it."""
        whole = hashlib.sha256()
        for name, data in (("", self.data), *sorted(self.siblings.items())):
            whole.update(f"{name}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
        return whole.hexdigest()


def read_files(path: Path) -> Files:
    """Read a student's file, and the Python files beside it, into memory.

    Raises:
        UnreadableSubmission: the file is missing, too large, or no regular file.
    """
    return Files(read_regular(path), read_siblings(path))


def read_siblings(path: Path) -> dict[str, bytes]:
    """The Python files beside the submission that it may import."""
    found: dict[str, bytes] = {}
    for sibling in sorted(path.parent.glob("*.py")):
        if len(found) == MAX_SIBLINGS:
            break
        if sibling.name in NEVER_SENT or sibling.name.startswith("test_") or sibling == path:
            continue
        try:
            found[sibling.name] = read_regular(sibling)
        except UnreadableSubmission:
            continue  # an import of it will say that it is missing
    return found
