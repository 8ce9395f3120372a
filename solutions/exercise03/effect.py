"""The spread of the activations along six layers of tanh, drawn by kaiming_normal."""

import torch

CAPTION = (
    "The standard deviation of tanh's output, layer after layer. The gain keeps it level; without "
    "it the signal fades."
)
ALT = (
    "Two bar charts of the spread of the activations in layers 1 to 5: by your weights, and by "
    "the reference's."
)
FAN_IN, WIDTH, EXAMPLES, LAYERS = 30, 100, 500, 5


def draw(axes, functions):
    generator = torch.Generator().manual_seed(3)
    h = torch.randn(EXAMPLES, FAN_IN, generator=generator, dtype=torch.float64)
    spreads = []
    for _ in range(LAYERS):
        h = torch.tanh(h @ functions.kaiming_normal(h.shape[1], WIDTH, "tanh", generator))
        spreads.append(float(h.std()))
    axes.bar(range(1, LAYERS + 1), spreads, color="#0072B2", width=0.7)
    axes.axhline(0.65, color="#555555", lw=0.9, ls=":")
    axes.set(ylim=(0, 1), xlabel="layer", ylabel="standard deviation of tanh")


def timed_calls(call):
    """A call of the lecture's size: 30 numbers in, 200 neurons."""
    yield call("kaiming_normal", 30, 200, "tanh", torch.Generator().manual_seed(1))
