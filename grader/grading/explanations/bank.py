"""The known mistakes of an exercise, and what they show of its probes, kept between students."""

from __future__ import annotations

import ast
import hashlib
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count as numbers_from
from pathlib import Path, PurePosixPath

import numpy
import torch
from msgspec import Struct

from grader.course.course import TEST_FILES
from grader.course.hidden_files import (
    REFERENCE,
    base_texts,
    hidden_text,
    mistake_names,
)
from grader.grading.explanations.components import Component, Facts, is_wrong
from grader.grading.explanations.composition import composed
from grader.grading.explanations.explanation_index import ExplanationIndex, read_index
from grader.grading.explanations.facts import observe
from grader.grading.recorded_reference import read_recorded
from grader.grading.torch_runtime import seed_torch
from grader.model import Exercise
from grader.sandbox import wire
from grader.sandbox.call import Call
from grader.sandbox.exercise_functions import ExerciseFunctions, LocalFunctions, load_module

MAX_EXERCISES = 16
MAX_CALLS = 64  # beside the probes, of which something is kept
MAX_KEPT = 1_000  # calls of mistakes whose facts are kept, beside those of the probes
MAX_PAIRS = 200  # that are kept, ready to be called
REFERENCES = 0  # the number under which the facts of the reference are kept
# `EPS = 1e-8  # or 1e-12, 1e-7`: a literal that stands for a family of mistakes.
_FAMILY = re.compile(r"^(?P<head>[ \t]*\w+ = )(?P<own>[^#\n]+?)[ \t]*# or (?P<others>.+)$", re.M)


class Mistake(Struct, frozen=True):
    """A known wrong answer, ready to be called.

    Attributes:
        source: its text, which runs on top of the reference.
        defines: the functions of the exercise that it redefines.
    """

    id: str
    advice: str
    source: str
    defines: tuple[str, ...]
    functions: LocalFunctions
    number: int  # no other in this process has it


def load_reference(exercise: Exercise) -> ExerciseFunctions:
    """The reference of an exercise; where it is not shipped, its outputs for visible checks.

    Raises:
        GraderError: there is neither.
    """
    source = hidden_text(exercise, REFERENCE)
    if source is None:
        return read_recorded(exercise)
    return LocalFunctions(exercise, load_module(exercise.name, {REFERENCE: source}))


def mistake_paths(exercise: Exercise) -> tuple[Path, ...]:
    """The files of the known mistakes, in order."""
    folder = exercise.authored
    return tuple(sorted((folder / "mistakes").glob("*.py"))) if folder is not None else ()


def load_mistake(exercise: Exercise, name: str) -> Mistake:
    """One known mistake: its file, such as mistakes/fan_out.py, run on top of the reference."""
    source = hidden_text(exercise, name)
    assert source is not None, f"there is no {name}"
    return as_mistake(exercise, PurePosixPath(name).stem, source)


def as_mistake(exercise: Exercise, name: str, source: str) -> Mistake:
    """A known mistake of the text of its file."""
    reference = hidden_text(exercise, REFERENCE)
    assert reference is not None, "mistakes are shipped with the reference"
    tree = ast.parse(source)
    advice = " ".join((ast.get_docstring(tree) or "").split())
    module = load_module(exercise.name, {REFERENCE: reference, f"{name}.py": source})
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    defines = tuple(function for function in exercise.functions if function in defined)
    functions = LocalFunctions(exercise, module)
    return Mistake(name, advice, source, defines, functions, next(_numbers))


def family_sources(source: str) -> Iterator[str]:
    """The texts of a mistake with the other constants that its marks name, one at a time."""
    for found in _FAMILY.finditer(source):
        for other in found["others"].split(","):
            line = f"{found['head']}{other.strip()}"
            yield source[: found.start()] + line + source[found.end() :]


class Bank:
    """The mistakes of an exercise; what each shows of a function's probes is found out once."""

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self.mistakes = tuple(load_mistake(exercise, name) for name in mistake_names(exercise))
        self.advice = {mistake.id: mistake.advice for mistake in self.mistakes}
        self._families: tuple[Mistake, ...] | None = None
        self.reference = load_reference(exercise)
        self.probes: tuple[Call, ...] = ()  # the same for every student
        self._pairs: dict[tuple[int, int], Mistake | None] = {}
        self._index: ExplanationIndex | None = None
        self._has_read_index = False
        self._facts: dict[tuple[int, bytes], Facts] = {}
        self._probe_facts: dict[tuple[int, str, int], Facts] = {}
        self._reference_facts: dict[tuple[str, int, tuple[bytes, ...]], Facts] = {}
        self._touches: dict[tuple[int, str], frozenset[Component]] = {}
        self._digests: dict[int, tuple[Call, bytes]] = {}

    @property
    def families(self) -> tuple[Mistake, ...]:
        """The mistakes with other constants; each goes by the id of the one it is a version of."""
        if self._families is None:
            self._families = tuple(
                as_mistake(self.exercise, mistake.id, source)
                for mistake in self.mistakes
                for source in family_sources(mistake.source)
            )
        return self._families

    @property
    def everything(self) -> tuple[Mistake, ...]:
        """The mistakes, then their versions with other constants, always in this order."""
        return (*self.mistakes, *self.families)

    def pair(self, first: int, second: int) -> Mistake | None:
        """Two mistakes at once, by their positions in `everything`; None if they conflict."""
        key = first, second
        if key not in self._pairs:
            if len(self._pairs) >= MAX_PAIRS:
                self._forget_pairs()
            one, other = self.everything[first], self.everything[second]
            source = composed(base_texts(self.exercise), one.source, other.source)
            name = f"{one.id} + {other.id}"
            self._pairs[key] = None if source is None else as_mistake(self.exercise, name, source)
        return self._pairs[key]

    def _forget_pairs(self) -> None:
        numbers = {pair.number for pair in self._pairs.values() if pair is not None}
        kept = self._probe_facts.items()
        self._probe_facts = {key: facts for key, facts in kept if key[0] not in numbers}
        self._pairs.clear()

    @property
    def index(self) -> ExplanationIndex | None:
        """The index of pairs of mistakes; None where the exercise has no current one."""
        if not self._has_read_index:
            self._index, self._has_read_index = read_index(self.exercise), True
        return self._index

    def is_random(self, function: str) -> bool:
        """True if a function draws: then what it shows cannot be looked up."""
        return any(call.generators for _, call in self.numbered(function))

    def facts_once(self, mistake: Mistake, function: str) -> Facts:
        """The facts of a mistake on the probes, not kept."""
        calls, reference = self.numbered(function), self.reference_facts(function)
        with own_random_numbers():
            return observe(mistake.functions, calls, reference)

    def reference_facts(self, function: str, extra: Sequence[Call] = ()) -> Facts:
        """The facts of the reference on the probes of a function, and on further calls."""
        key = function, len(self.probes), tuple(map(self._digest, extra))
        if key not in self._reference_facts:
            if len(self._reference_facts) >= MAX_CALLS:
                self._reference_facts.clear()
            calls = self.numbered(function, extra)
            self._reference_facts[key] = self._observed(REFERENCES, self.reference, calls, None)
        return self._reference_facts[key]

    def _digest(self, call: Call) -> bytes:
        """A short name of a call, kept with the call itself: each is asked for many times."""
        known = self._digests.get(id(call))
        if known is None:
            if len(self._digests) >= MAX_CALLS:
                self._digests.clear()
            known = self._digests[id(call)] = call, _digest(call)
        return known[1]

    def facts(self, mistake: Mistake, function: str, extra: Sequence[Call] = ()) -> Facts:
        """The facts of a mistake on the probes of a function, and on further calls."""
        calls, reference = self.numbered(function, extra), self.reference_facts(function, extra)
        return self._observed(mistake.number, mistake.functions, calls, reference)

    def touches(self, mistake: Mistake, function: str) -> frozenset[Component]:
        """The components that a mistake makes wrong on the probes of a function."""
        key = mistake.number, function
        if key not in self._touches:
            facts, reference = self.facts(mistake, function), self.reference_facts(function)
            components = facts.keys() | reference.keys()
            self._touches[key] = frozenset(
                one for one in components if is_wrong(one, facts, reference, strict=True)
            )
        return self._touches[key]

    def numbered(self, function: str, extra: Sequence[Call] = ()) -> list[tuple[int, Call]]:
        """The probes of a function and further calls, with their numbers."""
        probes = [item for item in enumerate(self.probes) if item[1].function == function]
        return [*probes, *enumerate(extra, start=len(self.probes))]

    def _observed(
        self,
        owner: int,
        functions: ExerciseFunctions,
        calls: list[tuple[int, Call]],
        reference: Facts | None,
    ) -> Facts:
        """Facts of all calls, kept; what is drawn does not depend on what was drawn before."""
        count = len(self.probes)
        key = owner, calls[0][1].function if calls else "", count
        if key not in self._probe_facts:
            probes = [item for item in calls if item[0] < count]
            self._probe_facts[key] = _joined(_seen(functions, probes, reference))
        further = [(n, call, (owner, self._digest(call))) for n, call in calls if n >= count]
        if not further:
            return self._probe_facts[key]
        if len(self._facts) >= MAX_KEPT:
            self._facts.clear()
        new = {name: (n, call) for n, call, name in further if name not in self._facts}
        if new:
            self._facts.update(zip(new, _seen(functions, new.values(), reference), strict=True))
        parts = [_numbered(self._facts[name], number) for number, _, name in further]
        return _joined((self._probe_facts[key], *parts))


def _seen(
    functions: ExerciseFunctions, calls: Iterable[tuple[int, Call]], reference: Facts | None
) -> list[Facts]:
    """The facts of each call; what is drawn in one does not depend on those before."""
    found = []
    with own_random_numbers() as begin_anew:
        for item in calls:
            begin_anew()
            found.append(observe(functions, [item], reference))
    return found


def _numbered(facts: Facts, number: int) -> Facts:
    """The facts of one call, which may have had another number with an earlier student."""
    return {one: {number: next(iter(fact.values()))} for one, fact in facts.items()}


def _joined(parts: Iterable[Facts]) -> Facts:
    """The facts of several calls as those of one."""
    whole: Facts = {}
    for part in parts:
        for component, facts in part.items():
            whole.setdefault(component, {}).update(facts)
    return whole


def _digest(call: Call) -> bytes:
    content = [call.function, call.arguments, dict(call.keywords), call.vjp_of]
    return hashlib.sha256(wire.frame(content)).digest()


def known_mistakes(exercise: Exercise) -> Bank:
    """The bank of an exercise as its files are now; the same as before where these are."""
    checks = (name for name, _ in TEST_FILES)  # which hold the probes
    names = (REFERENCE, *checks, *mistake_names(exercise))
    texts = [(name, hidden_text(exercise, name)) for name in names]
    key = f"{exercise.name}{exercise.functions}{texts}"
    if key not in _BANKS:
        if len(_BANKS) >= MAX_EXERCISES:
            _BANKS.clear()
        _BANKS[key] = Bank(exercise)
    return _BANKS[key]


@contextmanager
def own_random_numbers() -> Iterator[Callable[[], None]]:
    """Let nothing that a check or a mistake draws depend on what this process did before.

    Nor the other way round: afterwards the global generators are where they were. What is given
    brings them back to where they are at first.
    """
    kept = random.getstate(), numpy.random.get_state(), torch.get_rng_state()
    _seed()
    try:
        yield _seed
    finally:
        random.setstate(kept[0])
        numpy.random.set_state(kept[1])
        torch.set_rng_state(kept[2])


def _seed() -> None:
    random.seed(0)
    numpy.random.seed(0)
    seed_torch(0)


_BANKS: dict[str, Bank] = {}
_numbers = numbers_from(REFERENCES + 1)
