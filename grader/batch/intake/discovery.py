"""The files of a folder of submissions to grade: one for each student and exercise.

    SUBMISSIONS/<student>/exerciseNN.py, .ipynb
    SUBMISSIONS/<student>/exerciseNN/exerciseNN.py, .ipynb
    SUBMISSIONS/<student>/exercises/exerciseNN/exerciseNN.py, .ipynb

Where there are several, which of them count is decided by what is written in them, when they are
read (`submission.stub_state`); dates of files mean nothing in a class.

Students and their tools make these folders, so nothing in them is trusted: links are not followed,
and what cannot be read costs its own student a line, and nobody else anything.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from grader.batch.intake.entries import Discovery, Entry, Left, Source
from grader.errors import GraderError

_FILE = re.compile(r"(exercise\d\d)\.(py|ipynb)", re.ASCII)
_FOLDER = re.compile(r"exercise\d\d", re.ASCII)
COURSE_FOLDER = "exercises"  # of a clone of the course
_IS_LINK = "is a link, and links are not followed. Put the folder itself there."


def is_exercise_file(name: str) -> bool:
    """True if a file of this name is a submission."""
    return _FILE.fullmatch(name) is not None


def is_exercise_folder(name: str) -> bool:
    """True if a folder of this name holds a submission, and files that it imports."""
    return _FOLDER.fullmatch(name) is not None


def discover(folder: Path, *, results: Path | None = None) -> Discovery:
    """Find every submission below `folder`, of all exercises.

    `results` is where results are written; should that lie in the folder, it is no student's.

    Raises:
        GraderError: the folder cannot be read.
    """
    search = _Search(folder)
    try:
        children = _children(folder)
    except OSError as error:
        raise GraderError(
            f"The folder {folder} cannot be read: {error.strerror}.",
            "Name the folder that holds a folder for each student.",
        ) from error
    for child in children:
        if not child.name.startswith(".") and not _is_same(child, results):
            search.student(child)
            if child.is_dir(follow_symlinks=False) and _is_text(child.name):
                search.folders.append(Path(child))
    return Discovery(
        tuple(sorted(search.entries)),
        tuple(search.complaints),
        tuple(search.folders),
        tuple(search.not_graded),
    )


class _Search:
    """Collects what the folders of the students hold."""

    def __init__(self, root: Path) -> None:
        self.entries: list[Entry] = []
        self.complaints: list[str] = []
        self.folders: list[Path] = []
        self.not_graded: list[Left] = []
        self._root = root

    def student(self, folder: os.DirEntry[str]) -> None:
        """Find the file that counts for each exercise of one student."""
        candidates: dict[str, list[Path]] = {}
        children = self._listed(folder)
        for child in children:
            if name := _exercise_of(child):
                candidates.setdefault(name, []).append(Path(child))
        for inner in self._nested(children):
            for child in self._listed(inner):
                if _exercise_of(child) == inner.name:
                    candidates.setdefault(inner.name, []).append(Path(child))
        for exercise, found in candidates.items():
            found.sort(key=lambda path: path.suffix == ".ipynb")  # the flat one before the nested
            first, *others = [Source(path, self._below(path)) for path in found]
            self.entries.append(
                Entry(folder.name, exercise, first.path, first.file, others=tuple(others))
            )

    def _nested(self, children: list[os.DirEntry[str]]) -> Iterator[os.DirEntry[str]]:
        """The folders of exercises, and those of a clone of the course."""
        for child in children:
            if _FOLDER.fullmatch(child.name):
                yield child
            elif child.name == COURSE_FOLDER:
                yield from (one for one in self._listed(child) if _FOLDER.fullmatch(one.name))

    def _listed(self, folder: os.DirEntry[str]) -> list[os.DirEntry[str]]:
        """The content of a folder; where that cannot be told, a complaint and nothing."""
        if folder.is_symlink():
            return self._complain(folder, _IS_LINK)
        if not folder.is_dir():
            return []
        if not _is_text(folder.name):
            return self._complain(folder, "the name of the folder is not UTF-8. Rename it.")
        try:
            return _children(Path(folder))
        except OSError as error:
            return self._complain(folder, f"cannot be read: {error.strerror}.")

    def _complain(self, folder: os.DirEntry[str], what: str) -> list[os.DirEntry[str]]:
        path = Path(folder).relative_to(self._root)
        shown = os.fsencode(path).decode("utf-8", "backslashreplace")
        self.complaints.append(f"{shown}: {what}")
        student = os.fsencode(path.parts[0]).decode("utf-8", "backslashreplace")
        self.not_graded.append(Left(student, Path(shown).as_posix(), what))
        return []

    def _below(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix()


def _exercise_of(child: os.DirEntry[str]) -> str | None:
    """The exercise whose file this is, going by its name."""
    match = _FILE.fullmatch(child.name)
    return match[1] if match and not child.is_dir(follow_symlinks=False) else None


def _children(folder: Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as children:
        return sorted(children, key=lambda child: child.name)


def _is_same(child: os.DirEntry[str], path: Path | None) -> bool:
    return path is not None and Path(child).resolve() == path.resolve()


def _is_text(name: str) -> bool:
    """True if a name from the file system is valid text, such as a gradebook can hold."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
