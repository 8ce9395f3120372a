"""The search for secrets in what students get, archives included.

A secret is a line of a solution, a mistake or a hidden check, and it is found by its words: no
matter how it is indented, commented, wrapped, or quoted in a notebook. What authors show on
purpose is no secret: imports, the titles of checks, and what a stub, a visible check or a hint
says as well; nor is a line of a hidden check or a mistake that the grader itself has. A line of a
solution in the grader, which travels too, is a leak.
"""

from __future__ import annotations

import ast
import bz2
import gzip
import html
import io
import json
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache

from msgspec import Struct

from grader.course.hidden_files import HIDDEN_CHECKS, REFERENCE, hidden_files, hidden_text
from grader.course.stub import stub_source
from grader.errors import EXIT_FAILED, GraderError
from grader.model import Exercise
from grader.publishing.release.wheel import PACKAGE

# A line of fewer words and signs, such as `return x * y`, or of numbers alone, is anybody's.
LEAST_WORDS = 8
MAX_DEPTH = 5  # archives in archives
_WORD = re.compile(r"\w+|[^\w\s]")
_TAG = re.compile(r"<[^<>]*>")
_ESCAPE = re.compile(r"\\[nrt]|\\([\"'])")
_DECOMPRESSORS: Mapping[bytes, Callable[[bytes], bytes]] = {
    b"\x1f\x8b": gzip.decompress,
    b"BZh": bz2.decompress,
    b"\xfd7zXZ": lzma.decompress,
}

Words = tuple[str, ...]
Index = Mapping[Words, list["Secret"]]  # by the first words of a secret


class Secret(Struct, frozen=True):
    """A line that must not travel, and where it is from."""

    words: Words
    source: str


class Leak(GraderError):
    """Something in a release gives a solution away; nothing was written."""

    exit_code = EXIT_FAILED


def check_leaks(tree: Mapping[str, bytes], exercises: Iterable[Exercise]) -> None:
    """Look for every secret of the authored exercises in every file of a tree.

    Raises:
        Leak: one is found; the first of each file is named.
    """
    refuse_leaks(tree, secrets_of(list(exercises)), "release")


def refuse_leaks(tree: Mapping[str, bytes], secrets: Iterable[Secret], what: str) -> None:
    """Look for secrets in every file of a tree, which `what` names.

    Raises:
        Leak: one is found; the first of each file is named.
    """
    found = list(find_leaks(tree, secrets))
    if found:
        raise Leak(f"The {what} would give away: {'; '.join(found[:5])}.", "Remove it.")


def secrets_of(
    exercises: Sequence[Exercise],
    *,
    published: Iterable[Exercise] = (),
    quoted: Iterable[str] = (),
) -> list[Secret]:
    """The lines of the exercises' hidden files that nobody may find elsewhere.

    What `published` exercises have in theirs is known. `quoted` texts may show a hidden check or a
    mistake, as a manual for authors does; never a solution.
    """
    shown = [_words(text) for exercise in exercises for text in _shown_texts(exercise)]
    shown += [_words(text) for exercise in published for text in hidden_files(exercise).values()]
    own = [_words(text) for text in quoted]
    own += _package_words()
    names = {name for exercise in exercises for name in hidden_files(exercise)} - {REFERENCE}
    others = [secret for exercise in exercises for secret in _lines(exercise, names)]
    solutions = [secret for exercise in exercises for secret in _lines(exercise, {REFERENCE})]
    return [*_without(solutions, shown), *_without(others, [*shown, *own])]


@cache
def _package_words() -> list[Words]:
    """The words of every module of the grader, which students get whole."""
    return [_words(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))]


def _lines(exercise: Exercise, names: Collection[str]) -> Iterator[Secret]:
    """The lines of some hidden files that say more than anybody would write."""
    for name, text in hidden_files(exercise).items():
        skipped = _title_lines(text) if name == HIDDEN_CHECKS else frozenset[int]()
        for number, line in enumerate(text.splitlines() if name in names else (), start=1):
            words = _words(line.strip(" \t#\"'"))
            is_import = words[:1] in (("import",), ("from",))
            is_telling = len(words) >= LEAST_WORDS and any(map(str.isidentifier, words))
            if is_telling and not is_import and number not in skipped:
                yield Secret(words, f"solutions/{exercise.name}/{name}:{number}")


def _without(secrets: Sequence[Secret], shown: Iterable[Words]) -> list[Secret]:
    """The secrets that none of the texts has."""
    index = _index(secrets)
    found = {secret.words for words in shown for secret in _found(words, index)}
    return [secret for secret in secrets if secret.words not in found]


def find_leaks(files: Mapping[str, bytes], secrets: Iterable[Secret]) -> Iterator[str]:
    """For each file that holds a secret, a sentence; also for a notebook that holds outputs."""
    index = _index(secrets)
    for name, content in files.items():
        for inner, data in _unpacked(name, content):
            text = _text(inner, data)
            if text is None:
                yield f"{inner} holds outputs, or is no notebook"
            elif (secret := next(_found(_words(text), index), None)) is not None:
                yield f"{inner} holds {secret.source}"


def _text(name: str, data: bytes) -> str | None:
    """What a file says; None of a notebook that says more than its cells."""
    text = data.decode("utf-8", "replace")
    if name.endswith(".ipynb"):
        return _notebook_text(text)
    if name.endswith(".html"):  # where tags color each word apart
        return f"{text}\n{html.unescape(_TAG.sub('', text))}"
    return text


def _index(secrets: Iterable[Secret]) -> Index:
    index: dict[Words, list[Secret]] = {}
    for secret in secrets:
        index.setdefault(secret.words[:3], []).append(secret)
    return index


def _found(words: Words, index: Index) -> Iterator[Secret]:
    for position, start in enumerate(zip(words, words[1:], words[2:], strict=False)):
        for secret in index.get(start, ()):
            if words[position : position + len(secret.words)] == secret.words:
                yield secret


def _unpacked(name: str, content: bytes, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """The content and, where it is an archive, everything in it.

    Raises:
        Leak: archives lie too deep in one another, or cannot be opened.
    """
    yield name, content
    if depth == MAX_DEPTH:
        raise Leak(f"{name} lies too deep in archives to be looked at.", "Unpack it.")
    try:
        for inner, data in _members(content):
            yield from _unpacked(f"{name}/{inner}" if inner else name, data, depth + 1)
    except (zipfile.BadZipFile, tarfile.TarError, OSError, EOFError, lzma.LZMAError, zlib.error):
        raise Leak(f"{name} is an archive that cannot be opened.", "Remove it.") from None


def _members(content: bytes) -> Iterator[tuple[str, bytes]]:
    for magic, decompress in _DECOMPRESSORS.items():
        if content.startswith(magic):
            yield "", decompress(content)
            return
    buffer = io.BytesIO(content)
    if zipfile.is_zipfile(buffer):
        with zipfile.ZipFile(buffer) as archive:
            for name in archive.namelist():
                yield name, archive.read(name)
    elif content[257:262] == b"ustar":
        with tarfile.open(fileobj=buffer) as tar:
            for member in tar:
                file = tar.extractfile(member)
                if file is not None:
                    yield member.name, file.read()


def _notebook_text(text: str) -> str | None:
    """The text of all cells, None where the file has outputs or is no notebook."""
    try:
        cells = json.loads(text)["cells"]
        if any(cell.get("outputs") or cell.get("execution_count") for cell in cells):
            return None
        return "\n".join("".join(cell["source"]) for cell in cells)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _title_lines(text: str) -> frozenset[int]:
    """The lines of the checks' docstrings: their titles are told to students."""
    lines: set[int] = set()
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and ast.get_docstring(node) is not None:
            docstring = node.body[0]
            lines.update(range(docstring.lineno, (docstring.end_lineno or docstring.lineno) + 1))
    return frozenset(lines)


def _shown_texts(exercise: Exercise) -> Iterator[str]:
    """The texts that the author of an exercise shows on purpose."""
    assert exercise.authored is not None
    yield stub_source(hidden_text(exercise, REFERENCE) or "")
    yield (exercise.authored / "test_examples.py").read_text("utf-8")
    yield from exercise.hints
    for hints in exercise.function_hints.values():
        yield from hints
    yield exercise.after


def _words(text: str) -> Words:
    """Words and signs; what strings are escaped with in JSON and Python counts for nothing."""
    return tuple(_WORD.findall(_ESCAPE.sub(r" \1", text)))
