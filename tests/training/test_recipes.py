"""How each network begins: the lecture's draws, scales and sizes."""

from __future__ import annotations

import math

import pytest
import torch

from grader.errors import GraderError
from grader.training import Config, Functions, sample, short_run
from grader.training.recipes import initial_parameters


def drawn(network="mlp", recipe="kaiming", functions=None):
    config = Config(network=network, recipe=recipe)
    return initial_parameters(config, torch.Generator().manual_seed(config.seed), functions)


@pytest.mark.parametrize(
    ("network", "recipe", "count"),
    [
        ("mlp", "original", 11_897),
        ("mlp", "kaiming", 11_897),
        ("mlp", "batchnorm", 12_097),
        ("deep", "kaiming", 46_497),
        ("deep", "batchnorm", 47_024),
    ],
)
def test_networks_have_the_lectures_sizes(network, recipe, count):
    assert sum(parameter.numel() for parameter in drawn(network, recipe).values()) == count


def test_parameters_are_drawn_in_the_lectures_order():
    g = torch.Generator().manual_seed(2147483647)
    wanted = {
        "C": torch.randn((27, 10), generator=g),
        "W1": torch.randn((30, 200), generator=g),
        "b1": torch.randn(200, generator=g),
        "W2": torch.randn((200, 27), generator=g),
        "b2": torch.randn(27, generator=g),
    }
    got = drawn(recipe="original")
    assert list(got) == list(wanted)
    assert all(torch.equal(got[name], wanted[name]) for name in wanted)
    kaiming = drawn(recipe="kaiming")
    torch.testing.assert_close(kaiming["W1"], wanted["W1"] * (5 / 3) / 30**0.5)
    torch.testing.assert_close(kaiming["b1"], wanted["b1"] * 0.01)
    torch.testing.assert_close(kaiming["W2"], wanted["W2"] * 0.01)
    assert not kaiming["b2"].any()
    tanh = drawn(recipe="tanh")
    torch.testing.assert_close(tanh["W1"], wanted["W1"] * 0.2)


def test_batchnorm_draws_no_first_bias():
    g = torch.Generator().manual_seed(2147483647)
    torch.randn((27, 10), generator=g)
    torch.randn((30, 200), generator=g)
    W2 = torch.randn((200, 27), generator=g)
    got = drawn(recipe="batchnorm")
    assert "b1" not in got
    torch.testing.assert_close(got["W2"], W2 * 0.01)


@pytest.mark.parametrize(("recipe", "std"), [("kaiming", 5 / 3), ("batchnorm", 1.0)])
def test_deep_weights_have_their_gain(recipe, std):
    got = drawn("deep", recipe)
    assert float(got["W3"].std()) == pytest.approx(std / 10, rel=0.05)
    last = got["W6"].std() * (got["bngain6"][0] if recipe == "batchnorm" else 1.0)
    assert float(last) == pytest.approx(0.01, rel=0.05)


def test_deep_activations_keep_the_lectures_spread_at_the_start():
    layers = short_run(network="deep", hidden=100, steps=0).model.snapshot(sample()).activations
    spreads = [float(h.std()) for h in layers]
    assert spreads == pytest.approx([0.75, 0.69, 0.67, 0.66, 0.66], abs=0.03)


def test_learning_rate_falls_to_a_tenth_after_half_and_after_three_quarters():
    mlp, deep = Config(steps=100), Config(network="deep", steps=100)
    assert [mlp.learning_rate_at(step) for step in (0, 49, 50)] == [0.1, 0.1, 0.01]
    assert [deep.learning_rate_at(step) for step in (74, 75)] == [0.1, 0.01]


@pytest.mark.parametrize("recipe", ["original", "softmax", "tanh"])
def test_deep_refuses_recipes_that_it_does_not_have(recipe):
    with pytest.raises(GraderError, match=f"^The network deep has no recipe '{recipe}'"):
        Config(network="deep", recipe=recipe)


def test_batchnorm_refuses_batches_of_one():
    assert Config(recipe="kaiming", batch_size=1).batch_size == 1
    with pytest.raises(GraderError, match="A batch of 1 is too small"):
        Config(recipe="batchnorm", batch_size=1)


def test_injected_draws_take_the_place_of_ours():
    functions = Functions(
        kaiming_normal=lambda fan_in, fan_out, *_: torch.ones(fan_in, fan_out),
        scale_output_layer=lambda W, b, *_: (torch.zeros_like(W), torch.ones_like(b)),
    )
    got = drawn(functions=functions)
    assert bool((got["W1"] == 1).all())
    assert not got["W2"].any()
    assert bool((got["b2"] == 1).all())


def test_original_begins_far_above_the_uniform_loss_and_the_others_at_it():
    examples = sample().first(1000)
    losses = {
        recipe: float(short_run(recipe=recipe, hidden=200, steps=0).model.evaluate(examples))
        for recipe in ("original", "softmax", "tanh", "kaiming")
    }
    assert losses.pop("original") > 20
    assert all(abs(loss - math.log(27)) < 0.06 for loss in losses.values())
