"""Draw figure.png: activations and step sizes of two deep networks that learn names."""

from itertools import pairwise
from pathlib import Path

import matplotlib
import torch
import torch.nn.functional as F

matplotlib.use("Agg")
import matplotlib.pyplot as plt

STEPS, BATCH, EVERY, RATE = 1000, 32, 25, 0.1
SIZES = (30, 100, 100, 100, 100, 100, 27)
# A scale from dark to light keeps its order in grey and for colour-blind eyes.
COLOURS = plt.get_cmap("viridis")([0.0, 0.23, 0.46, 0.69, 0.9])


def examples():
    """(X, Y): three characters and the one that follows, for every name of the data."""
    path, windows = Path(__file__).parents[2] / "data" / "names.txt", []
    for name in path.read_text("utf-8").split():
        codes = [0, 0, 0, *(ord(letter) - 96 for letter in name), 0]
        windows += [codes[i : i + 4] for i in range(len(codes) - 3)]
    return torch.tensor(windows).split((3, 1), dim=1)


def train(is_scaled, X, Y):
    """The hidden activations at the start, and every few steps log10(update / weights)."""
    generator = torch.Generator().manual_seed(2)
    parameters, ratios, start = [torch.randn((27, 10), generator=generator)], [], None
    for size in pairwise(SIZES):
        scale = 5 / 3 / size[0] ** 0.5 if is_scaled else 1.0
        parameters.append(torch.randn(size, generator=generator) * scale)
    parameters[-1] *= 0.1
    C, *W, last = [parameter.requires_grad_() for parameter in parameters]
    for _ in range(STEPS):
        rows = torch.randint(len(X), (BATCH,), generator=generator)
        layers = [C[X[rows]].flatten(1)]
        for weights in W:
            layers.append(torch.tanh(layers[-1] @ weights))
        start = start or [h.detach() for h in layers[1:]]
        gradients = torch.autograd.grad(F.cross_entropy(layers[-1] @ last, Y[rows, 0]), parameters)
        with torch.no_grad():
            ratios.append([])
            for param, grad in zip(parameters, gradients, strict=True):
                ratios[-1].append(torch.log10(RATE * grad.std() / param.std()))
                param -= RATE * grad
    return start, torch.tensor(ratios)[::EVERY, 1:-1]


def draw(above, below, name, activations, ratios):
    for i, colour in enumerate(COLOURS):
        density, edges = torch.histogram(activations[i], 20, density=True)
        above.plot(
            (edges[1:] + edges[:-1]) / 2, density, color=colour, lw=2, label=f"layer {i + 1}"
        )
        below.plot(range(0, STEPS, EVERY), ratios[:, i], color=colour, lw=1.6)
    saturated = torch.stack(activations).abs().gt(0.97).double().mean()
    above.set_title(f"{name}: {saturated:.0%} saturated", loc="left", fontsize=11)
    above.set(xlim=(-1, 1), ylim=(0, 5), xticks=(-1, 0, 1), xlabel="activation h at the start")
    below.axhline(-3, color="black", ls=(0, (5, 3)), lw=1.2)
    below.set(xlim=(0, STEPS), ylim=(-4, -1.5), yticks=(-4, -3, -2), xlabel="step")


def main():
    X, Y = examples()
    plt.rcParams.update({"axes.spines.top": False, "axes.spines.right": False})
    figure, grid = plt.subplots(2, 2, figsize=(8.0, 5.0), layout="constrained")
    draw(*grid[:, 0], "weights × (5/3) / √fan_in", *train(True, X, Y))
    draw(*grid[:, 1], "weights as drawn", *train(False, X, Y))
    grid[0, 0].set_ylabel("density")
    grid[1, 0].set_ylabel("log10(update / weights)")
    grid[1, 0].text(STEPS, -3.06, "a thousandth", ha="right", va="top", fontsize=10)
    grid[0, 0].legend(frameon=False, fontsize=10, loc="upper center")
    figure.savefig(Path(__file__).with_name("figure.png"), dpi=100, metadata={"Software": None})


if __name__ == "__main__":
    main()
