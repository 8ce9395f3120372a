"""Train the lecture's networks and print its loss log as a Markdown table.

    python benchmarks/loss_log.py [--names FILE] [--steps 200000] [--use reference]

A row takes about a minute on one core with the reference, three with torch.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

import torch

from grader.training import Config, Splits, Trainer, load_splits, read_names, repeated_share
from grader.training.recipes import RECIPES

NAMES = Path(__file__).parents[1] / "data" / "names.txt"
HEAD = (
    "| network | recipe | use | parameters | loss at step 0 | train | val | test |\n"
    "|---|---|---|---|---|---|---|---|"
)


def row(config: Config, use: str, splits: Splits) -> str:
    """One trained network as a row of the table; how long it took goes to the next line."""
    trainer = Trainer(config, splits.train, use=use)
    for _ in trainer.run():
        pass
    model = trainer.model
    count = sum(parameter.numel() for parameter in model.parameters.values())
    losses = [float(model.evaluate(part)) for part in (splits.train, splits.val, splits.test)]
    cells = [config.network, config.recipe, use, f"{count:,}"]
    cells += [f"{loss:.4f}" for loss in (float(trainer.losses[0]), *losses)]
    return f"| {' | '.join(cells)} |"


def configs(networks: list[str], recipes: list[str], steps: int) -> Iterator[Config]:
    """The runs that are asked for, in the lecture's order."""
    for network in networks:
        for recipe in RECIPES[network]:
            if not recipes or recipe in recipes:
                yield Config(network=network, recipe=recipe, steps=steps)


def main() -> None:
    parser = argparse.ArgumentParser(description="The loss log as a Markdown table.")
    parser.add_argument("--names", type=Path, default=NAMES)
    parser.add_argument("--steps", type=int, default=200_000)
    parser.add_argument("--use", choices=["reference", "torch"], default="reference")
    parser.add_argument("--network", choices=sorted(RECIPES), action="append")
    parser.add_argument("--recipe", action="append", default=[], help="may be given several times")
    options = parser.parse_args()
    torch.set_num_threads(1)
    names = read_names(options.names)
    splits, started = load_splits(names), time.perf_counter()
    sizes = " / ".join(f"{len(part):,}" for part in (splits.train, splits.val, splits.test))
    print(f"{len(names):,} names, {sizes} examples; {100 * repeated_share(names):.1f} % of the")
    print(f"names in val also stand in train. {options.steps:,} steps.\n\n{HEAD}")
    for config in configs(options.network or ["mlp"], options.recipe, options.steps):
        print(row(config, options.use, splits), flush=True)
    print(f"\n{time.perf_counter() - started:.0f} s, torch {torch.__version__}.")


if __name__ == "__main__":
    main()
