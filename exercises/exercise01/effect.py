"""The slope of tanh, as tanh_derivative gives it."""

import torch

CAPTION = (
    "The slope of tanh. Beyond the dotted lines a neuron counts as saturated: little gets back."
)
ALT = "Two curves of the slope of tanh over x from -4 to 4: by your function, and by the reference."
SATURATED_FROM = 2.0923  # |tanh(x)| > 0.97


def draw(axes, functions):
    x = torch.linspace(-4, 4, 161, dtype=torch.float64)
    axes.plot(x, functions.tanh_derivative(x), color="#D55E00", lw=2.2)
    for side in (-1, 1):
        axes.axvline(side * SATURATED_FROM, color="#555555", lw=0.9, ls=":")
    axes.set(xlim=(-4, 4), ylim=(-0.08, 1.1), xlabel="pre-activation x", ylabel="slope")


def timed_calls(call):
    """Calls of the lecture's size: 32 examples, 200 neurons."""
    x, grad_out = torch.randn(2, 32, 200, generator=torch.Generator().manual_seed(1))
    yield call("tanh_derivative", x)
    yield call("tanh_backward", grad_out, x)
    yield call("saturation", torch.tanh(x))
