"""Several networks at once are what each of them is alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from grader.training import Config, Trainer, load_splits, read_names, sample
from grader.training.recipes import RECIPES
from grader.training.seeds import SeedTrainer

NAMES = Path(__file__).parents[2] / "data" / "names.txt"
RUNS = [(network, recipe) for network, recipes in RECIPES.items() for recipe in recipes]
SEEDS = (7, 8, 9)


def assert_equals_single_runs(config, examples, dtype, tolerance):
    together = SeedTrainer(config, examples, SEEDS, dtype=dtype)
    list(together.run())
    evaluated = together.model.evaluate(examples.spread(2000))
    for i, seed in enumerate(SEEDS):
        alone = Trainer(replace(config, seed=seed), examples, dtype=dtype)
        list(alone.run())
        close = {"rtol": 0, "atol": tolerance}
        torch.testing.assert_close(together.losses[:, i], alone.losses, **close)
        for name, parameter in alone.model.state().items():
            torch.testing.assert_close(together.model.state()[name][i], parameter, **close)
        torch.testing.assert_close(
            evaluated[i], alone.model.evaluate(examples.spread(2000)), **close
        )


@pytest.mark.parametrize(("network", "recipe"), RUNS)
def test_every_network_equals_its_single_run(network, recipe):
    config = Config(network=network, recipe=recipe, steps=100, hidden=16, batch_size=8)
    assert_equals_single_runs(config, sample(), torch.float64, 1e-9)


@pytest.mark.parametrize("recipe", ["kaiming", "batchnorm"])
def test_every_network_equals_its_single_run_over_a_thousand_steps(recipe):
    config = Config(recipe=recipe, steps=1000)
    assert_equals_single_runs(config, load_splits(read_names(NAMES)).train, torch.float32, 1e-5)


def test_a_seed_alone_is_one_network():
    config = Config(steps=10, hidden=8, seed=3)
    one, alone = SeedTrainer(config, sample(), [3]), Trainer(config, sample())
    list(one.run(4)), list(alone.run())
    torch.testing.assert_close(one.losses[:, 0], alone.losses)


def test_networks_with_several_seeds_differ():
    run = SeedTrainer(Config(steps=2, hidden=8), sample(), SEEDS)
    list(run.run())
    assert len(set(run.losses[0].tolist())) == 3
