"""The files with which a platform grades a course, to upload, or to commit.

Each holds the course as students have it, sealed, beside a few lines of script; the key is in it
only where no student can look.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from jinja2 import Environment, StrictUndefined

from grader.course.course import Course, load_exercise
from grader.course.sealing import Key, key_as_text
from grader.publishing.release.release_number import keep_release_number
from grader.publishing.release.student_course import KeyPlace, student_tree
from grader.publishing.release.wheel import WHEEL_NAME, zipped

Platform = Literal["gradescope", "classroom50", "github"]

GRADESCOPE_MEMORY_MIB = 256  # a submission's own, beside about 400 for two processes with torch
_FILES = Path(__file__).with_name("platforms")
_LIMITS = re.compile(r"^\[limits\]\n(?P<keys>(?:(?!\[).*\n?)*)", re.MULTILINE)


def bundle(
    course: Course,
    platform: Platform,
    words: Sequence[str],
    course_key: Key,
    *,
    key: KeyPlace = "external",
    unsafe: bool = False,
) -> dict[str, bytes]:
    """The files of a bundle, by path; `words` are the exercises to grade, none means all.

    Raises:
        GraderError: an exercise is unknown, or the course cannot be released.
    """
    names = [load_exercise(course, word).name for word in words]
    if platform == "gradescope":
        tree = student_tree(course, key=key, course_key=course_key, adapted=_fitted)
    else:
        tree = student_tree(course, key=key, course_key=course_key)
    constrained = "constraints.txt" in tree.files
    if platform == "github":
        workflow = ".github/workflows/grade.yml"
        return {workflow: tree.files[workflow]}
    keep_release_number(course, tree.release)
    if platform == "classroom50":
        options = ["-c", "constraints.txt"] if constrained else []
        facts = {"words": repr([*names, *_flags(unsafe)]), "constrained": repr(options)}
        files = {f"course/{name}": content for name, content in tree.files.items()}
        return files | {"autograder.py": _rendered("autograder.py.txt", facts)}
    return {"autograder.zip": _gradescope(tree.files, names, course_key, unsafe)}


def _gradescope(
    tree: Mapping[str, bytes], names: Sequence[str], course_key: Key, unsafe: bool
) -> bytes:
    files = {f"course/{name}": content for name, content in tree.items()}
    facts = {
        "words": "".join(f"{word} " for word in [*names, *_flags(unsafe)]),
        "constrained": "-c course/constraints.txt " if "constraints.txt" in tree else "",
    }
    files["course.key"] = f"{key_as_text(course_key)}\n".encode()
    scripts = {name: _rendered(f"{name}.txt", facts) for name in ("setup.sh", "run_autograder")}
    return zipped(files | scripts, executable=frozenset(scripts))


def _flags(unsafe: bool) -> list[str]:
    return ["--unsafe-no-sandbox"] if unsafe else []


def _fitted(name: str, content: bytes) -> bytes:
    """A file of the course; an exercise's limit of memory is one that fits Gradescope's box."""
    if not name.endswith("/exercise.toml"):
        return content
    text = content.decode()
    limit = f"memory_mib = {GRADESCOPE_MEMORY_MIB}\n"
    found = _LIMITS.search(text)
    if found is None:
        return f"{text.rstrip()}\n\n[limits]\n{limit}".encode()
    kept = re.sub(r"^memory_mib\b.*\n?", "", found["keys"], flags=re.MULTILINE)
    return (text[: found.start("keys")] + limit + kept + text[found.end() :]).encode()


def _rendered(name: str, facts: Mapping[str, str]) -> bytes:
    environment = Environment(
        undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False
    )
    template = environment.from_string((_FILES / name).read_text("utf-8"))
    return template.render(facts, wheel=f"wheels/{WHEEL_NAME}").encode()
