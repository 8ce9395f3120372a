"""Recorded outputs for the visible checks, used where the reference is not shipped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import torch

from grader.errors import GraderError
from grader.model import Exercise, Returns
from grader.sandbox import wire
from grader.sandbox.call import Call, Observation
from grader.sandbox.exercise_functions import ExerciseFunctions, LocalFunctions
from grader.sandbox.values import Parsed, parse_value

RECORDED_FILE = "expected.json"
SCHEMA = "unsaturated/expected/1"
# The least tolerance of a check is 1e-9; fewer digits hide that machines round differently.
DIGITS = 12


class Recorder(ExerciseFunctions):
    """The reference, whose every call and value is written down."""

    def __init__(self, reference: LocalFunctions) -> None:
        super().__init__(reference.exercise)
        self._reference = reference
        self._rows: dict[str, dict[str, Any]] = {}

    def observe_call(self, call: Call, *, arguments_back: bool = False) -> Observation:
        """Make the call, and write it down."""
        shown, name = call.as_text(()), _digest(call)
        observation = self._reference.observe_call(call, arguments_back=arguments_back)
        if observation.failure is not None:
            raise RuntimeError(f"the reference fails: {observation.failure}")
        self._rows[name] = {"call": shown, "sha256": name, "value": _plain(observation.value)}
        return observation

    def as_text(self) -> str:
        """All that was written down, as the file that travels."""
        rows = sorted(self._rows.values(), key=lambda row: (row["call"], row["sha256"]))
        return json.dumps({"schema": SCHEMA, "values": rows}, indent=1, ensure_ascii=False) + "\n"


class Recorded(ExerciseFunctions):
    """A reference that knows the calls of the visible checks and no others."""

    def __init__(self, exercise: Exercise, values: Mapping[str, Any]) -> None:
        super().__init__(exercise)
        self._values = values

    def observe_call(self, call: Call, *, arguments_back: bool = False) -> Observation:  # noqa: ARG002
        """Look the call up.

        Raises:
            RuntimeError: it was not written down, a fault of ours.
        """
        name = _digest(call)
        if name not in self._values:
            raise RuntimeError(f"no value is recorded for {call.as_text(())}")
        returns = self.exercise.functions[call.function]
        value = parse_value(_raw(self._values[name], returns), returns, call.function)
        return Observation(value, None, False, None, None)


def read_recorded(exercise: Exercise) -> Recorded:
    """The values that travel with a released exercise.

    Raises:
        GraderError: there are none, or they cannot be read.
    """
    path = exercise.released / RECORDED_FILE
    try:
        table = json.loads(path.read_text("utf-8"))
        return Recorded(exercise, {row["sha256"]: row["value"] for row in table["values"]})
    except FileNotFoundError:
        what = f"{exercise.name} cannot be graded here: its reference is not in this course."
    except (OSError, ValueError, KeyError, TypeError):
        what = f"{exercise.name}/{RECORDED_FILE} cannot be read."
    raise GraderError(what, "Take the folder from the course anew, with your own file kept.")


def _digest(call: Call) -> str:
    frame = wire.frame([call.function, list(call.arguments), dict(call.keywords)])
    return hashlib.sha256(frame).hexdigest()


def _plain(value: Parsed) -> Any:
    """A value as JSON has it."""
    if isinstance(value, torch.Tensor):
        return _plain(value.tolist())
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value


def _raw(plain: Any, returns: Returns) -> Any:
    """A value of JSON as a submission could have returned it."""
    if isinstance(returns, tuple):
        return tuple(torch.tensor(item, dtype=torch.float64) for item in plain)
    if returns == "tensor":
        return torch.tensor(plain, dtype=torch.float64)
    return frozenset(plain) if returns == "names" else plain
