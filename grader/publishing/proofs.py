"""Proofs that stand: an exercise that was found sound, and has not changed since.

They lie in `.grade/` at the course's root, of which nothing is published, one file for each
exercise. Whoever loses one proves the exercise again, no more. Findings are not kept: what is
wrong is told anew each time.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

import grader
from grader.files import write_file
from grader.model import Exercise

FOLDER = ".grade"
LIBRARIES = ("numpy", "torch", "pytest", "hypothesis", "nbformat", "msgspec")
LEFT_OUT = {"__pycache__", ".ipynb_checkpoints"}


class StandingProof(Struct, frozen=True):
    """What was found of a sound exercise.

    Attributes:
        premises: a hash of everything the proof follows from.
        seeds: the number of seeds with which each mistake was graded.
        reports: the number of submissions that were graded.
        kills: each mistake, and the checks that it fails.
    """

    premises: str
    seeds: int
    reports: int
    kills: dict[str, frozenset[str]]


def standing_proof(exercise: Exercise, root: Path, seeds: int) -> StandingProof | None:
    """The proof of an exercise of the course at `root`; None where it has to be proved again."""
    try:
        proof = msgspec.json.decode(_path(exercise, root).read_bytes(), type=StandingProof)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None
    return proof if proof.seeds >= seeds and proof.premises == premises(exercise) else None


def keep_proof(exercise: Exercise, root: Path, proof: StandingProof) -> None:
    """Let a proof stand, unless the folder cannot be written."""
    path = _path(exercise, root)
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        write_file(path, msgspec.json.encode(proof))


def premises(exercise: Exercise) -> str:
    """A hash of everything a proof follows from: the exercise, the grader and its libraries."""
    whole = hashlib.sha256(_grader().encode())
    data = exercise.released.parents[1] / "data"
    for folder in (exercise.authored, exercise.released, data):
        if folder is not None:
            whole.update(_folder(folder).encode())
    return whole.hexdigest()


def _path(exercise: Exercise, root: Path) -> Path:
    return root / FOLDER / f"proof-{exercise.name}.json"


@cache
def _grader() -> str:
    versions = [f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES]
    facts = (sys.version, platform.platform(), versions, _folder(Path(grader.__file__).parent))
    return repr(facts)


def _folder(folder: Path) -> str:
    """A hash of all files of a folder, by name and content."""
    whole = hashlib.sha256()
    for path in _files(folder):
        data = path.read_bytes()
        whole.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode() + data)
    return whole.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and LEFT_OUT.isdisjoint(path.relative_to(folder).parts):
            yield path
