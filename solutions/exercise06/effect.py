"""The density of a layer's activations, by density_histogram."""

import torch

from grader.report.right_digits import digits, draw_digits, least, told

CAPTION = (
    "How the activations of a tanh layer are distributed: the peaks at both ends are saturated. "
    "The bars show to how many digits each number is right."
)
ALT = (
    "Two histograms of activations between -1 and 1, by your function and by the reference, and "
    "bars for the right digits of each number."
)


def draw(axes, functions):
    generator = torch.Generator().manual_seed(6)
    h = torch.tanh(1.5 * torch.randn(4000, generator=generator, dtype=torch.float64))
    draw_digits(axes, quantities(functions))
    density, edges = functions.density_histogram(h, bins=40)
    axes.stairs(density, edges, fill=True, color="#0072B2", alpha=0.8)
    axes.set(xlim=(-1, 1), ylim=(0, 2.4), xlabel="activation", ylabel="density")


LAYER = [
    [0.985, 0.99, 0.995, -1.0],
    [-0.985, -0.99, 0.992, 1.0],
    [0.98, 0.2, 1.0, -1.0],
    [-0.975, -0.995, 0.999, 1.0],
]
STATS = {  # mean, std and saturated, by threshold
    (): [0.19975, 0.9721244433370315, 0.9375],
    (0.5,): [0.19975, 0.9721244433370315, 0.9375],
    (0.9805,): [0.19975, 0.9721244433370315, 0.8125],
}
DEAD = {(): 2, (0.9,): 3, (0.97,): 3, (0.9955,): 1}
PARAM, GRAD = [[1.5, -0.4, 0.9], [0.2, 2.1, 3.3]], [[0.3, -1.1, 0.2], [0.8, 0.05, 1.6]]
RATIOS = {0.1: -1.1759975939992884, 0.03: -1.698876339279626}
VALUES = [[0.0, 0.0, 1.3, -0.7], [2.9, 1.3, 0.4, -1.1], [0.9, 3.5, 3.5, 0.2]]
DENSITIES = {  # heights and edges, by the number of bins
    3: (
        [0.32608695652173914, 0.16304347826086957, 0.16304347826086957],
        [-1.1, 0.4333333333333331, 1.9666666666666668, 3.5],
    ),
    7: (
        [
            0.25362318840579706,
            0.3804347826086956,
            0.12681159420289853,
            0.3804347826086956,
            0.0,
            0.0,
            0.3804347826086956,
        ],
        [
            -1.1,
            -0.44285714285714295,
            0.2142857142857142,
            0.8714285714285713,
            1.5285714285714285,
            2.185714285714286,
            2.842857142857143,
            3.5,
        ],
    ),
}


def quantities(functions):  # noqa: C901 (many, each of a few lines)
    h, param, grad, t = (
        torch.tensor(rows, dtype=torch.float64) for rows in (LAYER, PARAM, GRAD, VALUES)
    )

    def statistic(name, place):
        for threshold, numbers in STATS.items():
            yield digits(functions.activation_stats(h, *threshold)[name], numbers[place])

    def ratios():
        for lr, ratio in RATIOS.items():
            yield digits(functions.update_ratio(param, grad, lr), ratio)
        yield digits(functions.update_ratio(1e-6 * param, grad, 0.1), 4.824002406000711)
        yield digits(functions.update_ratio(1e-4 * param + 1, 50 * grad, 0.3), 5.000093665056329)

    def histogram(place):
        for bins, wanted in DENSITIES.items():
            yield digits(functions.density_histogram(t, bins)[place], wanted[place])
        if place == 0:
            yield told(len(functions.density_histogram(t)[0]) == 50)

    def unchanged():
        calls = (
            ("activation_stats", h), ("dead_neurons", h), ("update_ratio", param, grad, 0.1),
            ("density_histogram", t),
        )  # fmt: skip
        for name, *given in calls:
            after = functions.observe(name, *given).arguments
            yield from (digits(now, before) for now, before in zip(after, given, strict=True))

    return {
        "mean": lambda: least(statistic("mean", 0)),
        "std": lambda: least(statistic("std", 1)),
        "saturated": lambda: least(statistic("saturated", 2)),
        "dead_neurons": lambda: least(
            told(functions.dead_neurons(h, *threshold) == count)
            for threshold, count in DEAD.items()
        ),
        "update_ratio": lambda: least(ratios()),
        "density": lambda: least(histogram(0)),
        "edges": lambda: least(histogram(1)),
        "arguments unchanged": lambda: least(unchanged()),
    }


def timed_calls(call):
    """Calls of the lecture's size: 32 examples, 200 neurons, weights of 30 by 200."""
    generator = torch.Generator().manual_seed(11)
    h = torch.tanh(torch.randn(32, 200, generator=generator))
    param, grad = torch.randn(2, 30, 200, generator=generator)
    yield call("activation_stats", h)
    yield call("dead_neurons", h)
    yield call("update_ratio", param, grad, 0.1)
    yield call("density_histogram", h)
