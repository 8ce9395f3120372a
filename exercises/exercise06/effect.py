"""The density of a layer's activations, by density_histogram."""

import torch

CAPTION = (
    "How the activations of a tanh layer are distributed: the peaks at both ends are saturated."
)
ALT = "Two histograms of activations between -1 and 1: by your function, and by the reference."


def draw(axes, functions):
    generator = torch.Generator().manual_seed(6)
    h = torch.tanh(1.5 * torch.randn(4000, generator=generator, dtype=torch.float64))
    density, edges = functions.density_histogram(h, bins=40)
    axes.stairs(density, edges, fill=True, color="#0072B2", alpha=0.8)
    axes.set(xlim=(-1, 1), ylim=(0, 2.4), xlabel="activation", ylabel="density")


def timed_calls(call):
    """Calls of the lecture's size: 32 examples, 200 neurons, weights of 30 by 200."""
    generator = torch.Generator().manual_seed(1)
    h = torch.tanh(torch.randn(32, 200, generator=generator))
    param, grad = torch.randn(2, 30, 200, generator=generator)
    yield call("activation_stats", h)
    yield call("dead_neurons", h)
    yield call("update_ratio", param, grad, 0.1)
    yield call("density_histogram", h)
