"""`grade solution`: after full points, two good answers beside the student's own."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import PurePosixPath

from grader.course.hidden_files import REFERENCE, SEALED_FILE, hidden_text, style_names
from grader.errors import GraderError
from grader.files import as_typed
from grader.model import Exercise
from grader.practice.progress import Progress
from grader.report.console import Console
from grader.report.layout import cells, wrap
from grader.report.sanitize import clean, clean_ascii
from grader.submission.listing import listing
from grader.submission.stub_state import counting_file
from grader.submission.submission import read_submission

GAP = 3
NOTE_WIDTH = 60  # of what is said about another way, above it


def check_published(exercise: Exercise) -> None:
    """See to it that the course holds the solution, or has published it.

    Raises:
        GraderError: it is withheld, or sealed and there is no key.
    """
    if hidden_text(exercise, REFERENCE) is not None:
        return
    remedy = "After the deadline the course may publish it."
    if (exercise.released / SEALED_FILE).is_file():
        key = as_typed(exercise.released / "hidden.key")
        remedy = f"After the deadline the course publishes its key; save it as {key}."
    raise GraderError(f"The solution of {exercise.name} is not published yet.", remedy)


def check_earned(exercise: Exercise, progress: Progress) -> None:
    """See to it that the student has full points.

    Raises:
        GraderError: not yet; the command that grades is told.
    """
    run = progress.run
    if run is not None and run.points == exercise.max_points:
        return
    points = run.points if run is not None else 0
    raise GraderError(
        f"The solution of {exercise.name} is shown after full points; the last run has "
        f"{points} of {exercise.max_points}.",
        f"grade {exercise.name}",
    )


def listings(exercise: Exercise) -> list[tuple[str, list[str]]]:
    """(heading, lines) of the student's code, the reference, and one more way to write it.

    Raises:
        GraderError: the student's file is missing or cannot be read.
    """
    path = counting_file(exercise.released, exercise.name, exercise.functions)
    if path is None:
        raise GraderError(f"{exercise.name} has no file.", f"grade reset {exercise.name}")
    own = read_submission(path, exercise).source
    reference = hidden_text(exercise, REFERENCE)
    assert reference is not None, "what is not published is refused before"
    return [
        ("Yours", listing(own)),
        ("The reference", listing(reference)),
        *_another_way(exercise),
    ]


def _another_way(exercise: Exercise) -> Iterator[tuple[str, list[str]]]:
    """The first other way to write it that the course holds, below what it says of itself."""
    for name in style_names(exercise)[:1]:
        text = hidden_text(exercise, name)
        assert text is not None
        said = ast.get_docstring(ast.parse(text)) or ""
        notes = [f"# {line}" for line in wrap(said, NOTE_WIDTH) if line]
        yield f"Another way: {PurePosixPath(name).stem.replace('_', ' ')}", notes + listing(text)


def render_listings(found: Sequence[tuple[str, list[str]]], console: Console) -> str:
    """The listings as text that ends in a newline: beside each other where the width allows it."""
    wash = clean if console.unicode else clean_ascii
    blocks = [(wash(heading), [wash(line) for line in lines]) for heading, lines in found]
    rows: list[list[tuple[str, list[str]]]] = []
    for block in blocks:
        if rows and sum(map(_width, [*rows[-1], block])) + GAP * len(rows[-1]) <= console.width:
            rows[-1].append(block)
        else:
            rows.append([block])
    return "\n\n".join("\n".join(_beside(row, console)) for row in rows) + "\n"


def _width(block: tuple[str, list[str]]) -> int:
    return max(map(cells, [block[0], *block[1]]))


def _beside(row: Sequence[tuple[str, list[str]]], console: Console) -> Iterator[str]:
    widths = [_width(block) for block in row]
    headings = [
        console.paint(heading, "strong") + " " * (width - cells(heading))
        for (heading, _), width in zip(row, widths, strict=True)
    ]
    yield (" " * GAP).join(headings).rstrip()
    for lines in zip_longest(*(lines for _, lines in row), fillvalue=""):
        padded = [
            line + " " * (width - cells(line)) for line, width in zip(lines, widths, strict=True)
        ]
        yield (" " * GAP).join(padded).rstrip()
