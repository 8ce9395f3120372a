"""The quick look finds what is plainly wrong, and lets every right function train."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from grader.training import Config, FunctionFailed
from grader.training.recipes import RECIPES
from grader.training.smoke_test import find_fault, functions_of

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


def run(source, namespace):
    exec(compile(source.read_text("utf-8"), str(source), "exec"), namespace)
    return namespace


def reference_of(name):
    return run(SOLUTIONS / FUNCTIONS[name] / "reference.py", {})


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_reference_of_an_exercise_is_let_through(name):
    assert find_fault(name, reference_of(name)[name], CPU) is None


def fault_of(name, mistake):
    """What is found wrong with a function, as a known mistake of its exercise has it."""
    namespace = run(SOLUTIONS / FUNCTIONS[name] / "mistakes" / f"{mistake}.py", reference_of(name))
    return find_fault(name, namespace[name], CPU)


@pytest.mark.parametrize(
    ("name", "mistake", "fault"),
    [
        ("tanh_backward", "tanh_twice", "gives a wrong gradient"),
        ("tanh_backward", "grad_in_place", "changes its arguments"),
        ("cross_entropy", "sum", "gives a wrong loss"),
        ("scale_output_layer", "scale_ignored", "gives a wrong W"),
        ("scale_output_layer", "scale_keeps_bias", "gives a wrong b"),
        ("kaiming_normal", "tanh_gain_1", "gives weights of a wrong spread for tanh"),
        ("kaiming_normal", "shifted", "gives weights that are not around 0"),
        ("batchnorm_forward", "correction_flipped", "gives a wrong output in training"),
        ("batchnorm_forward", "momentum_flipped", "gives a wrong running mean"),
        ("batchnorm_forward", "biased_running", "gives a wrong running variance"),
        ("batchnorm_forward", "eval_uses_batch", "gives a wrong output in evaluation"),
        ("batchnorm_backward", "no_var_path", "gives a wrong dx"),
        ("batchnorm_backward", "swapped", "gives a wrong dgamma"),
        ("batchnorm_backward", "cache_mutates", "changes its arguments"),
        ("activation_stats", "stats_percent", "gives a wrong saturated"),
        ("update_ratio", "ratio_no_lr", "gives a wrong ratio"),
    ],
)
def test_a_known_mistake_is_told(name, mistake, fault):
    assert fault_of(name, mistake) == fault


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
