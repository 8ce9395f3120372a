"""Draw figure.png: three units go through two lines, or through one that does the work of both."""

from pathlib import Path

import matplotlib
import numpy as np

matplotlib.use("Agg")
import matplotlib.pyplot as plt

# Okabe and Ito's colours: safe for colour-blind eyes; the markers tell the units apart as well.
UNITS = (("#0072B2", "o"), ("#D55E00", "s"), ("#009E73", "^"))
W, B = np.array([1.6, -0.5, 0.9]), np.array([1.0, 0.5, -2.5])
GAMMA, BETA = np.array([1.0, 1.4, -0.8]), np.array([1.2, -1.6, 1.8])
MEAN, VAR, EPS = np.array([2.4, 0.1, -2.2]), np.array([2.56, 0.36, 0.81]), 1e-5
S = GAMMA / np.sqrt(VAR + EPS)


def draw(axes, before, after, title, formula):
    """One line a unit, from what goes in to what comes out, with its nine points."""
    for unit, (colour, marker) in enumerate(UNITS):
        points = before[:, unit], after[:, unit]
        axes.plot(*points, color=colour, marker=marker, ms=7, lw=2, mec="white", mew=0.7)
    axes.axhline(0, color="0.8", lw=0.8, zorder=0)
    axes.axvline(0, color="0.8", lw=0.8, zorder=0)
    axes.set_title(title, fontsize=13, weight="bold", pad=26)
    axes.text(0.5, 1.04, formula, transform=axes.transAxes, ha="center", fontsize=12)
    axes.set(xlim=(-6.2, 6.2), ylim=(-6.2, 6.2), xticks=(-5, 0, 5), yticks=(-5, 0, 5), aspect=1)
    axes.spines[["top", "right"]].set_visible(False)


def main():
    x = np.repeat(np.linspace(-3, 3, 9)[:, None], 3, axis=1)  # (points, units)
    z = x * W + B
    out = (z - MEAN) * S + BETA
    folded = x * (W * S) + ((B - MEAN) * S + BETA)
    figure, (first, second, last) = plt.subplots(1, 3, figsize=(10, 4.1))
    figure.subplots_adjust(left=0.04, right=0.99, bottom=0.11, top=0.85, wspace=0.24)
    draw(first, x, z, "Linear", "z = x · W + b")
    draw(second, z, out, "BatchNorm, evaluation", "out = (z − mean) · s + beta")
    draw(last, x, folded, "Folded", "out = x · W′ + b′")
    for unit, (colour, _) in enumerate(UNITS):
        second.plot(MEAN[unit], BETA[unit], "o", ms=16, mfc="none", mec=colour, mew=1.5)
    second.annotate(
        "(mean, beta)", (MEAN[1] - 0.45, BETA[1] - 0.35), (-5.9, -4.4), fontsize=11, color="0.25",
        arrowprops={"arrowstyle": "-", "color": "0.45", "shrinkA": 2, "shrinkB": 3},
    )  # fmt: skip
    for axes, name in ((first, "x"), (second, "z"), (last, "x")):
        axes.set_xlabel(name, fontsize=12, labelpad=1)
    for position, sign in ((0.342, "→"), (0.672, "=")):
        figure.text(position, 0.47, sign, fontsize=24, ha="center", va="center", color="0.3")
    figure.savefig(Path(__file__).with_name("figure.png"), dpi=100, metadata={"Software": None})


if __name__ == "__main__":
    main()
