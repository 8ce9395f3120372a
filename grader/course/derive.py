"""The student's part of an exercise: exercises/exerciseNN, derived from solutions/exerciseNN.

The stub is the reference without the lines between `# BEGIN SOLUTION` and `# END SOLUTION`; the
lesson, the visible checks and exercise.toml are copied, the latter with the titles of the hidden
checks; lesson and stub also make a notebook. Hidden checks, mistakes and solutions stay where
they are.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection, Iterator
from pathlib import Path

from msgspec import Struct

from grader.course.course import BY_HAND, Course, load_exercise
from grader.course.stub import defined_functions, stub_source
from grader.errors import GraderError, MalformedExercise
from grader.files import write_file
from grader.model import Exercise

_COPIED = ("README.md", "test_examples.py")
_FIGURE, _EFFECT = "figure.png", "effect.py"  # copied where there are any
# Made by grader.publishing.pages.explore where solutions/ has explore.py; here it counts as it is.
EXPLORE_PAGE, _EXPLORE = "explore.html", "explore.py"
_ID_LINE = re.compile(r"""(?P<indent>[ \t]*)id[ \t]*=[ \t]*["'](?P<id>\w+)["'][ \t]*(#.*)?""")

__all__ = ["Finding", "Release", "release", "released_files", "stub_source"]


class Finding(Struct, frozen=True):
    """Something in exercises/ that is not as solutions/ has it."""

    path: Path
    what: str
    remedy: str


class Release(Struct, frozen=True):
    """The state of every derived file, and the stray files among them."""

    written: tuple[Path, ...]
    unchanged: tuple[Path, ...]
    findings: tuple[Finding, ...]


def release(course: Course, *, check: bool = False) -> Release:
    """Write exercises/ as solutions/ has it today; with `check`, only tell what differs.

    Everything is derived before anything is written. Files that are not derived are reported,
    and never deleted.

    Raises:
        GraderError: the course holds no solutions.
        MalformedExercise: an exercise cannot be derived.
    """
    exercises = [load_exercise(course, name) for name in course.exercise_names()]
    derived = {
        exercise.released / name: content
        for exercise in exercises
        if exercise.authored is not None
        for name, content in released_files(exercise).items()
    }
    if not derived:
        raise GraderError(
            f"The course in {course.root} holds no solutions to derive exercises from.",
            "Run the command where the authors' solutions are.",
        )
    unchanged = tuple(path for path, content in derived.items() if _bytes(path) == content)
    stale = tuple(path for path in derived if path not in unchanged)
    strays = tuple(_strays(course, derived))
    if check:
        return Release((), unchanged, (*map(_stale, stale), *strays))
    for path in stale:
        _write(path, derived[path])
    return Release(stale, unchanged, strays)


def released_files(exercise: Exercise) -> dict[str, bytes]:
    """The name and the content of every file that a student gets; lines end in a bare newline.

    Raises:
        MalformedExercise: a file is missing or contradicts another.
    """
    assert exercise.authored is not None, "an exercise is derived where its solutions are"
    texts = {name: _text(exercise.authored / name) for name in _COPIED}
    texts["exercise.toml"] = _table_with_titles(exercise, exercise.authored / "exercise.toml")
    texts[f"{exercise.name}.py"] = _stub(exercise, exercise.authored / "reference.py")
    files = {name: text.encode() for name, text in texts.items()}
    files[f"{exercise.name}.ipynb"] = as_notebook(exercise, texts[f"{exercise.name}.py"])
    for name in (_FIGURE, _EFFECT):
        picture = _bytes(exercise.authored / name)
        if picture is not None:
            files[name] = picture
    page = _bytes(exercise.released / EXPLORE_PAGE)
    if page is not None and (exercise.authored / _EXPLORE).is_file():
        files[EXPLORE_PAGE] = page
    return files


def as_notebook(exercise: Exercise, source: str) -> bytes:
    """The notebook of an exercise with this source in its cells: the stub's, or the reference's.

    Raises:
        MalformedExercise: the exercise has no lesson.
    """
    from grader.course.exercise_notebook import exercise_notebook  # nbformat takes a while

    assert exercise.authored is not None, "an exercise is derived where its solutions are"
    return exercise_notebook(
        exercise.name,
        source,
        _text(exercise.authored / "README.md"),
        functions=tuple(exercise.functions),
        points=exercise.max_points,
        figure=_bytes(exercise.authored / _FIGURE),
    )


def _stub(exercise: Exercise, path: Path) -> str:
    stub = stub_source(_text(path), path=path)
    for function in exercise.functions:
        if function not in defined_functions(stub):
            raise MalformedExercise(
                f"{path} gives the student no function '{function}', which exercise.toml names.",
                "Define it at module level, and mark the inside of it alone as the solution.",
            )
    return stub


def _table_with_titles(exercise: Exercise, path: Path) -> str:
    """exercise.toml with a title for every hidden check, whose test file stays behind."""
    text = _text(path)
    titles = {
        check.id: check.title
        for check in exercise.checks
        if check.visibility == "hidden" and check.id != BY_HAND and check.title
    }
    lines = []
    for line in text.split("\n"):
        lines.append(line)
        found = _ID_LINE.fullmatch(line)
        if found and found["id"] in titles:
            title = json.dumps(titles[found["id"]], ensure_ascii=False)
            lines.append(f"{found['indent']}title = {title}")
    wanted = tomllib.loads(text)
    wanted["checks"] = [
        check | ({"title": titles[check["id"]]} if check["id"] in titles else {})
        for check in wanted["checks"]
    ]
    released = "\n".join(lines)
    try:
        if tomllib.loads(released) == wanted:
            return released
    except tomllib.TOMLDecodeError:
        pass  # such as a second title
    raise MalformedExercise(
        f"{path} has no place for the titles of the hidden checks.",
        "Give each check a [[checks]] table with its id on a line of its own, and no title.",
    )


def _strays(course: Course, derived: Collection[Path]) -> Iterator[Finding]:
    """The files in exercises/ that are not derived; caches and dotfiles do not count."""
    for folder in sorted((course.root / "exercises").glob("exercise[0-9][0-9]")):
        authored = f"solutions/{folder.name}"
        if not (course.root / authored).is_dir():
            what = f"It has no source: {authored} is missing."
            yield Finding(folder, what, f"Delete the folder, or bring {authored} back.")
            continue
        for path in sorted(folder.iterdir()):
            if path not in derived and not path.name.startswith((".", "__pycache__")):
                what = f"It is not derived from {authored}."
                yield Finding(path, what, f"Delete it, or move it to {authored}.")


def _stale(path: Path) -> Finding:
    what = "It is not what its solutions make of it today." if path.exists() else "It is missing."
    return Finding(path, what, "Run `grade release`.")


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError as error:
        raise MalformedExercise(
            f"{path} is missing.", "Every exercise has one; docs/authors.md tells what is in it."
        ) from error
    except UnicodeDecodeError as error:
        raise MalformedExercise(f"{path} is not UTF-8 text.", "Save it as UTF-8.") from error


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_file(path, content)
