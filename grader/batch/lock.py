"""One writer for a folder: a lock that ends with the process, however that ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO

from grader.errors import BrokenEnvironment

FILE = ".lock"


def lock_folder(folder: Path) -> IO[str]:
    """Take the folder for this process until the file that this gives is closed.

    Raises:
        BrokenEnvironment: another process has it, or the folder cannot be written.
    """
    path = folder / FILE
    try:
        file = path.open("a+", encoding="ascii")
    except OSError as error:
        raise BrokenEnvironment(
            f"{path} cannot be written: {error.strerror}.", "Name another folder with --out."
        ) from error
    try:
        _lock(file)
    except OSError as error:
        file.seek(0)
        holder = file.read(20).strip()
        file.close()
        by = f" (process {holder})" if holder.isdigit() else ""
        raise BrokenEnvironment(
            f"Another batch is writing to {folder}{by}.",
            "Wait until it has ended, or name another folder with --out.",
        ) from error
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file


def _lock(file: IO[str]) -> None:
    """Lock the open file; the system unlocks it when the process is gone.

    Raises:
        OSError: it is locked already.
    """
    if sys.platform == "win32":
        import msvcrt

        file.seek(1 << 30)  # a byte that nobody reads: here a lock keeps readers out as well
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
