"""The quick look finds what is plainly wrong, and lets every right function train."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from grader.training import Config, FunctionFailed
from grader.training.recipes import RECIPES
from grader.training.trial import find_fault, functions_of

SOLUTIONS = Path(__file__).parents[2] / "solutions"
CPU = torch.device("cpu")
FUNCTIONS = {
    "tanh_backward": "exercise01",
    "cross_entropy": "exercise02",
    "scale_output_layer": "exercise02",
    "kaiming_normal": "exercise03",
    "batchnorm_forward": "exercise04",
    "batchnorm_backward": "exercise05",
    "activation_stats": "exercise06",
    "update_ratio": "exercise06",
}
# Right in single precision on a handful of rows, or wrong only where training never goes.
OUT_OF_SIGHT = {
    "exercise01": {"cosh_overflow", "shifted", "threshold"},
}


def run(source, namespace):
    exec(compile(source.read_text("utf-8"), str(source), "exec"), namespace)
    return namespace


def reference_of(name):
    return run(SOLUTIONS / FUNCTIONS[name] / "reference.py", {})


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_answer_of_an_exercise_is_let_through(name):
    assert find_fault(name, reference_of(name)[name], CPU) is None


def own(name, wrong):
    return lambda *given, **named: wrong(reference_of(name)[name], *given, **named)


def spoilt(tensor, *rest):
    tensor.mul_(2)
    return rest[-1] if rest else tensor


@pytest.mark.parametrize(
    ("name", "wrong", "fault"),
    [
        ("tanh_backward", lambda f, g, x: f(g, torch.tanh(x)), "gives a wrong gradient"),
        ("cross_entropy", lambda f, z, t: f(z, t) * len(t), "gives a wrong loss"),
        ("cross_entropy", lambda f, z, t: (f(z, t), z.add_(1))[0], "changes its arguments"),
        ("scale_output_layer", lambda f, W, b, s: f(W, b), "gives a wrong W"),
        ("scale_output_layer", lambda f, W, b, s: (W * s, b), "gives a wrong b"),
        ("kaiming_normal", lambda f, a, b, n, g: f(b, a, n, g).T, "gives weights of a wrong spread for tanh"),
        ("kaiming_normal", lambda f, a, b, n, g: f(a, b, "linear", g), "gives weights of a wrong spread for tanh"),
        ("kaiming_normal", lambda f, *given: f(*given) + 0.1, "gives weights that are not around 0"),
        ("batchnorm_forward", lambda f, *g, **k: f(*g, **(k | {"correction": 0})), "gives a wrong output in training"),
        ("batchnorm_forward", lambda f, *g, **k: f(*g, **(k | {"momentum": 0.8})), "gives a wrong running mean"),
        ("batchnorm_forward", lambda f, *g, **k: f(*g, **(k | {"training": True})), "gives a wrong output in evaluation"),
        ("batchnorm_backward", lambda f, g, c: f(g, c | {"correction": 0}), "gives a wrong dx"),
        ("batchnorm_backward", lambda f, g, c: (f(g, c)[0], *f(g, c)[:0:-1]), "gives a wrong dgamma"),
        ("activation_stats", lambda f, h: f(h, 0.5), "gives a wrong saturated"),
        ("update_ratio", lambda f, p, g, lr: f(p, g, 1.0), "gives a wrong ratio"),
    ],
)  # fmt: skip
def test_what_is_plainly_wrong_is_told(name, wrong, fault):
    assert find_fault(name, own(name, wrong), CPU) == fault


def test_statistics_that_are_no_dict_are_told():
    with pytest.raises(FunctionFailed, match="gives no dict with mean, std and saturated"):
        find_fault("activation_stats", lambda h: h.mean(), CPU)


def test_trials_leave_the_global_random_state_alone():
    torch.manual_seed(1)
    before = torch.get_rng_state()
    for name in FUNCTIONS:
        find_fault(name, reference_of(name)[name], CPU)
    assert torch.equal(torch.get_rng_state(), before)


@pytest.mark.parametrize(
    ("network", "recipe", "names"),
    [
        ("mlp", "original", ["tanh_backward", "cross_entropy"]),
        ("mlp", "tanh", ["tanh_backward", "cross_entropy", "scale_output_layer"]),
        ("deep", "kaiming", list(FUNCTIONS)[:4]),
        ("mlp", "batchnorm", list(FUNCTIONS)[:6]),
        ("deep", "batchnorm", [name for name in list(FUNCTIONS)[:6] if "scale" not in name]),
    ],
)
def test_functions_of_names_what_a_recipe_calls(network, recipe, names):
    assert list(functions_of(Config(network=network, recipe=recipe))) == names


def test_functions_of_knows_every_recipe():
    for network, recipes in RECIPES.items():
        for recipe in recipes:
            assert "tanh_backward" in functions_of(Config(network=network, recipe=recipe))
