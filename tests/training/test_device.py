"""The network runs on any device, and never makes the host wait while it trains."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
import torch

from grader.training import Config, Trainer, sample, short_run
from grader.training.recipes import RECIPES
from grader.training.seeds import SeedTrainer

PRETEND = Path(__file__).with_name("pretend_device.py")
RUNS = [(network, recipe) for network, recipes in RECIPES.items() for recipe in recipes]


@pytest.fixture(scope="session")
def outcomes(warm_python, environment):
    words = [warm_python, str(PRETEND)]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize(("network", "recipe"), RUNS)
def test_training_stays_on_its_device_and_never_waits(outcomes, network, recipe):
    assert outcomes[f"{network} {recipe} reference"] == ""


@pytest.mark.parametrize(("network", "recipe"), RUNS)
def test_several_seeds_stay_on_their_device_and_never_wait(outcomes, network, recipe):
    assert outcomes[f"{network} {recipe} seeds"] == ""


@pytest.mark.parametrize("network", ["mlp", "deep"])
def test_autograd_stays_on_its_device_and_never_waits(outcomes, network):
    assert outcomes[f"{network} batchnorm torch"] == ""


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ("asks for a number", "DataDependentOutputException"),
        ("brings a tensor from the host", "FakeTensorDeviceMismatchError"),
        ("copies to the host", "_to_copy _to_copy _to_copy _to_copy"),
        ("makes a choice by value", "DynamicOutputShapeException"),
    ],
)
def test_a_layer_that_waits_or_mixes_devices_is_found(outcomes, fault, outcome):
    assert outcomes[fault] == outcome


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
@pytest.mark.parametrize(("network", "recipe"), RUNS)
def test_cuda_gives_the_numbers_of_the_cpu(network, recipe):
    config = Config(network=network, recipe=recipe, steps=20, hidden=32)
    losses = []
    for device in ("cpu", "cuda"):
        trainer = Trainer(config, sample(), device=device, dtype=torch.float64)
        list(trainer.run())
        losses.append(trainer.losses.cpu())
    torch.testing.assert_close(*losses, rtol=0, atol=1e-9)


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
@pytest.mark.parametrize(("network", "recipe"), RUNS)
def test_several_seeds_on_cuda_give_the_numbers_of_the_cpu(network, recipe):
    config = Config(network=network, recipe=recipe, steps=20, hidden=32)
    losses = []
    for device in ("cpu", "cuda"):
        trainer = SeedTrainer(config, sample(), (1, 2, 3), device=device, dtype=torch.float64)
        list(trainer.run())
        losses.append(trainer.losses.cpu())
    torch.testing.assert_close(*losses, rtol=0, atol=1e-9)


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_names_are_invented_on_cuda_as_on_the_cpu():
    runs = [short_run(steps=300, device=device) for device in ("cpu", "cuda")]
    assert runs[0].invent(10) == runs[1].invent(10)


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_training_on_cuda_never_synchronises():
    trainer = Trainer(Config(steps=200), sample(), device="cuda")
    blocks = trainer.run(block_steps=100)
    next(blocks)  # the first block sets up the libraries
    torch.cuda.set_sync_debug_mode("error")
    try:
        for batch in zip(*trainer.draw(3), trainer.losses[:3].unbind(), strict=True):
            trainer._take_step(*batch)
    finally:
        torch.cuda.set_sync_debug_mode("default")
