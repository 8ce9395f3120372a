"""Files as the rest of the grader writes them, and paths as people type them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from grader.errors import BrokenEnvironment


def write_file(path: Path, content: bytes) -> None:
    """Replace a file in one step: a reader sees the old content or the new, never a part.

    Raises:
        OSError: it cannot be written; then the old file is as it was.
    """
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(name).chmod(_mode_of(path))
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


@contextmanager
def writing(what: Path | str, remedy: str = "") -> Iterator[None]:
    """A part that writes something: where it cannot, the error says so, and what to try.

    Raises:
        BrokenEnvironment: it cannot be written.
    """
    try:
        yield
    except OSError as error:
        raise BrokenEnvironment(f"{what} cannot be written: {error.strerror}.", remedy) from error


def as_typed(path: Path) -> Path:
    """The path as one would type it: relative to the working folder, where it lies below that."""
    try:
        return path.absolute().relative_to(Path.cwd())
    except ValueError:
        return path


def _mode_of(path: Path) -> int:
    """The permissions that a file has, or gets where it is new (mkstemp gives 0600)."""
    return path.stat().st_mode & 0o777 if path.exists() else 0o644


def lock_descriptor(descriptor: int) -> None:
    """Lock an open file for this process until its descriptor is closed.

    Raises:
        OSError: somebody else has it.
    """
    try:
        import fcntl
    except ImportError:
        _lock_on_windows(descriptor, unlock=False)
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def unlock_descriptor(descriptor: int) -> None:
    """Give a file free that this process locked."""
    try:
        import fcntl
    except ImportError:
        _lock_on_windows(descriptor, unlock=True)
    else:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


def _lock_on_windows(descriptor: int, *, unlock: bool) -> None:
    import msvcrt

    system: Any = msvcrt
    os.lseek(descriptor, 1 << 30, os.SEEK_SET)  # a byte that nobody reads: a lock keeps readers out
    system.locking(descriptor, system.LK_UNLCK if unlock else system.LK_NBLCK, 1)
