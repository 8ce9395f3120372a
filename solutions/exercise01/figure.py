"""Draw figure.png: tanh, its slope, and a batch of activations before and after a mild shrink."""

from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import ListedColormap

BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#555555"  # Okabe and Ito: safe for colour-blind eyes
THRESHOLD = 0.97
EDGE = np.arctanh(THRESHOLD)  # 2.0923: beyond it an activation counts as saturated


def style(axes):
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=9)


def draw_curves(axes):
    x = np.linspace(-5, 5, 1001)
    for side in (-1, 1):
        axes.axvspan(side * EDGE, side * 5, color=ORANGE, alpha=0.13, lw=0)
    axes.plot(x, np.tanh(x), color=BLUE, lw=2.2)
    axes.plot(x, 1 - np.tanh(x) ** 2, color=ORANGE, lw=2.2, ls="--")
    table = np.array([0, 0.5, 1, 1.5, 2, 3, 4])
    axes.plot(table, 1 - np.tanh(table) ** 2, "o", color=ORANGE, ms=5)
    axes.text(-0.7, -0.8, "h = tanh(x)", color=BLUE, va="center")
    axes.text(-0.75, 0.78, "slope", color=ORANGE, ha="right", va="center")
    for side in (-1, 1):
        axes.text(side * 3.55, 0.42, "saturated\nslope below 0.06", ha="center", fontsize=9)
    axes.set(xlim=(-5, 5), ylim=(-1.12, 1.12), yticks=(-1, 0, 1), xlabel="pre-activation x")
    axes.set_xticks((-4, -EDGE, 0, EDGE, 4), ("−4", "−2.09", "0", "2.09", "4"))
    axes.axhline(0, color=GREY, lw=0.6)
    style(axes)


def draw_batch(axes, pre_activations, name):
    saturated = np.abs(np.tanh(pre_activations)) > THRESHOLD
    axes.imshow(saturated, cmap=ListedColormap(["white", ORANGE]), aspect="auto", vmin=0, vmax=1)
    axes.set_title(f"{name}: {saturated.mean():.0%} saturated", fontsize=10, loc="left")
    axes.set(xticks=(), yticks=())


def main():
    rng = np.random.default_rng(1)
    # (batch, hidden): a sum of 30 products of standard normals, like the lecture's first layer
    pre_activations = rng.standard_normal((32, 30)) @ rng.standard_normal((30, 100))
    figure = plt.figure(figsize=(8.2, 5.6), layout="constrained")
    above, below = figure.subfigures(2, 1, height_ratios=(1.5, 1))
    draw_curves(above.subplots())
    left, right = below.subplots(1, 2)
    draw_batch(left, pre_activations, "W1 as drawn")
    draw_batch(right, 0.2 * pre_activations, "W1 × 0.2")
    left.set_ylabel("32 examples", fontsize=9)
    for axes in (left, right):
        axes.set_xlabel("100 neurons", fontsize=9)
    figure.savefig(Path(__file__).with_name("figure.png"), dpi=100, metadata={"Software": None})


if __name__ == "__main__":
    main()
