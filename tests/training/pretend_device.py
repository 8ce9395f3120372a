"""Train on a device that does not exist, in a process of its own; print what happens as JSON.

Registering a device changes torch for good, hence the process. Tensors are fake: they have shapes,
dtypes and a device, and no numbers. Whoever mixes devices, or asks for a number, is refused.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from contextlib import contextmanager

import torch
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.backend_registration import _setup_privateuseone_for_python_backend

from grader.training import Config, Examples, Trainer
from grader.training.layers import Tanh
from grader.training.recipes import RECIPES
from grader.training.seeds import SeedTrainer

DEVICE = "pretend"
WAITING = ("_local_scalar_dense", "item", "nonzero", "is_nonzero", "equal", "masked_select")


class Watch(TorchDispatchMode):
    """Notes every operation for which the host has to wait for the device."""

    def __init__(self):
        super().__init__()
        self.waits = []

    def __torch_dispatch__(self, function, types, given=(), named=None):
        result = function(*given, **(named or {}))
        name = function.overloadpacket.__name__
        tensors = [one for one in given if isinstance(one, torch.Tensor)]
        comes_from_device = any(one.device.type == DEVICE for one in tensors[-1:])
        goes_to_host = isinstance(result, torch.Tensor) and result.device.type == "cpu"
        if name in WAITING or (comes_from_device and goes_to_host):
            self.waits.append(name)
        return result


def train(network: str, recipe: str, use: str) -> None:
    """Three steps, an evaluation and a look inside."""
    zeros = torch.zeros(100, 3, dtype=torch.int64), torch.zeros(100, dtype=torch.int64)
    examples = Examples(*zeros).to(torch.device(DEVICE))
    config = Config(network=network, recipe=recipe, steps=3)
    trainer = Trainer(config, examples, use=use, device=DEVICE)
    for _ in trainer.run():
        pass
    places = [trainer.losses, trainer.ratios, *trainer.model.state().values()]
    places += [trainer.model.evaluate(examples), *trainer.model.snapshot(examples).activations]
    assert {place.device.type for place in places} == {DEVICE}


def train_seeds(network: str, recipe: str) -> None:
    """Three steps of two networks at once, and an evaluation."""
    zeros = torch.zeros(100, 3, dtype=torch.int64), torch.zeros(100, dtype=torch.int64)
    examples = Examples(*zeros).to(torch.device(DEVICE))
    config = Config(network=network, recipe=recipe, steps=3)
    trainer = SeedTrainer(config, examples, (1, 2), device=DEVICE)
    for _ in trainer.run():
        pass
    places = [trainer.losses, trainer.model.evaluate(examples), *trainer.model.state().values()]
    assert {place.device.type for place in places} == {DEVICE}


def outcome_of(action: Callable[[], None]) -> str:
    """What an action ends with on the pretended device: nothing, or its waits, or its error."""
    try:
        with FakeTensorMode(), Watch() as watch:
            action()
    except Exception as error:
        return type(error).__name__
    return " ".join(watch.waits)


@contextmanager
def planted(spoil: Callable[[Tanh], object]):
    """A layer that does something wrong at every step."""
    backward = Tanh.backward
    Tanh.backward = lambda layer: (spoil(layer), backward(layer))
    try:
        yield
    finally:
        Tanh.backward = backward


def main() -> None:
    _setup_privateuseone_for_python_backend(DEVICE)
    logging.disable(logging.CRITICAL)  # torch tells at length of every operation it refuses
    outcomes = {
        f"{network} {recipe} {use}": outcome_of(lambda: train(network, recipe, use))  # noqa: B023
        for network, recipes in RECIPES.items()
        for recipe in recipes
        for use in ("reference", "torch")[: 1 + (recipe == "batchnorm")]
    }
    outcomes |= {
        f"{network} {recipe} seeds": outcome_of(lambda: train_seeds(network, recipe))  # noqa: B023
        for network, recipes in RECIPES.items()
        for recipe in recipes
    }
    plants = {
        "asks for a number": lambda layer: layer.x.sum().item(),
        "brings a tensor from the host": lambda layer: layer.x + torch.ones(200),
        "copies to the host": lambda layer: layer.x.cpu(),
        "makes a choice by value": lambda layer: layer.x[layer.x > 0],
    }
    for name, spoil in plants.items():
        with planted(spoil):
            outcomes[name] = outcome_of(lambda: train("mlp", "kaiming", "reference"))
    print(json.dumps(outcomes))


if __name__ == "__main__":
    main()
