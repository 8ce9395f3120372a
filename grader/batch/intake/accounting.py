"""Nobody is lost: every folder, and every file that looks like a submission, is graded or named.

Discovery finds files that are called as they should be. Here the others are looked at: one that is
called otherwise is graded where what it defines leaves no doubt, and is named where it does not.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from grader.batch.intake.entries import Discovery, Entry, Left
from grader.batch.intake.recognition import (
    COURSES_OWN,
    MAX_BYTES,
    Functions,
    code_suffix,
    exact_exercise,
    is_unwritten,
    like_exercise,
    recognise_exercise,
)

MAX_DEPTH = 4  # folders below a student's own
MAX_FILES = 1_000  # that are looked at, of one student
NOTHING = "there is no submission in the folder"


class _Stray(Struct, frozen=True):
    """A file that looks like a submission, and is not called like one.

    Attributes:
        defined: the exercise whose functions it defines, None where that is not one.
    """

    path: Path
    file: str  # below the folder of submissions
    defined: str | None
    like: str | None
    data: bytes


def account(found: Discovery, exercises: Functions) -> Discovery:
    """The same, with misnamed submissions among the entries and all others named.

    `exercises` are those of the course, with their functions.
    """
    entries, not_graded = list(found.entries), list(found.not_graded)
    theirs = {(entry.student, entry.exercise): entry for entry in entries}
    graded = {source.path for entry in entries for source in entry.sources}
    for folder in found.folders:
        strays = list(_strays(folder, graded, exercises))
        for name in sorted({stray.defined or stray.like or "" for stray in strays}):
            same = [stray for stray in strays if (stray.defined or stray.like or "") == name]
            own = theirs.get((folder.name, name))
            more, left = _settle(folder.name, name, same, own)
            theirs |= {(entry.student, entry.exercise): entry for entry in more}
            entries += more
            not_graded += left
    return replace(found, entries=tuple(sorted(entries)), not_graded=tuple(not_graded))


def name_the_rest(found: Discovery, everything: Discovery, known: Collection[str]) -> Discovery:
    """The same, with a row for each folder of which nothing is graded and nothing was named.

    `found` is what is left of `everything` for the exercises that are graded; `known` are those
    of the course.
    """
    graded = {(entry.student, entry.exercise) for entry in found.entries}
    own = {student for student, _ in graded}
    others: dict[str, list[str]] = defaultdict(list)
    rows = []
    for entry in everything.entries:
        if entry.exercise not in known:
            why = f"{entry.exercise} is not in this course"
            rows.append(Left(entry.student, entry.file, why))
        elif (entry.student, entry.exercise) not in graded:
            others[entry.student].append(entry.exercise)
    named = {left.student for left in (*found.not_graded, *rows)}
    for student in sorted({folder.name for folder in found.folders} - own):
        if student in others:
            why = f"only {', '.join(others[student])}, which is not graded now"
            rows.append(Left(student, "", why))
        elif student not in named:
            rows.append(Left(student, "", NOTHING))
    return replace(found, not_graded=(*found.not_graded, *rows))


def _settle(
    student: str, exercise: str, strays: Sequence[_Stray], own: Entry | None
) -> tuple[list[Entry], list[Left]]:
    """The misnamed file of an exercise that is graded, and why the others are not."""
    sure = [stray for stray in strays if stray.defined]
    left = [
        Left(student, stray.file, f"is named like {exercise}, but defines none of its functions")
        for stray in strays
        if not stray.defined
    ]
    if own is not None:
        why = f"{own.file} counts"
        return [], [*left, *(Left(student, stray.file, why) for stray in sure)]
    if len({stray.data for stray in sure}) > 1:
        why = f"is one of {len(sure)} files that define functions of {exercise}; ask which counts"
        return [], [*left, *(Left(student, stray.file, why) for stray in sure)]
    if not sure:
        return [], left
    chosen, *copies = sure
    name = Path(chosen.file).relative_to(student).as_posix()
    note = f"{name} is graded as {exercise}, because of the functions that it defines"
    entry = Entry(student, exercise, chosen.path, _shown(chosen), note)
    return [entry], [*left, *(Left(student, copy.file, f"equals {name}") for copy in copies)]


def _shown(stray: _Stray) -> str:
    """The name that it goes by; it ends in .py or .ipynb, which decides how it is read."""
    suffix = code_suffix(stray.file)
    assert suffix is not None, "only such files are looked at"
    return stray.file if stray.file.endswith(suffix) else f"{stray.file}{suffix}"


def _strays(folder: Path, graded: set[Path], exercises: Functions) -> Iterator[_Stray]:
    """The files of a student that look like submissions and are not graded yet."""
    for path in _code_files(folder):
        if path in graded:
            continue
        data = _read(path)
        defined = recognise_exercise(path.name, data, exercises)
        like = exact_exercise(path.name) or like_exercise(path.name)
        if defined and is_unwritten(path.name, data, exercises[defined]):
            continue  # what every student got
        if defined or like:
            file = path.relative_to(folder.parent).as_posix()
            yield _Stray(path, file, defined, like, data)


def _code_files(folder: Path) -> Iterator[Path]:
    """Python files and notebooks below a folder, without those of the course, and no links."""
    seen = 0
    for name, folders, files in os.walk(folder):
        depth = len(Path(name).relative_to(folder).parts)
        inside = [inner for inner in folders if not inner.startswith(".")]
        folders[:] = sorted(set(inside) - set(COURSES_OWN)) if depth < MAX_DEPTH else []
        for file in sorted(files):
            path = Path(name, file)
            if code_suffix(file) is None or file.startswith(".") or not _is_text(file):
                continue
            seen += 1
            if seen > MAX_FILES:
                return
            if path.is_file() and not path.is_symlink():
                yield path


def _is_text(name: str) -> bool:
    return name.isprintable() or not any("\ud800" <= sign <= "\udfff" for sign in name)


def _read(path: Path) -> bytes:
    """The beginning of a file, one byte more than is ever parsed; nothing where it is closed."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError:
        return b""
