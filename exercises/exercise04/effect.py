"""Three columns of pre-activations before and after batchnorm_forward."""

import torch

CAPTION = (
    "Three neurons of one batch: their pre-activations as they come in (grey), and normalised "
    "(colour). After BatchNorm every column has mean 0 and standard deviation 1."
)
ALT = "Two plots of dots in three columns, grey before and coloured after BatchNorm."
COLORS = "#0072B2", "#D55E00", "#009E73"


def draw(axes, functions):
    generator = torch.Generator().manual_seed(4)
    x = torch.randn(60, 3, generator=generator, dtype=torch.float64)
    x = x * torch.tensor([0.5, 3.0, 1.5]) + torch.tensor([3.0, -2.0, 0.0])
    ones, zeros = torch.ones(3, dtype=torch.float64), torch.zeros(3, dtype=torch.float64)
    out, *_ = functions.batchnorm_forward(x, ones, zeros, zeros, ones, training=True)
    for column, color in enumerate(COLORS):
        jitter = torch.linspace(-0.12, 0.12, len(x))
        axes.plot(column - 0.2 + jitter, x[:, column], ".", color="#999999", ms=4)
        axes.plot(column + 0.2 + jitter, out[:, column], ".", color=color, ms=4)
    axes.set_xticks(range(3), [f"neuron {column + 1}" for column in range(3)])
    axes.set(ylim=(-9, 7), ylabel="pre-activation")
    axes.axhline(0, color="#555555", lw=0.6)


def timed_calls(call):
    """A call of the lecture's size: 32 examples, 200 neurons."""
    x = torch.randn(32, 200, generator=torch.Generator().manual_seed(1))
    ones, zeros = torch.ones(200), torch.zeros(200)
    yield call("batchnorm_forward", x, ones, zeros, zeros, ones, training=True)
