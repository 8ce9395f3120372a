"""Draw figure.png: two guesses at a letter, and what logits of any spread lose on average."""

from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#555555"  # Okabe and Ito: safe for colour-blind eyes
LETTERS = ".abcdefghijklmnopqrstuvwxyz"
V, TARGET = len(LETTERS), LETTERS.index("e")
LARGE, SMALL = 12.0, 0.12  # the lecture's last layer as drawn, and its weights times 0.01


def log_softmax(logits):
    centred = logits - logits.max(axis=-1, keepdims=True)
    return centred - np.log(np.exp(centred).sum(axis=-1, keepdims=True))


def as_power(p):
    digits, _, exponent = f"{p:.2g}".partition("e")
    return rf"${digits}\cdot 10^{{{int(exponent)}}}$" if exponent else digits


def draw_guess(axes, logits, colour, name):
    """The probabilities of the 27 letters; an arrow shows the one that came."""
    log_p = log_softmax(logits)
    p = np.exp(log_p)
    axes.bar(range(V), p, color=colour, width=0.75)
    axes.set_title(name, color=colour, fontsize=11, loc="left", weight="bold")
    axes.set(xlim=(-0.8, V - 0.2), ylim=(0, 1.05), yticks=(0, 1), ylabel="probability")
    axes.set_xticks(range(V), list(LETTERS), fontsize=9)
    axes.annotate(
        f"the e that came\np = {as_power(p[TARGET])},  loss {-log_p[TARGET]:.1f}",
        xy=(TARGET, p[TARGET] + 0.02),
        xytext=(TARGET + 0.7, 0.62),
        ha="center",
        arrowprops={"arrowstyle": "-|>", "color": "black"},
    )


def draw_losses(axes, normals):
    """The average loss of normal logits, from 0.03 to 30 wide."""
    spreads = np.geomspace(0.03, 30, 61)
    losses = [-log_softmax(s * normals)[:, TARGET].mean() for s in spreads]
    axes.axhline(np.log(V), color=GREY, lw=1, ls=":")
    axes.text(90, np.log(V) - 0.5, "knows nothing: ln 27 = 3.30", ha="right", va="top", fontsize=9)
    axes.plot(spreads, losses, color="black", lw=2)
    axes.plot(spreads, np.log(V) + spreads**2 / 2, color=GREY, lw=1.3, ls="--")
    axes.text(4.6, 20, "ln 27 + s²/2", color=GREY, ha="right", fontsize=10)
    for spread, colour, name in ((SMALL, BLUE, "W × 0.01"), (LARGE, ORANGE, "as drawn")):
        loss = np.interp(spread, spreads, losses)
        axes.plot(spread, loss, "o", color=colour, ms=9)
        axes.text(spread * 1.3, loss + 0.5, f"{name}\n{loss:.1f}", color=colour, weight="bold")
    axes.set(xscale="log", xlim=(0.03, 100), ylim=(0, 30), ylabel="average loss")
    axes.set_xticks((0.1, 1, 10, 100), ("0.1", "1", "10", "100"))
    axes.set_xlabel("s, the spread of the logits")


def main():
    """Write figure.png beside this file."""
    rng = np.random.default_rng(4)
    row = rng.standard_normal(V)
    figure = plt.figure(figsize=(9.2, 4.6), layout="constrained")
    panels = [["large", "losses"], ["small", "losses"]]
    axes = figure.subplot_mosaic(panels, width_ratios=(1.15, 1))
    draw_guess(axes["large"], LARGE * row, ORANGE, "as drawn: sure, and wrong")
    draw_guess(axes["small"], SMALL * row, BLUE, "W × 0.01 and b = 0: no opinion")
    draw_losses(axes["losses"], rng.standard_normal((20_000, V)))
    for panel in axes.values():
        panel.spines[["top", "right"]].set_visible(False)
        panel.tick_params(labelsize=9)
    figure.savefig(Path(__file__).with_name("figure.png"), dpi=100, metadata={"Software": None})


if __name__ == "__main__":
    main()
