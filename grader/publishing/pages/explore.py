"""The pages that move: exercises/exerciseNN/explore.html, made from explore.py and explore.js.

explore.py says in constants what a person reads, and in `data()` what is drawn: numbers that it
computes with `grader.training`. Computing takes seconds, so a page is made again only when
something that it is made from has changed; a hash of all of that stands in the page.

    INTRO = "one sentence: what can be moved, and what it shows"
    ALT = "what the still figure shows, for those who do not see it"
    QUESTIONS = [{"ask": ..., "options": [...], "answer": 1, "why": ..., "then": {"scale": 12}}]
    YOURS = {"slope": ("tanh_derivative", [[0.0, 0.5, 1.0]], {})}     # calls, by a key of their own
    def data(): return {"slope": [...]}
"""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import json
import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from grader.course.course import Course, load_exercise
from grader.course.derive import EXPLORE_PAGE
from grader.errors import MalformedExercise
from grader.files import write_file
from grader.model import Exercise

SHARED = Path(__file__).with_name("explore")
TEMPLATE, STYLE, SCRIPT = "page.html", "explore.css", "explore.js"
NUMBERS, OWN_SCRIPT, FIGURE = "explore.py", "explore.js", "figure.png"
STALE = "It is missing, or not what explore.py and explore.js make of it today."
MAX_DATA, MAX_PAGE = 60_000, 250_000  # bytes
FEWEST_QUESTIONS, MOST_QUESTIONS = 2, 4
_FINGERPRINT = re.compile(r'<meta name="made-from" content="([0-9a-f]{64})">')


def stale_pages(course: Course) -> list[Exercise]:
    """The authored exercises with an explore.py whose page is missing or made from other files."""
    exercises = [load_exercise(course, name) for name in course.exercise_names()]
    return [each for each in exercises if has_page(each) and not is_current(each)]


def has_page(exercise: Exercise) -> bool:
    """True if the author of the exercise describes a page."""
    return exercise.authored is not None and (exercise.authored / NUMBERS).is_file()


def is_current(exercise: Exercise) -> bool:
    """True if the page was made from what its author has today."""
    page = exercise.released / EXPLORE_PAGE
    if not page.is_file():
        return False
    found = _FINGERPRINT.search(page.read_text("utf-8"))
    return found is not None and found[1] == fingerprint(exercise)


def fingerprint(exercise: Exercise) -> str:
    """A hash of everything that a page is made from."""
    total = hashlib.sha256(exercise.title.encode())
    for path in (*_own_files(exercise), *(SHARED / name for name in (TEMPLATE, STYLE, SCRIPT))):
        content = path.read_bytes() if path.is_file() else b""
        total.update(f"{path.name}:{len(content)}:".encode() + content)
    return total.hexdigest()


def write_page(exercise: Exercise) -> Path:
    """Make the page of an exercise and write it among what students get.

    Raises:
        MalformedExercise: explore.py lacks something, or the page is too large.
    """
    path = exercise.released / EXPLORE_PAGE
    path.parent.mkdir(parents=True, exist_ok=True)
    write_file(path, page_of(exercise))
    return path


def page_of(exercise: Exercise) -> bytes:
    """The page of an exercise, computed anew.

    Raises:
        MalformedExercise: explore.py lacks something, or the page is too large.
    """
    numbers, script, figure = _own_files(exercise)
    described = load_numbers(numbers)
    data = _data_of(described, numbers)
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    page = environment.from_string(_shared(TEMPLATE)).render(
        title=exercise.title,
        intro=described.INTRO,
        alt=described.ALT,
        figure=_as_image(figure),
        fingerprint=fingerprint(exercise),
        style=Markup(_shared(STYLE)),
        shared=Markup(_shared(SCRIPT)),
        own=Markup(script.read_text("utf-8")),
        data=Markup(data),
    )
    content = page.encode()
    if len(content) > MAX_PAGE:
        raise MalformedExercise(
            f"The page of {numbers} has {len(content):,} bytes; {MAX_PAGE:,} are allowed.",
            "Round what data() gives to what is drawn, or make the figure smaller.",
        )
    return content


def load_numbers(path: Path) -> Any:
    """The module explore.py of an exercise; its author runs it.

    Raises:
        MalformedExercise: one of its four parts is missing.
    """
    spec = importlib.util.spec_from_file_location(f"explore_{path.parent.name}", path)
    assert spec is not None
    assert spec.loader is not None
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("INTRO", "ALT", "QUESTIONS", "YOURS", "data"):
        if not hasattr(module, name):
            raise MalformedExercise(f"{path} has no {name}.", "docs/authors.md says what it holds.")
    return module


def _data_of(described: Any, path: Path) -> str:
    """The data of the page's script, as JSON that cannot end the element it stands in."""
    count = len(described.QUESTIONS)
    if not FEWEST_QUESTIONS <= count <= MOST_QUESTIONS:
        raise MalformedExercise(
            f"{path} asks {count} questions.",
            f"A page asks {FEWEST_QUESTIONS} to {MOST_QUESTIONS}, before it shows anything.",
        )
    table = {"shown": described.data(), "questions": described.QUESTIONS, "calls": described.YOURS}
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    if len(text.encode()) > MAX_DATA:
        raise MalformedExercise(
            f"{path} gives {len(text.encode()):,} bytes; {MAX_DATA:,} are allowed.",
            "Round to what is drawn, and draw fewer positions.",
        )
    return text.replace("<", "\\u003c")


def _own_files(exercise: Exercise) -> tuple[Path, Path, Path]:
    assert exercise.authored is not None, "a page is made where its author works"
    folder = exercise.authored
    return folder / NUMBERS, folder / OWN_SCRIPT, folder / FIGURE


def _as_image(path: Path) -> str:
    if not path.is_file():
        return ""
    return "data:image/png;base64," + base64.b64encode(path.read_bytes()).decode()


def _shared(name: str) -> str:
    return (SHARED / name).read_text("utf-8")
