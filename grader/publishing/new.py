"""A new exercise that works from its first minute, for its author to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.course.course import exercise_name, find_course
from grader.errors import BrokenEnvironment, GraderError, NoCourse

TEMPLATE = Path(__file__).with_name("template")
SUFFIX = ".txt"  # so that no tool takes the template for a part of the grader
PLACEHOLDER = "exerciseNN"


class NotNew(GraderError):
    """The name is no exercise's, or that of one that is there already."""


def create_exercise(root: Path, word: str) -> tuple[Path, ...]:
    """Write solutions/exerciseNN/ from the template; give the files, in order.

    Raises:
        NotNew: the name is not of the form exercise09, or taken.
        BrokenEnvironment: the folder cannot be written.
    """
    name = exercise_name(word)
    if not re.fullmatch(r"exercise\d{2}", name):
        raise NotNew(f"'{word}' is not the name of an exercise.", "Names are like exercise09.")
    for taken in (root / "solutions" / name, root / "exercises" / name):
        if taken.exists():
            raise NotNew(f"{taken.relative_to(root)} is there already.", "Choose another number.")
    try:
        return tuple(_write(root / "solutions" / name, name))
    except OSError as error:
        raise BrokenEnvironment(f"The exercise cannot be written: {error}.") from error


def as_text(root: Path, files: Sequence[Path]) -> str:
    """The list of written files and the next commands, for the author."""
    folder = files[0].parent.relative_to(root)
    commands = {
        "grade release": f"derives exercises/{folder.name}",
        f"grade verify {folder.name}": "tells whether it is sound",
    }
    width = max(map(len, commands))
    lines = [f"{command:{width}}   ({why})" for command, why in commands.items()]
    return "\n".join(
        [
            f"{folder.as_posix()} works as it is. Fill it in; docs/authors.md says how.",
            *(f"  {path.relative_to(root).as_posix()}" for path in files),
            "",
            "Next: " + "\n      ".join(lines),
        ]
    )


def course_root(start: Path) -> Path:
    """The root of the course around `start`, which may hold no exercise yet.

    Raises:
        NoCourse: there is neither an exercise nor an empty folder for them.
    """
    try:
        return find_course(start).root
    except NoCourse:
        if not (start / "solutions").is_dir():
            raise NoCourse(
                f"There is no course in {start.resolve()} or above it.",
                "For a new one, make an empty folder 'solutions' first.",
            ) from None
        return start.resolve()


def _write(folder: Path, name: str) -> Iterator[Path]:
    for template in sorted(TEMPLATE.rglob(f"*{SUFFIX}")):
        path = folder / template.relative_to(TEMPLATE).with_suffix("")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(template.read_text("utf-8").replace(PLACEHOLDER, name), "utf-8")
        yield path
