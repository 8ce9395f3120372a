"""Draw figure.png: three networks that start with different zeros, and what moves at step 0."""

from pathlib import Path

import matplotlib
import torch
import torch.nn.functional as F

matplotlib.use("Agg")
import matplotlib.pyplot as plt

NAMES = ("C", "W1", "b1", "W2", "b2")
SHAPES = ((27, 10), (30, 100), (100,), (100, 27), (27,))
SCALES = (1.0, (5 / 3) / 30**0.5, 0.1, 0.1, 0.1)
STEPS, BATCH, SMOOTH = 3000, 128, 61
# Okabe and Ito's colours: safe for colour-blind eyes. The first line lies under the second.
LIGHT, BLUE, ORANGE = "#56B4E9", "#0072B2", "#D55E00"
STARTS = (("nothing", (), LIGHT, 4), ("W2", ("W2",), BLUE, 1.4), ("all five", NAMES, ORANGE, 1.4))


def examples():
    """(X, Y): three characters and the one that follows, for every name of the data."""
    path, windows = Path(__file__).parents[2] / "data" / "names.txt", []
    for name in path.read_text("utf-8").split():
        codes = [0, 0, 0, *(ord(letter) - 96 for letter in name), 0]
        windows += [codes[i : i + 4] for i in range(len(codes) - 3)]
    return torch.tensor(windows).split((3, 1), dim=1)


def train(zeroed, X, Y):
    """The smoothed losses, and of each parameter whether it has a gradient at step 0."""
    generator = torch.Generator().manual_seed(7)
    parameters, losses, moving = [], [], None
    for name, shape, scale in zip(NAMES, SHAPES, SCALES, strict=True):
        parameter = torch.randn(shape, generator=generator) * scale * (name not in zeroed)
        parameters.append(parameter.requires_grad_())
    C, W1, b1, W2, b2 = parameters
    for _ in range(STEPS):
        rows = torch.randint(len(X), (BATCH,), generator=generator)
        h = torch.tanh(C[X[rows]].flatten(1) @ W1 + b1)
        loss = F.cross_entropy(h @ W2 + b2, Y[rows, 0])
        gradients = torch.autograd.grad(loss, parameters)
        moving = moving or [bool(gradient.any()) for gradient in gradients]
        with torch.no_grad():
            for parameter, gradient in zip(parameters, gradients, strict=True):
                parameter -= 0.2 * gradient
        losses.append(loss.item())
    return F.avg_pool1d(torch.tensor([losses]), SMOOTH, 1, SMOOTH // 2, False, False)[0], moving


def main():
    X, Y = examples()
    frequency = torch.bincount(Y[:, 0]).double() / len(Y)
    floor = -(frequency * frequency.log()).sum().item()
    figure = plt.figure(figsize=(9.6, 3.9), layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=(1.3, 1))
    left.axhline(floor, color="0.3", ls=(0, (5, 3)), lw=1.2)
    left.text(STEPS, floor - 0.09, f"floor {floor:.2f}", ha="right", va="center", color="0.3")
    for row, (label, zeroed, colour, width) in enumerate(STARTS):
        losses, moving = train(zeroed, X, Y)
        left.plot(losses, color=colour, lw=width)
        right.text(-0.75, -row, f"{label} at 0", ha="right", va="center", fontsize=12)
        for column, moves in enumerate(moving):
            fill = "full" if moves else "none"
            right.plot(column, -row, "o", ms=26, color=colour, mew=1.8, fillstyle=fill)
    left.text(900, floor + 0.12, "all five at 0", color=ORANGE, fontsize=12)
    left.text(900, 2.43, "nothing at 0, or W2 alone", color=BLUE, fontsize=12)
    left.set(xlabel="step", ylabel="training loss", xlim=(-15, STEPS), ylim=(2.15, 3.35))
    left.spines[["top", "right"]].set_visible(False)
    right.set_xticks(range(5), NAMES, fontsize=12)
    right.set(xlim=(-2.6, 4.6), ylim=(-2.55, 0.55), yticks=())
    right.set_xlabel("full: has a gradient at step 0", fontsize=11, x=0.65)
    right.tick_params(length=0, top=False, labeltop=True, labelbottom=False)
    right.spines[:].set_visible(False)
    figure.savefig(Path(__file__).with_name("figure.png"), dpi=100, metadata={"Software": None})


if __name__ == "__main__":
    main()
