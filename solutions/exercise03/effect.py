"""The spread of the activations along five layers of tanh, drawn by kaiming_normal."""

import torch

from grader.checks import probe
from grader.report.right_digits import digits, draw_digits, least, told

CAPTION = (
    "The standard deviation of tanh's output, layer after layer. The gain keeps it level; without "
    "it the signal fades. The bars show to how many digits each function is right; of random "
    "weights they show whether the spread is right."
)
ALT = (
    "Two bar charts of the spread of the activations in layers 1 to 5, by your weights and by "
    "the reference's, and bars for the right digits of each function."
)
FAN_IN, WIDTH, EXAMPLES, LAYERS = 30, 100, 500, 5
STDS = {
    (1, "linear"): 1.0,
    (3, "sigmoid"): 0.5773502691896258,
    (7, "tanh"): 0.629940788348712,
    (12, "relu"): 0.4082482904638631,
    (10000, "tanh"): 0.016666666666666666,
    (400, "relu"): 0.07071067811865475,
    (5, "linear"): 0.4472135954999579,
}


def draw(axes, functions):
    generator = torch.Generator().manual_seed(3)
    h = torch.randn(EXAMPLES, FAN_IN, generator=generator, dtype=torch.float64)
    draw_digits(axes, quantities(functions))
    spreads = []
    for _ in range(LAYERS):
        h = torch.tanh(h @ functions.kaiming_normal(h.shape[1], WIDTH, "tanh", generator))
        spreads.append(float(h.std()))
    axes.bar(range(1, LAYERS + 1), spreads, color="#0072B2", width=0.7)
    axes.axhline(0.65, color="#555555", lw=0.9, ls=":")
    axes.set(ylim=(0, 1), xlabel="layer", ylabel="standard deviation of tanh")


def quantities(functions):
    def spread(fan_in, fan_out, nonlinearity):
        generator = torch.Generator().manual_seed(11)
        W = functions.kaiming_normal(fan_in, fan_out, nonlinearity, generator)
        return abs(float(W.std()) / STDS[fan_in, nonlinearity] - 1) < 0.03  # of 20,000 numbers

    def refuses(name, *given):
        failure = functions.observe_call(probe(name, *given)).failure
        return getattr(failure, "kind", None) == "ValueError"

    return {
        "kaiming_std": lambda: least(
            digits(functions.kaiming_std(*given), std) for given, std in STDS.items()
        ),
        "spread of W, relu": lambda: told(spread(400, 50, "relu")),
        "spread of W, tanh": lambda: told(spread(10_000, 2, "tanh")),
        'refuses "step"': lambda: told(refuses("kaiming_std", 4, "step")),
    }


def timed_calls(call):
    """A call of the lecture's size: 30 numbers in, 200 neurons."""
    yield call("kaiming_normal", 30, 200, "tanh", torch.Generator().manual_seed(11))
