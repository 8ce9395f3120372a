"""How much faster the training pipeline is than the lecture's loop, and what is left to gain.

    python benchmarks/training.py [--rounds 5] [--steps 1000] [--enforce] [--plot FILE.png]

Both train the same network from the same numbers, in turns and on one thread, and their losses
are compared step by step. The floor is the time of the matrix products alone. `--plot` also
measures how the cost of a step grows with the network and with the batch, and draws it.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import lecture
import torch

from grader.training import Config, Examples, Trainer, load_splits, read_names

NAMES = Path(__file__).parents[1] / "data" / "names.txt"
TOLERANCE = 1e-5  # between the losses of the two, at every step
HIDDEN, BATCHES = (25, 50, 100, 200, 400, 800), (8, 16, 32, 64, 128, 256, 512)
CURVE_STEPS, CURVE_ROUNDS = 1000, 5


@dataclass(frozen=True)
class Goal:
    """A network to train, and how many times faster than the lecture's loop."""

    network: str
    recipe: str
    factor: float | None = None

    def config(self, steps: int) -> Config:
        return Config(network=self.network, recipe=self.recipe, steps=steps)


GOALS = (
    Goal("mlp", "kaiming", 1.6),
    Goal("mlp", "batchnorm", 2.5),
    Goal("deep", "batchnorm", 2.5),
    Goal("deep", "kaiming"),
)


def ours(config: Config, examples: Examples) -> list[float]:
    trainer = Trainer(config, examples)
    for _ in trainer.run():
        pass
    return trainer.losses.tolist()


def timed(train: Callable[[Config, Examples], list[float]], config: Config, examples: Examples):
    """Seconds of a whole run on the processor, and its losses; waiting is not counted."""
    started = time.process_time()
    losses = train(config, examples)
    return time.process_time() - started, losses


def products(config: Config) -> Iterator[tuple[int, int, int]]:
    """The matrix products (m, k, n) of a step: forward, and twice as many backward."""
    layers, hidden, batch = (2 if config.network == "mlp" else 6), config.hidden, config.batch_size
    sizes = [30, *[hidden] * (layers - 1), 27]
    for fan_in, fan_out in pairwise(sizes):
        yield batch, fan_in, fan_out  # x @ W
        yield fan_in, batch, fan_out  # x.T @ gradient
        yield batch, fan_out, fan_in  # gradient @ W.T


def floor_seconds(config: Config) -> float:
    """The time of a step's matrix products alone, over tensors that are there already."""
    made = [
        (torch.randn(m, k), torch.randn(k, n), torch.empty(m, n)) for m, k, n in products(config)
    ]
    started = time.process_time()
    for _ in range(config.steps):
        for a, b, out in made:
            torch.mm(a, b, out=out)
    return (time.process_time() - started) / config.steps


def compare(goal: Goal, examples: Examples, rounds: int, steps: int) -> bool:
    """Print one row; whether the goal is reached and the losses are the same."""
    config = goal.config(steps)
    slow, fast, floor, apart = [], [], [], 0.0
    timed(ours, replace(config, steps=100), examples)
    for _ in range(rounds):
        seconds, wanted = timed(lecture.train, config, examples)
        slow.append(seconds)
        seconds, losses = timed(ours, config, examples)
        fast.append(seconds)
        floor.append(floor_seconds(config) * steps)
        apart = max(apart, *(abs(a - b) for a, b in zip(losses, wanted, strict=True)))
    # The least disturbed round of each; the spread of single rounds stands beside it.
    ratio, pairs = min(slow) / min(fast), [a / b for a, b in zip(slow, fast, strict=True)]
    holds = apart <= TOLERANCE and (goal.factor is None or ratio >= goal.factor)
    wish = f"at least {goal.factor:g} x  {'holds' if holds else 'MISSED'}" if goal.factor else ""
    spread = f"({min(pairs):.2f} to {max(pairs):.2f})"
    pace, share = 1e6 * min(fast) / steps, min(floor) / min(fast)
    print(
        f"{goal.network:<5}{goal.recipe:<10}{ratio:6.2f} x {spread:<15}{pace:7.0f} us/step   "
        f"products {share:4.0%}   losses within {apart:.0e}   {wish}",
        flush=True,
    )
    return holds


def curves(examples: Examples) -> dict[str, dict[str, list[float]]]:
    """Microseconds a step by hidden size and by batch, of both loops and of the products alone."""
    hidden = [Config(hidden=size, steps=CURVE_STEPS) for size in HIDDEN]
    batches = [Config(batch_size=size, steps=CURVE_STEPS) for size in BATCHES]
    return {
        "units of the hidden layer (batch 32)": measure(hidden, examples),
        "examples in a batch (hidden 200)": measure(batches, examples),
    }


def measure(configs: Sequence[Config], examples: Examples) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {"the lecture's loop": [], "grade train": [], "products": []}
    for config in configs:
        rounds = [
            (
                timed(lecture.train, config, examples)[0] / config.steps,
                timed(ours, config, examples)[0] / config.steps,
                floor_seconds(config),
            )
            for _ in range(CURVE_ROUNDS)
        ]
        for name, seconds in zip(found, zip(*rounds, strict=True), strict=True):
            found[name].append(1e6 * min(seconds))  # the least disturbed
        print(config.hidden, config.batch_size, *(f"{times[-1]:.0f}" for times in found.values()))
    return found


def draw(path: Path, measured: dict[str, dict[str, list[float]]]) -> None:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    styles = {
        "the lecture's loop": {"color": "#D55E00", "marker": "s", "ls": "--"},
        "grade train": {"color": "#0072B2", "marker": "o"},
        "products": {"color": "#555555", "marker": "^", "ls": ":"},
    }
    figure, grid = plt.subplots(1, 2, figsize=(9, 3.6), sharey=True, layout="constrained")
    for axes, (title, lines), sizes in zip(grid, measured.items(), (HIDDEN, BATCHES), strict=True):
        for name, times in lines.items():
            axes.loglog(sizes, times, label=name, **styles[name])
        axes.set_xticks(sizes, [str(size) for size in sizes])
        axes.minorticks_off()
        axes.set_xlabel(title)
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(alpha=0.3)
    grid[0].set_ylabel("microseconds a step")
    grid[0].legend(frameon=False)
    figure.savefig(path, dpi=100, metadata={"Software": None})


def main() -> int:
    parser = argparse.ArgumentParser(description="Training against the lecture's loop.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--enforce", action="store_true", help="exit with 1 if a goal is missed")
    parser.add_argument("--plot", type=Path, help="measure and draw how the cost grows")
    options = parser.parse_args()
    torch.set_num_threads(1)
    examples = load_splits(read_names(NAMES)).train
    held = [compare(goal, examples, options.rounds, options.steps) for goal in GOALS]
    if options.plot:
        draw(options.plot, curves(examples))
    return int(options.enforce and not all(held))


if __name__ == "__main__":
    raise SystemExit(main())
