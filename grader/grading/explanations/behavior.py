"""The observable behavior of a call, and of the draws that a function makes with a generator."""

from __future__ import annotations

import torch
from msgspec import Struct

from grader.checks.statistics import Summary, summarise
from grader.grading.torch_runtime import seed_torch
from grader.sandbox.call import Call, Observation
from grader.sandbox.exercise_functions import ExerciseFunctions

# A function that draws is looked at again under this global seed: does it use the generator?
OTHER_GLOBAL_SEED = 1


class Reproducibility(Struct, frozen=True):
    """The visible facts of several draws."""

    repeats: bool  # the same seed gives the same numbers, whatever the global seed
    moves_on: bool  # the next draw from the same generator differs


class Sample(Struct, frozen=True):
    """The visible facts of a random draw: its numbers differ from stream to stream.

    Attributes:
        reproducibility: None where not every draw gave a value.
    """

    shape: tuple[int, ...]
    summary: Summary
    reproducibility: Reproducibility | None


def behavior_of_call(functions: ExerciseFunctions, call: Call) -> Observation | Sample:
    """The behavior of one call; of one with a generator, after three draws."""
    used, fresh = call.copy(), call.copy()
    first = functions.observe_call(used, arguments_back=True)
    if not call.generators or first.failure is not None:
        return first
    second = functions.observe_call(used)
    with torch.random.fork_rng():
        seed_torch(OTHER_GLOBAL_SEED)
        again = functions.observe_call(fresh)
    draw = torch.as_tensor(first.value)
    known = None
    if second.failure is None and again.failure is None:
        other, same = torch.as_tensor(second.value), torch.as_tensor(again.value)
        known = Reproducibility(torch.equal(draw, same), not torch.equal(draw, other))
    return Sample(tuple(draw.shape), summarise(draw), known)
