"""The folder that a submission may write: measured while it runs, removed when it is gone.

It lies in a folder of its grader, which holds a locked file for as long as the grader lives.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
import time
from pathlib import Path

from grader.files import lock_descriptor, unlock_descriptor

PREFIX = "grade-"
SENTINEL = "sentinel"
NEW_SECONDS = 60.0  # a folder as young as this may not have locked its file yet

MAX_BYTES = 64 << 20
MIN_ENTRY_BYTES = 4096  # an empty file takes up space, too
MAX_DEPTH = 14  # of folders in folders; with the longest names the path can still be opened


def make_folder() -> tuple[Path, int]:
    """A new folder for the boxes of one grader, and the descriptor that keeps its file locked.

    Folders whose grader was killed are removed: nobody else would.
    """
    _remove_abandoned(Path(tempfile.gettempdir()))
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    folder.chmod(0o711)  # a worker of another user must reach its box, and see no other
    # Readable for everybody: only confinement keeps a worker from it.
    descriptor = os.open(folder / SENTINEL, os.O_CREAT | os.O_RDONLY, 0o644)
    lock_descriptor(descriptor)
    return folder, descriptor


def _remove_abandoned(parent: Path) -> None:
    for folder in parent.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            status = folder.lstat()
            if not _is_ours(status) or time.time() - status.st_mtime < NEW_SECONDS:
                continue
            flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)
            descriptor = os.open(folder / SENTINEL, flags)
            try:
                lock_descriptor(descriptor)
                unlock_descriptor(descriptor)
            finally:
                os.close(descriptor)  # first: on Windows nothing that is open can be removed
            remove(folder)


def _is_ours(status: os.stat_result) -> bool:
    """True if a folder is this user's; on Windows, where each user has a folder for these, yes."""
    return not hasattr(os, "getuid") or status.st_uid == os.getuid()


def is_too_full(box: Path) -> bool:
    """True if more lies in the box than may, or something that cannot be measured.

    A folder that nobody may list, or one that lies too deep, would hide what it holds.
    """
    total = 0
    folders = [(str(box), 0)]
    while folders:
        folder, depth = folders.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    total += _bytes_of(entry)
                    if total > MAX_BYTES or depth > MAX_DEPTH:
                        return True
                    if entry.is_dir(follow_symlinks=False):
                        folders.append((entry.path, depth + 1))
        except FileNotFoundError:  # removed meanwhile
            continue
        except OSError:
            return True
    return False


def _bytes_of(entry: os.DirEntry[str]) -> int:
    try:
        status = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return 0
    on_disk: int = getattr(status, "st_blocks", 0) * 512
    return max(status.st_size, on_disk, MIN_ENTRY_BYTES)


def remove(box: Path) -> None:
    """Remove the box with everything in it; what cannot be removed stays.

    Folders that lie deep are first brought up, one level after the other: following them down
    would take more frames, descriptors and letters of a path than there are.
    """
    token = secrets.token_hex(8)  # no name of the submission's
    moved = 0
    with contextlib.suppress(OSError):
        while folders := _remove_files(box):
            for folder in folders:
                for inner in _remove_files(folder):
                    moved += 1
                    os.rename(inner, box / f"{token}-{moved}")
                os.rmdir(folder)
        os.rmdir(box)


def _remove_files(folder: Path) -> list[Path]:
    """Remove the files of a folder; give the folders in it, made so that they can be listed."""
    with os.scandir(folder) as found:
        entries = list(found)
    folders = []
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            os.chmod(entry.path, 0o700)
            folders.append(Path(entry.path))
        else:
            _unlink(entry.path)
    return folders


def _unlink(path: str) -> None:
    try:
        os.unlink(path)
    except PermissionError:  # read-only, which on Windows keeps it from being removed
        if hasattr(os, "getuid"):
            raise
        os.chmod(path, 0o600)
        os.unlink(path)
