"""Draw figure.png: three networks that start at different zeros, and who moves at step 0."""

from pathlib import Path

import matplotlib
import torch
import torch.nn.functional as F

matplotlib.use("Agg")
import matplotlib.pyplot as plt

NAMES = ("C", "W1", "b1", "W2", "b2")
SHAPES = ((27, 10), (30, 100), (100,), (100, 27), (27,))
SCALES = (1.0, (5 / 3) / 30**0.5, 0.1, 0.1, 0.1)
STEPS, BATCH, SMOOTH = 3000, 128, 60
# Okabe and Ito's colours: safe for colour-blind eyes, and of different lightness.
STARTS = (
    ("nothing at 0", (), "#56B4E9", 4.0),
    ("W2 at 0", ("W2",), "#0072B2", 1.4),
    ("all five at 0", NAMES, "#D55E00", 1.4),
)


def examples():
    """(X, Y): three characters and the one that follows, for every name of the data."""
    path = Path(__file__).parents[2] / "data" / "names.txt"
    windows = []
    for name in path.read_text("utf-8").split():
        codes = [0, 0, 0, *(ord(letter) - 96 for letter in name), 0]
        windows += [codes[i : i + 4] for i in range(len(codes) - 3)]
    table = torch.tensor(windows)
    return table[:, :3], table[:, 3]


def train(zeroed, X, Y):
    """The losses of all steps, and the names of the parameters with a gradient at step 0."""
    generator = torch.Generator().manual_seed(7)
    draws = [torch.randn(shape, generator=generator) for shape in SHAPES]
    parameters = [
        (draw * scale * (name not in zeroed)).requires_grad_()
        for name, draw, scale in zip(NAMES, draws, SCALES, strict=True)
    ]
    C, W1, b1, W2, b2 = parameters
    losses, moving = [], None
    for _ in range(STEPS):
        rows = torch.randint(len(X), (BATCH,), generator=generator)
        h = torch.tanh(C[X[rows]].flatten(1) @ W1 + b1)
        loss = F.cross_entropy(h @ W2 + b2, Y[rows])
        gradients = torch.autograd.grad(loss, parameters)
        moving = moving or [bool(gradient.any()) for gradient in gradients]
        with torch.no_grad():
            for parameter, gradient in zip(parameters, gradients, strict=True):
                parameter -= 0.2 * gradient
        losses.append(loss.item())
    return torch.tensor(losses), moving


def trailing_mean(losses):
    """The mean of the last SMOOTH losses, of fewer at the beginning."""
    total = torch.cat((torch.zeros(1), losses.cumsum(0)))
    start = (torch.arange(1, STEPS + 1) - SMOOTH).clamp(min=0)
    return (total[1:] - total[start]) / (torch.arange(1, STEPS + 1) - start)


def main():
    X, Y = examples()
    frequency = torch.bincount(Y).double() / len(Y)
    floor = -(frequency * frequency.log()).sum().item()
    figure, (left, right) = plt.subplots(
        1, 2, figsize=(9.6, 3.9), width_ratios=(1.3, 1), layout="constrained"
    )
    left.axhline(floor, color="0.3", ls=(0, (5, 3)), lw=1.2)
    left.text(STEPS, floor - 0.09, f"floor {floor:.2f}", ha="right", va="center", color="0.3")
    for row, (label, zeroed, colour, width) in enumerate(STARTS):
        losses, moving = train(zeroed, X, Y)
        left.plot(trailing_mean(losses), color=colour, lw=width)
        right.text(-0.75, -row, label, color=colour, ha="right", va="center", fontsize=12)
        for column, moves in enumerate(moving):
            face = colour if moves else "white"
            right.plot(column, -row, "o", ms=26, mfc=face, mec=colour, mew=1.8)
    left.text(900, floor + 0.12, "all five at 0", color=STARTS[2][2], fontsize=11)
    left.text(900, 2.42, "nothing at 0, or only W2", color=STARTS[1][2], fontsize=11)
    left.set(xlabel="step", ylabel="training loss", xlim=(-15, STEPS), ylim=(2.15, 3.35))
    left.spines[["top", "right"]].set_visible(False)
    right.set_xticks(range(5), NAMES, fontsize=12)
    right.set(xlim=(-2.9, 4.6), ylim=(-2.55, 0.55), yticks=())
    right.set_xlabel("full: has a gradient at step 0", fontsize=10, x=0.68)
    right.tick_params(length=0, top=False, labeltop=True, labelbottom=False)
    right.spines[:].set_visible(False)
    figure.savefig(Path(__file__).with_name("figure.png"), dpi=100, metadata={"Software": None})


if __name__ == "__main__":
    main()
