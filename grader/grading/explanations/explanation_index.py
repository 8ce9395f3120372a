"""The index of pairs of mistakes, by which two slips at once are recognised without trying all.

The index holds, for each component that a pair changes in a way of its own, a few numbers that
stand for what it shows of the probes. A submission's numbers find the candidates; these are then
composed and run, so that nothing is believed that was only looked up. It is made by `grade release`
from the mistakes of an exercise and says from which; grading never builds it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np

from grader.course.hidden_files import (
    EXPLANATIONS,
    HIDDEN_CHECKS,
    REFERENCE,
    hidden_text,
    mistake_names,
    style_names,
)
from grader.grading.explanations.components import Band, Component, Fact
from grader.grading.explanations.engine import engine_sha256
from grader.model import Exercise

SCHEMA = "unsaturated/explanations/1"
MOST_FOUND = 12  # candidates of one component that are worth a try
_ROW = struct.Struct("<HHHff")
_RELATIVE = 1e-3


class Row(NamedTuple):
    """A pair, by the positions of its mistakes in the bank, and what it shows of a component."""

    first: int
    second: int
    component: Component
    fingerprint: tuple[float, float]


class ExplanationIndex:
    """The pairs of an exercise, found by what they show."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows: dict[Component, list[Row]] = {}
        for row in rows:
            self._rows.setdefault(row.component, []).append(row)

    def find(self, component: Component, facts: Mapping[int, Fact]) -> list[tuple[int, int]]:
        """The pairs that may show these facts of a component, the nearest first."""
        mark = fingerprint(facts)
        scale = max(abs(mark[0]), abs(mark[1]), 1e-3)
        found = sorted(
            (distance, row.first, row.second)
            for row in self._rows.get(component, ())
            if (distance := _distance(mark, row.fingerprint)) <= _RELATIVE * scale
        )
        return [(first, second) for _, first, second in found[:MOST_FOUND]]


def fingerprint(facts: Mapping[int, Fact]) -> tuple[float, float]:
    """Two numbers that stand for facts: equal facts have equal ones, up to rounding."""
    sums = [0.0, 0.0]
    for number, fact in sorted(facts.items()):
        values = _numbers(fact)
        for side in (0, 1):
            weights = np.random.default_rng((number, side)).uniform(0.5, 1.5, len(values))
            sums[side] += float(weights @ values)
    return sums[0], sums[1]


def _numbers(fact: Fact) -> np.ndarray:
    if isinstance(fact, np.ndarray):
        flat = fact.ravel().astype(np.float64)
        return np.where(np.isfinite(flat), np.clip(flat, -1e15, 1e15), 7.0)
    if isinstance(fact, Band):
        return np.zeros(1)  # draws are compared loosely, and never looked up
    digest = hashlib.sha256(repr(fact).encode()).digest()
    return np.array([int.from_bytes(digest[:3], "big") / 2**24])


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    return max(abs(one[0] - other[0]), abs(one[1] - other[1]))


# ------------------------------------------------------------------------------ the file


def source_sha256(exercise: Exercise) -> str:
    """A digest of the files an index follows from: right answers, probes and mistakes."""
    whole = hashlib.sha256(SCHEMA.encode())
    for name in (REFERENCE, *style_names(exercise), HIDDEN_CHECKS, *mistake_names(exercise)):
        whole.update(f"{name}\0{hidden_text(exercise, name)}\0".encode())
    return whole.hexdigest()


def as_file(rows: Iterable[Row], sha256: str) -> bytes:
    """The index as a file of text lines, the same for the same rows."""
    rows = list(rows)
    components = sorted({row.component for row in rows})
    numbers = {component: number for number, component in enumerate(components)}
    packed = b"".join(
        _ROW.pack(row.first, row.second, numbers[row.component], *row.fingerprint)
        for row in sorted(rows)
    )
    head = {
        "schema": SCHEMA,
        "sha256": sha256,
        "engine": engine_sha256(),
        "components": components,
    }
    body = base64.b85encode(zlib.compress(packed, 9)).decode()
    lines = [body[start : start + 96] for start in range(0, len(body), 96)]
    return "\n".join([json.dumps(head), *lines, ""]).encode()


def is_current(exercise: Exercise) -> bool:
    """True if the exercise has an index of its files as they are, made by this code."""
    text = hidden_text(exercise, EXPLANATIONS)
    return _is_of_files(exercise, text) and _head(text or "").get("engine") == engine_sha256()


def read_index(exercise: Exercise) -> ExplanationIndex | None:
    """The index of an exercise; None where there is none, or where it is of other files.

    One that other code has made is read all the same: a released course outlives its grader, and
    nothing is believed that is not run again.
    """
    text = hidden_text(exercise, EXPLANATIONS)
    return ExplanationIndex(_read_rows(text)) if text and _is_of_files(exercise, text) else None


def _is_of_files(exercise: Exercise, text: str | None) -> bool:
    return text is not None and _head(text).get("sha256") == source_sha256(exercise)


def _read_rows(text: str) -> Iterator[Row]:
    head, *lines = text.splitlines()
    components = [Component(*names) for names in json.loads(head)["components"]]
    packed = zlib.decompress(base64.b85decode("".join(lines)))
    for first, second, number, one, other in _ROW.iter_unpack(packed):
        yield Row(first, second, components[number], (one, other))


def _head(text: str) -> dict[str, str]:
    try:
        head = json.loads(text.partition("\n")[0])
    except ValueError:
        return {}
    return head if isinstance(head, dict) and head.get("schema") == SCHEMA else {}
