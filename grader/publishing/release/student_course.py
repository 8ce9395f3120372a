"""The course as students get it: a folder that holds all they need, and nothing that helps more.

    README.md  LICENSE  constraints.txt  .gitignore  .github/workflows/grade.yml  release.json
    .vscode/  .devcontainer/
    exercises/exerciseNN/   what `grade release` derives, the values that the visible checks
                            expect and, sealed, everything that the hidden ones need;
                            course.toml, where the course has one
    stubs/                  the files that students edit, once more, for `grade reset`
    data/                   as it is
    wheels/                 the grader itself

The tree is made in memory first, so that it can be searched for leaks before anything is written,
and it depends on the course and the grader alone: no clock, no names of folders, no modes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from jinja2 import Environment, StrictUndefined
from msgspec import Struct

from grader import __version__
from grader.course.course import Course, load_exercise
from grader.course.derive import released_files
from grader.course.hidden_files import KEY_FILE, SEALED_FILE, hidden_files
from grader.course.open_files import MANIFEST, open_hashes
from grader.course.sealing import Key, Sealed, exercise_key, key_as_text, seal
from grader.course.term import FILE as TERM_FILE
from grader.course.term import Term, public_part, read_term, term_exercises, term_file
from grader.errors import BrokenEnvironment, GraderError
from grader.files import write_file
from grader.grading.recorded_reference import RECORDED_FILE
from grader.model import Exercise
from grader.publishing.release.editor_files import editor_files, notebook_links
from grader.publishing.release.expected_values import expected_values
from grader.publishing.release.leak_scan import check_leaks
from grader.publishing.release.release_number import ReleaseNumber, release_number
from grader.publishing.release.wheel import WHEEL_NAME, grader_wheel

Hidden = Literal["sealed", "withheld"]
KeyPlace = Literal["embedded", "external"]

SCHEMA = "unsaturated/release/1"
TEMPLATES = {
    "README.md": "README.md.txt",
    ".gitignore": "gitignore.txt",
    ".github/workflows/grade.yml": "grade.yml.txt",
}
COPIED = ("LICENSE", "constraints.txt")
OBFUSCATION = """\
# This key opens hidden.sealed, which holds the hidden checks and the reference, so that you see
# here what a hidden check found. It lies beside the lock: that is obfuscation, not secrecy. What
# is in there spoils the exercise; it is yours to read once you have solved it.
"""


class Tree(Struct, frozen=True):
    """A released course, not yet written: contents by path, with forward slashes."""

    files: Mapping[str, bytes]
    hidden: Hidden
    key: KeyPlace
    release: ReleaseNumber = ReleaseNumber(0, "")


def student_tree(
    course: Course,
    *,
    hidden: Hidden = "sealed",
    key: KeyPlace = "external",
    course_key: Key | None,
    adapted: Callable[[str, bytes], bytes] = lambda _, content: content,
) -> Tree:
    """The tree of a course that its author holds; `course_key` is needed where it is sealed.

    `adapted` gives the content that a file has on a platform, before it is bound by the seal.

    Raises:
        Leak: it would give something away.
        GraderError: the course holds no solutions, or a visible check fails the reference.
    """
    exercises = authored_exercises(course)
    files = {name: content for name, content in _course_files(course)}
    for exercise in exercises:
        folder = f"exercises/{exercise.name}"
        files |= {f"{folder}/{name}": data for name, data in _exercise_files(exercise).items()}
        files |= {f"stubs/{name}": data for name, data in _stubs(exercise).items()}
    release = release_number(course, exercises, files)
    files = {name: adapted(name, content) for name, content in files.items()}
    if hidden == "sealed":
        assert course_key is not None, "sealing needs a key"
        files |= dict(_sealed_files(exercises, files, release.number, (key, course_key)))
    files |= _rendered(files, exercises, read_term(course), (hidden, key))
    files[MANIFEST] = _manifest(files, hidden, key, release.number)
    tree = Tree(dict(sorted(files.items())), hidden, key, release)
    check_leaks(tree.files, exercises)
    return tree


def write_tree(tree: Tree, folder: Path) -> None:
    """Write a tree into a folder that is new, empty, or holds an earlier release.

    Of an earlier release, what this one does not have is taken away; everything else, such as
    the folder .git, is left alone.

    Raises:
        GraderError: the folder holds something else.
        BrokenEnvironment: it cannot be written.
    """
    earlier = _released_before(folder)
    try:
        for name in earlier - tree.files.keys():
            (folder / name).unlink(missing_ok=True)
        for name, content in tree.files.items():
            path = folder / name
            for parent in reversed(path.relative_to(folder).parents):
                (folder / parent).mkdir(parents=True, exist_ok=True)
                (folder / parent).chmod(0o755)
            write_file(path, content)
            path.chmod(0o644)
    except OSError as error:
        raise BrokenEnvironment(
            f"The release cannot be written to {folder}: {error}.", "Name another folder with --to."
        ) from error


def authored_exercises(course: Course) -> list[Exercise]:
    """The exercises of a course's term, in its order; its author is at work here.

    Raises:
        GraderError: one has no folder in solutions/.
    """
    exercises = [load_exercise(course, name) for name in term_exercises(course)]
    for exercise in exercises:
        if exercise.authored is None:
            raise GraderError(
                f"{exercise.name} has no folder in solutions/.",
                "Run the command in the copy of the course that its author works in.",
            )
    return exercises


def _course_files(course: Course) -> Iterator[tuple[str, bytes]]:
    """The files that are copied unchanged."""
    for name in COPIED:
        path = course.root / name
        if path.is_file():
            yield name, path.read_bytes()
    table = term_file(course)
    if table is not None:
        yield f"exercises/{TERM_FILE}", public_part(table.read_text("utf-8")).encode()
    data = course.root / "data"
    for path in sorted(data.rglob("*")):
        below = path.relative_to(course.root)
        if path.is_file() and "__pycache__" not in below.parts:
            yield below.as_posix(), path.read_bytes()
    yield f"wheels/{WHEEL_NAME}", grader_wheel()


def _sealed_files(
    exercises: Sequence[Exercise],
    files: Mapping[str, bytes],
    release: int,
    key: tuple[KeyPlace, Key],
) -> Iterator[tuple[str, bytes]]:
    """The sealed files, bound to the open files; the key itself where it is embedded."""
    place, course_key = key
    for exercise in exercises:
        folder = f"exercises/{exercise.name}"
        own = exercise_key(course_key, exercise.name)
        content = Sealed(hidden_files(exercise), release, open_hashes(exercise.name, files))
        yield f"{folder}/{SEALED_FILE}", seal(content, own)
        if place == "embedded":
            yield f"{folder}/{KEY_FILE}", f"{OBFUSCATION}{key_as_text(own)}\n".encode()


def _exercise_files(exercise: Exercise) -> dict[str, bytes]:
    return released_files(exercise) | {RECORDED_FILE: expected_values(exercise).encode()}


def _stubs(exercise: Exercise) -> dict[str, bytes]:
    files = released_files(exercise)
    return {name: data for name, data in files.items() if Path(name).stem == exercise.name}


def _rendered(
    files: Mapping[str, bytes],
    exercises: Sequence[Exercise],
    term: Term,
    sealed: tuple[Hidden, KeyPlace],
) -> dict[str, bytes]:
    environment = Environment(
        undefined=StrictUndefined, keep_trailing_newline=True, trim_blocks=True, autoescape=False
    )
    facts = {
        "exercises": exercises,
        "first": exercises[0].name,
        "term": term,
        "opens": {item.name: item.release for item in term.exercises if item.release},
        "due": {item.name: item.due for item in term.exercises if item.due},
        "hidden": sealed[0],
        "key": sealed[1],
        "constrained": "-c constraints.txt " if "constraints.txt" in files else "",
        "wheel": f"wheels/{WHEEL_NAME}",
        "links": {item.name: notebook_links(term.repository, item.name) for item in exercises},
    }
    rendered = {
        name: environment.from_string(template_text(template)).render(facts).encode()
        for name, template in TEMPLATES.items()
    }
    return rendered | editor_files(str(facts["constrained"]), str(facts["wheel"]))


def template_text(name: str) -> str:
    """A text that goes with a released course."""
    return (Path(__file__).with_name("student") / name).read_text("utf-8")


def _manifest(files: Mapping[str, bytes], hidden: Hidden, key: KeyPlace, release: int) -> bytes:
    """The list of released files, so that a later release knows which files are its own."""
    table = {
        "schema": SCHEMA,
        "release": release,
        "grader": __version__,
        "hidden": hidden,
        "key": key if hidden == "sealed" else None,
        "files": {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)},
    }
    return (json.dumps(table, indent=1) + "\n").encode()


def _released_before(folder: Path) -> set[str]:
    """The files of the release that the folder holds."""
    if not folder.exists() or {path.name for path in folder.iterdir()} <= {".git"}:
        return set()
    try:
        table = json.loads((folder / MANIFEST).read_text("utf-8"))
        names = {str(name) for name in table["files"]} if table["schema"] == SCHEMA else None
    except (OSError, ValueError, KeyError, TypeError):
        names = None
    if names is None or any(Path(name).is_absolute() or ".." in name for name in names):
        raise GraderError(
            f"{folder} holds something other than a release.", "Name a new or empty folder."
        )
    return names
