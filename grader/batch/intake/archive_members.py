"""The entries of an archive by the parts of their names, and which of them grading reads."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from typing import NamedTuple

from grader.batch.intake.archive_limits import SUFFIX, is_junk
from grader.batch.intake.discovery import is_exercise_file, is_exercise_folder

READ = (".py", ".ipynb")
MAX_WRAPPERS = 16  # folders around everything


class Member(NamedTuple):
    """An entry of an archive, by the parts of its name from some folder on."""

    parts: tuple[str, ...]
    entry: zipfile.ZipInfo


def unwrapped(members: list[Member], is_wanted: Callable[[tuple[str, ...]], bool]) -> list[Member]:
    """The members without the folders that all of them lie in, as far as tools make such."""
    for _ in range(MAX_WRAPPERS):
        if not _is_wrapped(members, is_wanted):
            break
        members = [below(member) for member in members]
    return members


def _is_wrapped(members: list[Member], is_wanted: Callable[[tuple[str, ...]], bool]) -> bool:
    """True if all lies in one folder that is none of those that are looked for."""
    first = {member.parts[:1] for member in members}
    return (
        len(first) == 1
        and all(len(member.parts) > 1 for member in members)
        and not any(is_wanted(member.parts) for member in members)
    )


def is_exercise(parts: tuple[str, ...]) -> bool:
    """True if the parts are those of a submission, from a student's folder on."""
    return is_exercise_folder(parts[0]) if len(parts) > 1 else is_exercise_file(parts[0])


def is_student(parts: tuple[str, ...]) -> bool:
    """True if the parts begin with a student's folder, or an archive in its place."""
    return parts[0].endswith(SUFFIX) or (len(parts) > 1 and is_exercise(parts[1:]))


def is_read(parts: tuple[str, ...]) -> bool:
    """True if grading may read a file of these parts."""
    is_near = len(parts) == 1 or (len(parts) == 2 and is_exercise_folder(parts[0]))
    return is_near and parts[-1].endswith(READ)


def is_ignored(member: Member) -> bool:
    """A folder, or what systems and editors leave behind."""
    return member.entry.is_dir() or any(map(is_junk, member.parts))


def below(member: Member) -> Member:
    """The member from the next folder on."""
    return Member(member.parts[1:], member.entry)
