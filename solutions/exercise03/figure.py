"""Draws figure.png: one signal through six tanh layers, with weights of three widths."""

import math
from pathlib import Path

import matplotlib as mpl
import numpy as np
import torch

mpl.use("Agg")
from matplotlib import pyplot as plt  # the backend comes first

LAYERS, WIDTH, EXAMPLES = 6, 200, 1000
# Okabe and Ito's colours: told apart by every kind of colour vision, and in grey.
RECIPES = (
    (0.5, "gain 0.5: the signal fades", "#0072B2"),
    (5 / 3, "gain 5/3: it settles", "#009E73"),
    (8.0, "gain 8: it slams into ±1", "#D55E00"),
)


def activations(gain):
    """The tanh outputs of each layer, (LAYERS, EXAMPLES * WIDTH)."""
    generator = torch.Generator().manual_seed(3)
    h = torch.randn(EXAMPLES, WIDTH, generator=generator)
    for _ in range(LAYERS):
        W = torch.randn(WIDTH, WIDTH, generator=generator) * gain / math.sqrt(WIDTH)
        h = torch.tanh(h @ W)
        yield h.flatten().numpy()


def draw_ridges(axes, gain, title, colour):
    """One histogram a layer, the first on top; each is scaled to its own height."""
    edges = np.linspace(-1, 1, 81)
    for layer, values in enumerate(activations(gain), start=1):
        density, _ = np.histogram(values, edges)
        ridge = np.repeat(density / density.max() * 0.82, 2)
        x, base = np.repeat(edges, 2)[1:-1], -layer
        axes.fill_between(x, base, base + ridge, color=colour, alpha=0.75, lw=0)
        axes.plot(x, base + ridge, color=colour, lw=1)
        axes.hlines(base, -1, 1, color="0.75", lw=0.6, zorder=0)
        axes.text(1.08, base + 0.12, f"{values.std():.2f}", fontsize=11, color="0.15")
    axes.text(1.08, 0.05, "std", fontsize=11, color="0.15", style="italic")
    axes.set_title(title, color=colour, fontsize=13, weight="bold", loc="left", pad=8)
    axes.set(xlim=(-1.03, 1.35), ylim=(-LAYERS - 0.1, 0.35), xticks=(-1, 0, 1))
    axes.set_xlabel("tanh output", x=0.43)


def main():
    """Write figure.png beside this file."""
    figure, panels = plt.subplots(1, 3, figsize=(10, 4.6), sharey=True, layout="constrained")
    for axes, recipe in zip(panels, RECIPES, strict=True):
        draw_ridges(axes, *recipe)
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)
    panels[0].set_yticks(
        [0.25 - layer for layer in range(1, LAYERS + 1)],
        [f"layer {layer}" for layer in range(1, LAYERS + 1)],
    )
    figure.savefig(Path(__file__).with_name("figure.png"), dpi=100, metadata={"Software": None})


if __name__ == "__main__":
    main()
