"""Draws figure.png: ten neurons before and after BatchNorm, and a buffer at work."""

from pathlib import Path

import matplotlib as mpl
import numpy as np

mpl.use("Agg")
from matplotlib import pyplot as plt  # the backend comes first

# Okabe and Ito's colours: told apart by every kind of colour vision, and in grey.
BLUE, ORANGE, GREEN = "#0072B2", "#D55E00", "#009E73"
NEURONS, ROWS, STEPS, MOMENTUM = 10, 32, 100, 0.1
FLAT = 2.09  # beyond it tanh is flat: exercise01


def draw_neurons(axes, x, title, colour):
    """One neuron a line: its 32 activations as dots, its mean as a bar."""
    axes.axvspan(-12, -FLAT, color=ORANGE, alpha=0.13, lw=0)
    axes.axvspan(FLAT, 12, color=ORANGE, alpha=0.13, lw=0)
    lines = np.broadcast_to(np.arange(NEURONS), x.shape)
    axes.scatter(x, lines, s=14, color=colour, alpha=0.45, lw=0)
    axes.scatter(x.mean(axis=0), np.arange(NEURONS), s=170, marker="|", color="black", lw=2)
    axes.set_title(title, fontsize=11, loc="left")
    axes.set(xlim=(-8.5, 8.5), ylim=(NEURONS - 0.4, -0.6), yticks=(), xticks=(-8, -4, 0, 4, 8))
    axes.set_xlabel("pre-activation")


def draw_buffer(axes, rng):
    """The means of 120 batches, and the average that remembers them."""
    means = rng.normal(1.5, 2 / np.sqrt(ROWS), STEPS)  # of batches whose own spread is 2
    running = [0.0]
    for mean in means:
        running.append((1 - MOMENTUM) * running[-1] + MOMENTUM * mean)
    axes.axhline(1.5, color="0.4", lw=1.2, ls=":")
    axes.plot(np.arange(1, STEPS + 1), means, "o", ms=4, color=BLUE, alpha=0.55, mew=0)
    axes.plot(running, color=ORANGE, lw=2.4)
    axes.text(STEPS, 2.75, "mean of each batch", fontsize=10, color=BLUE, ha="right")
    axes.text(8, 0.12, "running_mean, momentum 0.1", fontsize=10, color=ORANGE)
    axes.text(STEPS + 2, 1.5, "true\nmean", va="center", fontsize=9, color="0.3")
    axes.set_title("A buffer learns slowly", fontsize=11, loc="left")
    axes.set(xlabel="training step", xlim=(-2, STEPS + 1), ylim=(-0.1, 3.0))


def main():
    """Write figure.png beside this file."""
    rng = np.random.default_rng(4)
    level, spread = rng.normal(0, 3.2, NEURONS), rng.uniform(0.2, 2.2, NEURONS)
    x = rng.normal(level, spread, (ROWS, NEURONS))
    figure, (before, after, buffer) = plt.subplots(
        1, 3, figsize=(10, 3.9), layout="constrained", width_ratios=(1, 1, 1.15)
    )
    draw_neurons(before, x, "Ten neurons, as they come", BLUE)
    before.set_ylabel("neurons")
    draw_neurons(after, (x - x.mean(axis=0)) / x.std(axis=0), "The same after BatchNorm", GREEN)
    for side in (-1, 1):
        after.text(side * 5.3, 1.5, "here tanh\nis flat", ha="center", va="center", fontsize=10)
    draw_buffer(buffer, rng)
    for axes in (before, after, buffer):
        axes.spines[["top", "right", "left"]].set_visible(axes is buffer)
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(Path(__file__).with_name("figure.png"), dpi=100, metadata={"Software": None})


if __name__ == "__main__":
    main()
