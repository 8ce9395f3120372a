"""One writer for a folder: a lock that ends with the process, however that ends."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

from grader.errors import BrokenEnvironment
from grader.files import lock_descriptor, writing

FILE = ".lock"


def lock_folder(folder: Path) -> IO[str]:
    """Take the folder for this process until the file that this gives is closed.

    Raises:
        BrokenEnvironment: another process has it, or the folder cannot be written.
    """
    path = folder / FILE
    with writing(path, "Name another folder with --out."):
        file = path.open("a+", encoding="ascii")
    try:
        lock_descriptor(file.fileno())
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
