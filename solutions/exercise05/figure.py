"""Draws figure.png: what BatchNorm takes out of a gradient is its best straight line."""

from pathlib import Path

import matplotlib as mpl
import numpy as np

mpl.use("Agg")
from matplotlib import pyplot as plt  # the backend comes first

# Okabe and Ito's colours: told apart by every kind of colour vision, and in grey.
BLUE, ORANGE, GREEN = "#0072B2", "#D55E00", "#009E73"
ROWS = 14


def draw(axes, x_hat, gradient, line, colour, title):
    """The gradients of one column as pins, standing on a line."""
    axes.axhline(0, color="0.6", lw=0.8)
    ends = np.array((-2.1, 2.1))
    axes.plot(ends, np.polyval(line, ends), color=colour, lw=2.2, zorder=1)
    axes.vlines(x_hat, np.polyval(line, x_hat), gradient, color="0.72", lw=1.1, zorder=1)
    axes.plot(x_hat, gradient, "o", color=BLUE, ms=6.5, zorder=2)
    axes.set_title(title, fontsize=11, loc="left")
    axes.set(xlim=(-2.2, 2.2), ylim=(-1.7, 2.7), xticks=(-2, -1, 0, 1, 2), xlabel="x_hat")
    axes.spines[["top", "right"]].set_visible(False)


def main():
    """Write figure.png beside this file."""
    rng = np.random.default_rng(11)
    x_hat = np.linspace(-1, 1, ROWS) + rng.normal(0, 0.12, ROWS)
    x_hat = (x_hat - x_hat.mean()) / x_hat.std()
    arriving = 0.9 + 0.8 * x_hat + rng.normal(0, 0.6, ROWS)
    level, slope = arriving.mean(), (arriving * x_hat).mean()
    figure, panels = plt.subplots(1, 3, figsize=(10, 3.7), sharey=True, layout="constrained")
    centred = arriving - level
    draw(panels[0], x_hat, arriving, (0, level), ORANGE, "1. What arrives has a level")
    draw(panels[1], x_hat, centred, (slope, 0), ORANGE, "2. Without its level it has a tilt")
    draw(panels[2], x_hat, centred - slope * x_hat, (0, 0), GREEN, "3. What is left goes on to x")
    panels[0].set_ylabel("gradient for x_hat")
    for axes, text in (
        (panels[0], "path through\nthe mean"),
        (panels[1], "path through\nthe variance"),
    ):
        axes.text(-2.05, 2.62, text, color=ORANGE, fontsize=10, va="top")
    panels[2].text(
        -2.05, 2.62, "dx, times the\nstandard deviation", color=GREEN, fontsize=10, va="top"
    )
    figure.savefig(Path(__file__).with_name("figure.png"), dpi=100, metadata={"Software": None})


if __name__ == "__main__":
    main()
