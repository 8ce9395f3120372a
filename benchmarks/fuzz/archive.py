"""What a student may hand in as a .zip: files that grading reads, or one sentence."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from grader.batch.intake.archive import unpack_class, unpack_student
from grader.batch.intake.archive_limits import MAX_BYTES
from grader.batch.intake.archive_members import READ


def attempt(data: bytes) -> None:
    """Unpack an archive of one student, and as that of a class.

    Raises:
        AssertionError: something lies where it must not, or a sentence is none.
    """
    with tempfile.TemporaryDirectory() as name:
        around = Path(name)
        source = around / "class.zip"
        source.write_bytes(data)
        complaints = unpack_student(io.BytesIO(data), "ada.zip", around / "ada")
        kept = _unpacked(around / "ada")
        assert bool(complaints) != bool(kept), (complaints, kept)
        told = unpack_class(source, around / "folders", around / "archives")
        assert all("\n" not in line for line in told if line.isprintable())
        kept += _unpacked(around / "folders") + _unpacked(around / "archives")
        everything = {path for path in around.rglob("*") if not path.is_dir()}
        assert everything == {source, *kept}, everything


def _unpacked(folder: Path) -> list[Path]:
    kept = [path for path in folder.rglob("*") if not path.is_dir()]
    assert all(path.is_file() and not path.is_symlink() for path in kept)
    assert all(path.name.endswith(READ) for path in kept)
    assert sum(path.stat().st_size for path in kept) <= MAX_BYTES
    return kept
