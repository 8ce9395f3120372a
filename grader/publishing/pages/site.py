"""An instructor's own site: the documents and lessons, with the solutions of what is past due.

Sphinx builds it in a process of its own, as docs/conf.py says. Nothing is written before every page
has been searched for solutions that are not due yet.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from grader.course.course import Course
from grader.course.derive import released_files
from grader.course.term import read_term
from grader.errors import BrokenEnvironment, GraderError
from grader.files import write_file
from grader.model import Exercise
from grader.publishing.release.leak_scan import refuse_leaks, secrets_of

CONFIGURATION = Path("docs", "conf.py")
NEEDED = ("sphinx", "myst_parser", "furo")
LISTING = "site.json"  # in a site: its files, so that the next one replaces them and nothing else
Files = Mapping[str, bytes]


def past_due(course: Course, names: Iterable[str], now: datetime) -> tuple[str, ...]:
    """The exercises whose `due` in course.toml has passed; one without a date has none to pass.

    Raises:
        MalformedTerm: course.toml cannot be used as it is.
    """
    term = read_term(course)
    dates = {name: term.of(name).due for name in names}
    return tuple(name for name, due in dates.items() if due is not None and due < now)


def require_sphinx(course: Course) -> None:
    """Nothing, where a site can be built.

    Raises:
        BrokenEnvironment: Sphinx, or what it needs here, is not installed.
        GraderError: the course has no docs/conf.py.
    """
    if not (course.root / CONFIGURATION).is_file():
        raise GraderError(
            f"The course has no {CONFIGURATION.as_posix()}, from which a site is built.",
            "Run the command in a clone of the project, which has it.",
        )
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise BrokenEnvironment(
            f"A site is built with Sphinx, and {' and '.join(missing)} cannot be imported.",
            'pip install -c constraints.txt -e ".[docs]"',
        )


def build_site(
    course: Course, solutions: Mapping[str, Files], authored: Sequence[Exercise]
) -> dict[str, bytes]:
    """The files of the site, by path; `solutions` has those of the exercises to be shown.

    Raises:
        Leak: a page would show a solution of another exercise.
        BrokenEnvironment: Sphinx cannot build it.
    """
    with tempfile.TemporaryDirectory() as name:
        shown, site = Path(name, "solutions"), Path(name, "site")
        for exercise, files in solutions.items():
            (shown / exercise).mkdir(parents=True)
            for file, content in files.items():
                (shown / exercise / file).write_bytes(content)
        _run_sphinx(course, site, shown, Path(name, "doctrees"))
        tree = {
            path.relative_to(site).as_posix(): path.read_bytes()
            for path in sorted(site.rglob("*"))
            if path.is_file() and path.name != ".buildinfo"
        }
    tree |= {name: stub for name, stub in _stubs(authored).items() if name in tree}
    secrets = secrets_of(
        [exercise for exercise in authored if exercise.name not in solutions],
        published=[exercise for exercise in authored if exercise.name in solutions],
        quoted=[path.read_text("utf-8") for path in (course.root / "docs").glob("*.md")],
    )
    refuse_leaks(tree, secrets, "site")
    return tree


def write_site(files: Files, folder: Path) -> None:
    """Write a site into a folder that is new, empty, or holds an earlier site.

    Of an earlier site, what this one does not have is taken away.

    Raises:
        GraderError: the folder holds something else.
        BrokenEnvironment: it cannot be written.
    """
    require_site_folder(folder)
    try:
        for name in _earlier(folder) - files.keys():
            (folder / name).unlink(missing_ok=True)
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            write_file(folder / name, content)
        (folder / ".nojekyll").touch()  # so that GitHub Pages shows folders that begin with _
        write_file(folder / LISTING, (json.dumps(sorted(files), indent=1) + "\n").encode())
    except OSError as error:
        raise BrokenEnvironment(
            f"The site cannot be written to {folder}: {error.strerror}.",
            "Name another folder with --site.",
        ) from error


def require_site_folder(folder: Path) -> None:
    """Nothing, where the folder may hold the site.

    Raises:
        GraderError: it holds something other than an earlier site.
    """
    if folder.exists() and not folder.is_dir():
        raise GraderError(f"{folder} is a file.", "Name a new or empty folder.")
    _earlier(folder)


def _earlier(folder: Path) -> set[str]:
    """The files of the site that the folder holds."""
    if not folder.exists() or {path.name for path in folder.iterdir()} <= {".git"}:
        return set()
    try:
        names = {str(name) for name in json.loads((folder / LISTING).read_text("utf-8"))}
    except (OSError, ValueError, TypeError):
        names = {".."}
    if any(Path(name).is_absolute() or ".." in Path(name).parts for name in names):
        raise GraderError(
            f"{folder} holds something other than a site.", "Name a new or empty folder."
        )
    return names


def _stubs(authored: Iterable[Exercise]) -> dict[str, bytes]:
    """The files that students edit, as they are released: somebody may have written in them."""
    return {
        f"exercises/{exercise.name}/{name}": content
        for exercise in authored
        for name, content in released_files(exercise).items()
        if Path(name).stem == exercise.name
    }


def _run_sphinx(course: Course, site: Path, solutions: Path, doctrees: Path) -> None:
    command = [
        sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-d", str(doctrees),
        "-c", str(CONFIGURATION.parent), "-D", f"solutions={solutions}", ".", str(site),
    ]  # fmt: skip
    done = subprocess.run(
        command, cwd=course.root, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if done.returncode:
        raise BrokenEnvironment(
            f"Sphinx cannot build the site:\n{done.stderr.strip()[-2000:]}",
            "Correct the file and line that it names.",
        )
