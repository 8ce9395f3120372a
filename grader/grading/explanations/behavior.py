"""Compares two functions by their observable behavior."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

import torch
from msgspec import Struct

from grader.checks.statistics import STANDARD_ERRORS, Summary, summarise
from grader.grading.torch_runtime import seed_torch
from grader.sandbox.call import Call, Observation
from grader.sandbox.exercise_functions import ExerciseFunctions
from grader.sandbox.failures import Aspect, StudentRaised, WrongValue

RELATIVE_TOLERANCE = 1e-9  # two ways to compute one wrong number, in float64
FLOAT32_TOLERANCE = 1e-5
# A function that draws is looked at again under this global seed: does it use the generator?
OTHER_GLOBAL_SEED = 1


class Sample(Struct, frozen=True):
    """The visible facts of one random draw: its numbers differ from stream to stream."""

    shape: tuple[int, ...]
    summary: Summary


class Reproducibility(Struct, frozen=True):
    """The visible facts of several draws."""

    repeats: bool  # the same seed gives the same numbers, whatever the global seed
    moves_on: bool  # the next draw from the same generator differs


Behavior = Observation | Sample | Reproducibility


def behavior_of_call(functions: ExerciseFunctions, call: Call) -> Behavior:
    """The behavior of one call."""
    observation = functions.observe_call(call.copy(), arguments_back=True)
    if not call.generators or observation.failure is not None:
        return observation
    draw = torch.as_tensor(observation.value)
    return Sample(tuple(draw.shape), summarise(draw))


def behavior_of_draws(functions: ExerciseFunctions, call: Call) -> Behavior | None:
    """The behavior that only several calls can show; None where one shows everything."""
    if not call.generators:
        return None
    used, fresh = call.copy(), call.copy()
    first, second = functions.observe_call(used), functions.observe_call(used)
    with torch.random.fork_rng():
        seed_torch(OTHER_GLOBAL_SEED)
        again = functions.observe_call(fresh)
    if first.failure is not None or second.failure is not None or again.failure is not None:
        return first
    draw, other, same = (torch.as_tensor(seen.value) for seen in (first, second, again))
    return Reproducibility(repeats=torch.equal(draw, same), moves_on=not torch.equal(draw, other))


# In this order: what one call shows is often enough.


def is_same(student: Behavior | None, mistake: Behavior | None, aspects: Set[Aspect]) -> bool:
    """True if a student and a mistake look the same, as far as these aspects of a call go."""
    if isinstance(student, Sample) and isinstance(mistake, Sample):
        return _is_same_draw(student, mistake)
    if not (isinstance(student, Observation) and isinstance(mistake, Observation)):
        return student == mistake
    if not _is_same_failure(student, mistake) or not _is_close(student.value, mistake.value):
        return False
    if "arguments" in aspects and not _is_close(student.arguments, mistake.arguments):
        return False
    return "gradient" not in aspects or (
        student.requires_grad == mistake.requires_grad
        and _is_close(student.gradient, mistake.gradient)
    )


def _is_same_failure(student: Observation, mistake: Observation) -> bool:
    if student.failure is None or mistake.failure is None:
        return student.failure is mistake.failure
    if isinstance(student.failure, StudentRaised) and isinstance(mistake.failure, StudentRaised):
        return student.failure.kind == mistake.failure.kind
    if isinstance(student.failure, WrongValue) and isinstance(mistake.failure, WrongValue):
        ours, theirs = student.failure, mistake.failure
        return (ours.member, ours.got) == (theirs.member, theirs.got)
    return type(student.failure) is type(mistake.failure)


def _is_same_draw(student: Sample, mistake: Sample) -> bool:
    ours, theirs = student.summary, mistake.summary
    return (
        student.shape == mistake.shape
        and _within(ours.mean - theirs.mean, ours.mean_error, theirs.mean_error)
        and _within(ours.std - theirs.std, ours.std_error, theirs.std_error)
        and _within(ours.kurtosis - theirs.kurtosis, ours.kurtosis_error, theirs.kurtosis_error)
    )


def _within(difference: float, *errors: float) -> bool:
    return difference == 0 or abs(difference) <= STANDARD_ERRORS * sum(errors)


def _is_close(student: Any, mistake: Any) -> bool:
    """True if two values, or the parts of two values, are the same up to rounding."""
    if isinstance(student, dict) and isinstance(mistake, dict):
        return student.keys() == mistake.keys() and all(
            _is_close(student[key], mistake[key]) for key in student
        )
    if isinstance(student, tuple) and isinstance(mistake, tuple):
        return len(student) == len(mistake) and all(map(_is_close, student, mistake))
    if not isinstance(student, (float, torch.Tensor)):
        return type(student) is type(mistake) and _is_plain_equal(student, mistake)
    if not isinstance(mistake, (float, torch.Tensor)):
        return False
    left, right = _as_tensor(student), _as_tensor(mistake)
    single = torch.float32 in (left.dtype, right.dtype)
    left, right = left.detach().double(), right.detach().double()
    if left.shape != right.shape:
        return False
    scale = float(right[right.isfinite()].abs().max()) if right.isfinite().any() else 1.0
    tolerance = (FLOAT32_TOLERANCE if single else RELATIVE_TOLERANCE) * scale
    return torch.allclose(left, right, rtol=0.0, atol=tolerance, equal_nan=True)


def _as_tensor(value: float | torch.Tensor) -> torch.Tensor:
    return value if isinstance(value, torch.Tensor) else torch.tensor(value, dtype=torch.float64)


def _is_plain_equal(student: Any, mistake: Any) -> bool:
    if isinstance(student, torch.Generator):
        return torch.equal(student.get_state(), mistake.get_state())
    return bool(student == mistake)
