"""Draw the pictures of docs/gallery.md by training the networks they show; takes half a minute.

python docs/gallery.py
"""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import torch
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from PIL import Image
from torch import Tensor

from grader.training import Config, Trainer, load_splits, read_names
from grader.training.dataset import Splits
from grader.training.plots import COLOURS, DASHES, draw_portraits, portray

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "gallery"
BLACK, BLUE, ORANGE, GREEN = COLOURS[:4]
ROWS = 1000
SHADES = 96  # of the PNG: enough for lines and text, a third of the size


def trained(splits: Splits, prepare=None, **what) -> Trainer:
    trainer = Trainer(Config(**what), splits.train, prepare=prepare)
    for _ in trainer.run():
        pass
    return trainer


def tidy(axes: Axes) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=9)


def save(name: str, figure) -> None:
    file = io.BytesIO()
    figure.savefig(file, dpi=100)
    plt.close(figure)
    save_png(name, file)


def save_png(name: str, file: io.BytesIO) -> None:
    FOLDER.mkdir(exist_ok=True)
    picture = Image.open(file).convert("RGB").quantize(SHADES, dither=Image.Dither.NONE)
    picture.save(FOLDER / f"{name}.png", optimize=True)


def draw_saturation(splits: Splits) -> None:
    """Which activations of the first batch are saturated, before any training."""
    figure, grid = plt.subplots(
        2, 2, figsize=(9, 4.6), layout="constrained", height_ratios=(1, 1.1)
    )
    for (above, below), recipe in zip(grid.T, ("original", "kaiming"), strict=True):
        model = trained(splits, recipe=recipe, steps=1).model
        (h,) = model.snapshot(splits.train.first(32)).activations
        is_saturated = (h.abs() > 0.97).float()
        above.imshow(is_saturated, cmap=ListedColormap(["white", ORANGE]), aspect="auto", vmin=0)
        above.set(xticks=(), yticks=(), xlabel="200 neurons", ylabel="32 examples")
        above.set_title(f"{recipe}: {is_saturated.mean():.0%} saturated", loc="left")
        (h,) = model.snapshot(splits.train.spread(ROWS)).activations
        below.hist(h.flatten(), bins=60, range=(-1, 1), color=BLUE, density=True)
        below.set(xlabel="activation", ylabel="density", ylim=(0, 12))
        tidy(below)
    save("saturation", figure)


def draw_hockey_stick(splits: Splits) -> None:
    """The loss of the first steps, with and without a sensible last layer."""
    figure, axes = plt.subplots(figsize=(9, 3.6), layout="constrained")
    styles = {"original": (ORANGE, "-"), "softmax": (BLUE, "--"), "kaiming": (BLACK, ":")}
    for recipe, (colour, dashes) in styles.items():
        losses = trained(splits, recipe=recipe, steps=2000).losses
        smooth = losses[:1000].view(-1, 10).mean(1)
        axes.plot(range(5, 1000, 10), smooth, color=colour, ls=dashes, lw=1.8, label=recipe)
    uniform = math.log(27)
    axes.axhline(uniform, color="#777777", lw=0.8)
    axes.set(xlabel="step", ylabel="loss, mean of 10 steps", ylim=(0, 24))
    axes.set_yticks((0, uniform, 10, 20), ("0", "ln 27 = 3.3", "10", "20"))
    axes.legend(frameon=False)
    tidy(axes)
    save("hockey-stick", figure)


def scaled(factor: float):
    """A change of the parameters: every hidden layer's weights times `factor`."""

    def prepare(parameters: dict[str, Tensor]) -> Mapping[str, Tensor]:
        is_hidden = {f"W{i}" for i in range(1, 6)}
        return {name: p * factor if name in is_hidden else p for name, p in parameters.items()}

    return prepare


def draw_kaiming(splits: Splits) -> None:
    """The activations of five tanh layers at the start, for three gains."""
    figure, row = plt.subplots(1, 3, figsize=(10, 4.2), sharey=True, layout="constrained")
    gains = {"gain 1/2: fades": 0.3, "gain 5/3: keeps its spread": 1.0, "gain 5: saturates": 3.0}
    for axes, (title, factor) in zip(row, gains.items(), strict=True):
        trainer = Trainer(Config(network="deep", steps=1), splits.train, prepare=scaled(factor))
        layers = trainer.model.snapshot(splits.train.spread(ROWS)).activations
        for i, h in enumerate(layers):
            density = torch.histc(h, 50, -1, 1) / (h.numel() * 2 / 50)
            x = torch.linspace(-0.98, 0.98, 50)
            label = f"layer {i + 1}: std {h.std():.2f}"
            axes.plot(x, density, color=COLOURS[i], ls=DASHES[i], lw=1.5, label=label)
        axes.set_title(title, fontsize=11)
        axes.set(xlabel="activation", ylim=(0, 6))
        axes.legend(fontsize=8, frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.2))
        tidy(axes)
    row[0].set_ylabel("density")
    save("kaiming", figure)


def draw_batchnorm(splits: Splits) -> None:
    """What a wrong scale of the weights does to every layer, with and without BatchNorm."""
    figure, row = plt.subplots(1, 2, figsize=(9, 3.6), sharey=True, layout="constrained")
    factors = (0.1, 0.3, 1.0, 3.0, 10.0)
    for axes, recipe in zip(row, ("kaiming", "batchnorm"), strict=True):
        for i, factor in enumerate(factors):
            config = Config(network="deep", recipe=recipe, steps=1)
            trainer = Trainer(config, splits.train, prepare=scaled(factor))
            layers = trainer.model.snapshot(splits.train.spread(ROWS)).activations
            spreads = [float(h.std()) for h in layers]
            label = f"weights × {factor:g}"
            axes.plot(range(1, 6), spreads, color=COLOURS[i], ls=DASHES[i], marker="o", label=label)
        axes.set_title("without BatchNorm" if recipe == "kaiming" else "with BatchNorm")
        axes.set(xlabel="tanh layer", xticks=range(1, 6), ylim=(0, 1.05))
        tidy(axes)
    row[0].set_ylabel("std of the activations")
    row[1].legend(frameon=False, fontsize=8, ncols=2, loc="lower center")
    save("batchnorm", figure)


def draw_training(splits: Splits) -> None:
    """What `grade train --plot` draws, of the six-layer network by its two recipes."""
    portraits = []
    for recipe in ("kaiming", "batchnorm"):
        trainer = trained(splits, network="deep", recipe=recipe, steps=2000)
        snapshot = trainer.model.snapshot(splits.train.spread(ROWS))
        portraits.append(portray(recipe, trainer, snapshot))
    save_png("training", io.BytesIO(draw_portraits(portraits)))


def main() -> None:
    torch.set_num_threads(1)
    splits = load_splits(read_names(ROOT / "data" / "names.txt"))
    for draw in (
        draw_saturation, draw_hockey_stick, draw_kaiming, draw_batchnorm, draw_training
    ):  # fmt: skip
        draw(splits)


if __name__ == "__main__":
    main()
