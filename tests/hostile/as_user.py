"""Runs a command as another user who can read some folders, even where their parents are closed.

    python as_user.py UID FOLDER... -- COMMAND...

Needs root. In a mount namespace of its own, every closed folder on the way to one of FOLDERs is
covered by an open one that shows nothing but these; for everybody else nothing changes.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from grader.sandbox.confinement import syscalls

OPEN = 0o005  # others may list a folder, and enter it


def main(words: Sequence[str]) -> None:
    """Open the folders, become the user and run the command."""
    end = words.index("--")
    user, folders, command = int(words[0]), words[1:end], words[end + 1 :]
    here = Path.cwd()
    syscalls.unshare(syscalls.NEWNS)
    syscalls.mount(None, "/", flags=syscalls.RECURSIVE | syscalls.PRIVATE)
    open_ways(sorted(Path(folder).resolve() for folder in folders))
    os.chdir(here)  # the same path, now perhaps in another folder
    if user:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    os.execv(command[0], command)


def open_ways(paths: Sequence[Path]) -> None:
    """Let others enter every folder on the way to the paths, and the paths themselves."""
    for path in paths:
        for folder in (*reversed(path.parents), path):
            if folder.stat().st_mode & OPEN != OPEN:
                below = [kept for kept in paths if folder in kept.parents]
                cover(folder, list(folder.iterdir()) if folder in paths else below)


def cover(folder: Path, kept: Sequence[Path]) -> None:
    """Put an empty, open folder over `folder`, with only the kept things in it."""
    links = {path: path.readlink() for path in kept if path.is_symlink()}
    others = [path for path in kept if path not in links]
    held = {path: os.open(path, os.O_PATH) for path in others}
    syscalls.mount("open", str(folder), "tmpfs", syscalls.NO_SUID | syscalls.NO_DEV, "mode=755")
    for path, target in links.items():
        path.symlink_to(target)
    for path, descriptor in held.items():
        if path.is_relative_to(folder) and not path.exists():
            make_place(path, descriptor)
            source = f"/proc/self/fd/{descriptor}"
            syscalls.mount(source, str(path), flags=syscalls.BIND | syscalls.RECURSIVE)
        os.close(descriptor)


def make_place(path: Path, descriptor: int) -> None:
    """Make an empty file or folder to show another one at."""
    if Path(f"/proc/self/fd/{descriptor}").is_dir():
        path.mkdir(parents=True)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


if __name__ == "__main__":
    main(sys.argv[1:])
