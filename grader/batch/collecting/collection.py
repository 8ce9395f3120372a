"""The folder that collecting makes, written whole or not at all.

DIR/<student>/...       what each student handed in
DIR/submissions.csv     whose, of which exercise, when
DIR/not-collected.csv   what was left out, and why
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from grader.batch.collecting.attempts import Item
from grader.batch.collecting.collect import Collected
from grader.batch.intake.deliveries import (
    FILE,
    NOT_COLLECTED,
    NOT_SUBMITTED,
    deliveries_csv,
    left_csv,
)
from grader.batch.intake.entries import Left
from grader.batch.platforms.export_files import UNREADABLE
from grader.errors import GraderError
from grader.files import writing


def write_collection(collected: Collected, folder: Path) -> tuple[Left, ...]:
    """Write the folder; give what is left out, for one sentence each.

    Raises:
        GraderError: the folder exists and is not empty.
        BrokenEnvironment: it cannot be written; then nothing of it is there.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise GraderError(f"{folder} is not empty.", "Name a new folder with --to.")
    with writing(folder, "Name another folder with --to."):
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
        try:
            return _write_all(collected, made, folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)


def _write_all(collected: Collected, made: Path, folder: Path) -> tuple[Left, ...]:
    """Write everything into one folder, and then give it the name of another."""
    damaged = [found for item in collected.items if (found := _write(item, made))]
    left = (*collected.left, *damaged, *_missing(collected))
    (made / FILE).write_text(deliveries_csv(collected.deliveries), "utf-8", newline="")
    (made / NOT_COLLECTED).write_text(left_csv(left), "utf-8", newline="")
    made.chmod(0o755)
    if folder.exists():
        folder.rmdir()
    made.rename(folder)
    return left


def _write(item: Item, folder: Path) -> Left | None:
    """Write one file; one that turns out to be damaged is left out."""
    try:
        data = item.file.read()
    except UNREADABLE:
        return Left(item.student, item.file.path, "is damaged. Have it handed in again")
    path = folder / item.student / item.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return None


def _missing(collected: Collected) -> tuple[Left, ...]:
    return tuple(Left(student, "", NOT_SUBMITTED) for student in collected.missing)
