"""The backward pass that is written by hand does what autograd does, with any function in it."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
import torch

from grader.training import (
    Config,
    Diverged,
    FunctionFailed,
    Functions,
    Network,
    Trainer,
    sample,
    short_run,
)
from grader.training.functions import call
from grader.training.recipes import RECIPES

SOLUTIONS = Path(__file__).parents[2] / "solutions"
RUNS = [(network, recipe) for network, recipes in RECIPES.items() for recipe in recipes]
INJECTED = [
    ("exercise01", "tanh_backward", "kaiming"),
    ("exercise02", "cross_entropy", "kaiming"),
    ("exercise02", "scale_output_layer", "softmax"),
    ("exercise03", "kaiming_normal", "kaiming"),
    ("exercise04", "batchnorm_forward", "batchnorm"),
    ("exercise05", "batchnorm_backward", "batchnorm"),
    ("exercise06", "update_ratio", "kaiming"),
]


def reference_of(exercise):
    path = SOLUTIONS / exercise / "reference.py"
    spec = importlib.util.spec_from_file_location(exercise, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def finished(config, use, **more):
    trainer = Trainer(config, sample(), use=use, dtype=torch.float64, **more)
    list(trainer.run())
    return trainer


@pytest.mark.parametrize(("network", "recipe"), RUNS)
def test_losses_and_parameters_are_those_of_autograd(network, recipe):
    config = Config(network=network, recipe=recipe, steps=40, hidden=24, batch_size=8)
    ours, torchs = finished(config, "reference"), finished(config, "torch")
    # The lecture's two-layer BatchNorm has no eps: 1e-5 beside a variance of about 2.
    tolerance = 1e-4 if (network, recipe) == ("mlp", "batchnorm") else 1e-9
    close = {"rtol": 0, "atol": tolerance}
    torch.testing.assert_close(ours.losses, torchs.losses, **close)
    torch.testing.assert_close(ours.ratios, torchs.ratios, rtol=0, atol=10 * tolerance)
    for name, parameter in torchs.model.parameters.items():
        torch.testing.assert_close(ours.model.parameters[name], parameter.detach(), **close)


@pytest.mark.parametrize("network", ["mlp", "deep"])
def test_running_statistics_are_those_of_autograd(network):
    config = Config(network=network, recipe="batchnorm", steps=40, hidden=24)
    ours, torchs = finished(config, "reference").model, finished(config, "torch").model
    for name, buffer in torchs.buffers.items():
        # The lecture's two-layer network averages the standard deviation instead; from 1 on, the
        # two ways are still a hundredth apart after 40 steps with a weight of 0.001.
        is_std = network == "mlp" and "var" in name
        got = ours.buffers[name].sqrt() if is_std else ours.buffers[name]
        torch.testing.assert_close(got, buffer, rtol=0, atol=0.03 if is_std else 1e-5)


@pytest.mark.parametrize(("network", "recipe"), RUNS)
def test_snapshot_is_that_of_autograd_and_changes_nothing(network, recipe):
    config = Config(network=network, recipe=recipe, steps=5, hidden=24)
    ours, torchs = finished(config, "reference"), finished(config, "torch")
    before = {name: tensor.clone() for name, tensor in ours.state().items()}
    examples = sample().spread(100)
    a, b = ours.model.snapshot(examples), torchs.model.snapshot(examples)
    close = {"rtol": 0, "atol": 1e-5}
    torch.testing.assert_close(a.activations, b.activations, **close)
    torch.testing.assert_close(a.activation_gradients, b.activation_gradients, **close)
    torch.testing.assert_close(dict(a.weight_gradients), dict(b.weight_gradients), **close)
    assert list(a.weights) == list(b.weights)
    for name, tensor in ours.state().items():
        torch.testing.assert_close(tensor, before[name], rtol=0, atol=0, equal_nan=True)


@pytest.mark.parametrize(("network", "recipe"), RUNS)
def test_evaluation_is_that_of_autograd(network, recipe):
    config = Config(network=network, recipe=recipe, steps=5, hidden=24)
    ours, torchs = finished(config, "reference"), finished(config, "torch")
    torch.testing.assert_close(
        ours.model.evaluate(sample()), torchs.model.evaluate(sample()), rtol=0, atol=1e-3
    )


def test_a_step_makes_no_new_parameters():
    trainer = Trainer(Config(steps=3), sample())
    places = {name: tensor.data_ptr() for name, tensor in trainer.model.parameters.items()}
    list(trainer.run())
    assert {name: p.data_ptr() for name, p in trainer.model.parameters.items()} == places


@pytest.mark.parametrize(("exercise", "name", "recipe"), INJECTED)
def test_the_reference_of_an_exercise_gives_the_losses_of_the_network(exercise, name, recipe):
    function = getattr(reference_of(exercise), name)
    count = 0

    def counted(*given, **named):
        nonlocal count
        count += 1
        return function(*given, **named)

    plain = short_run(recipe=recipe)
    own = short_run(Functions(**{name: counted}), recipe=recipe)
    assert count > 0
    torch.testing.assert_close(own.losses, plain.losses, rtol=0, atol=1e-6)
    torch.testing.assert_close(own.ratios, plain.ratios, rtol=0, atol=1e-6)
    examples = sample().first(500)
    a, b = own.model.evaluate(examples), plain.model.evaluate(examples)
    torch.testing.assert_close(a, b, rtol=0, atol=1e-6)


@pytest.mark.parametrize(
    ("name", "recipe", "wrong"),
    [
        ("tanh_backward", "kaiming", lambda g, *_: g),
        ("batchnorm_backward", "batchnorm", lambda g, *_: (g, g.sum(0), g.sum(0))),
        ("cross_entropy", "kaiming", lambda *_: 1.0),
    ],
)
def test_a_wrong_function_gives_other_losses(name, recipe, wrong):
    own = short_run(Functions(**{name: wrong}), recipe=recipe)
    assert (own.losses - short_run(recipe=recipe).losses).abs().max() > 1e-4


@pytest.mark.parametrize(
    ("value", "what"),
    [
        (torch.zeros(3), "f gives the shape (3,) where (2,) is expected."),
        ("no", "f gives a str where numbers are expected."),
        (None, "f gives a NoneType where numbers are expected."),
        ([1.0, float("nan")], "f gives nan or infinity where its arguments are finite."),
    ],
)
def test_what_a_function_gives_wrongly_is_told(value, what):
    with pytest.raises(FunctionFailed) as raised:
        call(lambda: value, "f", [torch.zeros(2)])
    assert raised.value.what == what
    assert raised.value.exit_code == 1


@pytest.mark.parametrize("value", [1.0, (1.0, 2.0, 3.0), None])
def test_another_number_of_values_is_told(value):
    with pytest.raises(FunctionFailed, match=r"^f gives a \w+, not 2 values\.$"):
        call(lambda: value, "f", [torch.zeros(()), torch.zeros(())])


def test_numbers_that_came_in_broken_are_not_the_functions_fault():
    with pytest.raises(Diverged):
        call(lambda x: x, "f", [torch.zeros(1)], torch.tensor([float("inf")]))


def test_what_a_function_raises_passes_through():
    def raising(*_):
        raise LookupError

    with pytest.raises(LookupError):
        short_run(Functions(tanh_backward=raising))


def test_arrays_and_lists_become_tensors_of_the_network():
    (got,) = call(lambda: [[1, 2]], "f", [torch.zeros(1, 2, dtype=torch.float64)])
    assert got.dtype == torch.float64
    assert got.tolist() == [[1.0, 2.0]]


def test_a_network_is_what_its_parameters_say():
    trained = short_run(recipe="batchnorm").model
    p, s = trained.parameters, trained.buffers
    scale = p["bngain1"] / torch.sqrt(s["running_var1"] + 1e-5)
    folded = {
        "C": p["C"],
        "W1": p["W1"] * scale,
        "b1": p["bnbias1"] - s["running_mean1"] * scale,
        "W2": p["W2"],
        "b2": p["b2"],
    }
    plain = Network(folded, batch_size=1)
    assert plain.buffers == {}
    torch.testing.assert_close(
        plain.evaluate(sample()), trained.evaluate(sample()), rtol=0, atol=1e-12
    )
