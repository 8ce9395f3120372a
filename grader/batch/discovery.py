"""Which files of a folder of submissions are graded: one for each student and exercise.

    SUBMISSIONS/<student>/exerciseNN.py, .ipynb
    SUBMISSIONS/<student>/exerciseNN/exerciseNN.py, .ipynb
    SUBMISSIONS/<student>/exercises/exerciseNN/exerciseNN.py, .ipynb

Students and their tools make these folders, so nothing in them is trusted: links are not followed,
and what cannot be read costs its own student a line, and nobody else anything.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from grader.errors import GraderError

_FILE = re.compile(r"(exercise\d\d)\.(py|ipynb)", re.ASCII)
_FOLDER = re.compile(r"exercise\d\d", re.ASCII)
_COURSE = "exercises"  # in a copy of the students' course
_IS_LINK = "is a link, and links are not followed. Put the folder itself there."


def is_exercise_file(name: str) -> bool:
    """Whether a file of this name is a submission."""
    return _FILE.fullmatch(name) is not None


def is_exercise_folder(name: str) -> bool:
    """Whether a folder of this name holds a submission, and files that it imports."""
    return _FOLDER.fullmatch(name) is not None


class Entry(Struct, frozen=True, order=True):
    """A file that a student handed in for an exercise.

    Attributes:
        file: the path below the folder of submissions, with forward slashes.
        note: why this file and no other, where there were several; else empty.
    """

    student: str
    exercise: str
    path: Path
    file: str
    note: str = ""


class Left(Struct, frozen=True):
    """Something that was not graded, or not collected, and why.

    Attributes:
        student: whose it is, empty where nobody knows.
        path: below the folder of submissions, or in an export; empty for a student as a whole.
    """

    student: str
    path: str
    why: str


class Discovery(Struct, frozen=True):
    """What a folder of submissions holds.

    Attributes:
        entries: what to grade, by student and exercise.
        complaints: a sentence about each thing that is left out and should not be.
        folders: the students' folders, to account for each.
        not_graded: what is left out, with the reason.
    """

    entries: tuple[Entry, ...]
    complaints: tuple[str, ...]
    folders: tuple[Path, ...] = ()
    not_graded: tuple[Left, ...] = ()


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


def restrict(found: Discovery, known: Iterable[str], asked_for: Iterable[str] = ()) -> Discovery:
    """Leave out what is not asked for, and what the course does not know.

    With nothing asked for, everything is; then a file of an unknown exercise is complained about.
    """
    known, wanted = frozenset(known), frozenset(asked_for)
    unknown = sorted({entry.exercise for entry in found.entries} - known)
    complaints = [] if wanted else [f"{name} is not in this course." for name in unknown]
    return replace(
        found,
        entries=tuple(entry for entry in found.entries if entry.exercise in (wanted or known)),
        complaints=(*found.complaints, *complaints),
    )


class _Candidate(Struct, frozen=True):
    path: Path
    modified: int  # nanoseconds
    is_regular: bool


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
        nested: list[os.DirEntry[str]] = []
        candidates: dict[str, list[_Candidate]] = {}
        for child in self._listed(folder):
            match = _FILE.fullmatch(child.name)
            if match and not child.is_dir(follow_symlinks=False):
                candidates.setdefault(match[1], []).append(_candidate(child))
            else:
                nested += self._exercise_folders(child)
        for inner in nested:
            for child in self._listed(inner):
                match = _FILE.fullmatch(child.name)
                if match and match[1] == inner.name and not child.is_dir(follow_symlinks=False):
                    candidates.setdefault(inner.name, []).append(_candidate(child))
        for exercise, found in candidates.items():
            self.entries.append(self._chosen(folder.name, exercise, found))

    def _exercise_folders(self, child: os.DirEntry[str]) -> list[os.DirEntry[str]]:
        """The folder itself, if it is an exercise's, or those in a copy of the course."""
        if _FOLDER.fullmatch(child.name):
            return [child]
        inside = self._listed(child) if child.name == _COURSE else []
        return [inner for inner in inside if _FOLDER.fullmatch(inner.name)]

    def _listed(self, folder: os.DirEntry[str]) -> list[os.DirEntry[str]]:
        """What lies in a folder; where that cannot be told, a complaint and nothing."""
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

    def _chosen(self, student: str, exercise: str, found: list[_Candidate]) -> Entry:
        """The newest; of equal age .py before .ipynb, and the flat one before the nested.

        What is no regular file cannot be read, and counts only where there is nothing else.
        """
        found.sort(key=lambda item: item.path.suffix == ".ipynb")
        chosen, *others = sorted(found, key=lambda item: (not item.is_regular, -item.modified))
        note = ""
        if others:
            names = " and ".join(self._below(item.path, student) for item in others)
            is_newest = all(chosen.modified > item.modified for item in others)
            why = "newer" if is_newest else "no older"
            note = f"{self._below(chosen.path, student)} counts; it is {why} than {names}"
        file = self._below(chosen.path)
        return Entry(student, exercise, chosen.path, file, note)

    def _below(self, path: Path, *folders: str) -> str:
        return path.relative_to(self._root.joinpath(*folders)).as_posix()


def _candidate(child: os.DirEntry[str]) -> _Candidate:
    modified = child.stat(follow_symlinks=False).st_mtime_ns
    return _Candidate(Path(child), modified, child.is_file(follow_symlinks=False))


def _children(folder: Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as children:
        return sorted(children, key=lambda child: child.name)


def _is_same(child: os.DirEntry[str], path: Path | None) -> bool:
    return path is not None and Path(child).resolve() == path.resolve()


def _is_text(name: str) -> bool:
    """Whether a name from the file system is valid text, such as a gradebook can hold."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
