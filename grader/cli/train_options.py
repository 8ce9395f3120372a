"""The options of `grade train`, and which of them go together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from grader.cli.reporting import display_options
from grader.errors import GraderError

MOST_SEEDS = 1000
COMMAND_LINE = click.core.ParameterSource.COMMANDLINE
EXCLUDED = {
    "--compare": ("--recipe", "--seeds", "--checkpoint"),
    "--seeds": ("--sample", "--plot", "--checkpoint"),
}
GREATEST_SEED = (1 << 63) - 1
RECIPES = ("original", "softmax", "tanh", "kaiming", "batchnorm")
USES = ("student", "reference", "torch")
PATH = click.Path(path_type=Path)
OPTIONS = (
    click.option(
        "--network",
        type=click.Choice(("mlp", "deep")),
        default="mlp",
        help="One hidden layer, or six layers.",
    ),
    click.option(
        "--recipe",
        type=click.Choice(RECIPES),
        default="kaiming",
        help="How the network is initialized; deep has kaiming and batchnorm.",
    ),
    click.option(
        "--use",
        type=click.Choice(USES),
        default="reference",
        help="Whose functions: yours, the reference's, or torch's autograd.",
    ),
    click.option(
        "--steps", type=click.IntRange(1), default=10_000, help="Minibatches to learn from."
    ),
    click.option(
        "--batch-size", type=click.IntRange(1), default=32, help="Examples in a minibatch."
    ),
    click.option(
        "--hidden",
        type=click.IntRange(1),
        metavar="N",
        help="Units of a layer: 200 (mlp) or 100 (deep), unless given.",
    ),
    click.option(
        "--seed",
        type=click.IntRange(0, GREATEST_SEED),
        default=2147483647,
        help="Seed of the first weights, the minibatches and the names.",
    ),
    click.option(
        "--device",
        type=click.Choice(("auto", "cpu", "cuda")),
        default="auto",
        help="auto takes the one that is faster in a short race.",
    ),
    click.option("--names", type=PATH, metavar="FILE", help="Learn these names, one a line."),
    click.option(
        "--checkpoint",
        type=PATH,
        metavar="FILE",
        help="Go on from FILE where it exists, and leave the run there.",
    ),
    click.option(
        "--plot",
        type=PATH,
        metavar="FILE.png|FILE.html",
        help="Draw activations, gradients and updates, or write a page that moves.",
    ),
    click.option(
        "--sample",
        type=click.IntRange(0, 1000),
        default=10,
        metavar="N",
        help="Invent N names at the start, in the middle and at the end.",
    ),
    click.option(
        "--compare",
        metavar="RECIPE,RECIPE",
        help="Train these recipes, and show them beside each other.",
    ),
    click.option(
        "--seeds",
        type=click.IntRange(1, MOST_SEEDS),
        metavar="N",
        help="Train N networks at once, with seeds from --seed on; show mean and deviation.",
    ),
    click.option(
        "--format",
        "format_",
        type=click.Choice(("human", "json")),
        default="human",
        help="Text for people, or one JSON object.",
    ),
    display_options,
)


def train_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with all options of `grade train`."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def check_together(context: click.Context) -> None:
    """Raise an error unless the options go together.

    Raises:
        GraderError: two of them contradict each other; both are named.
    """
    given = {
        option.opts[0]
        for option in context.command.params
        if context.get_parameter_source(option.name or "") is COMMAND_LINE
    }
    for option, others in EXCLUDED.items():
        for other in others:
            if option in given and other in given:
                raise GraderError(
                    f"{option} and {other} do not go together.", f"Leave out {other}."
                )


def given_words(context: click.Context) -> list[str]:
    """The options as they were typed, but for --checkpoint."""
    words: list[str] = []
    for option in context.command.params:
        name = option.name or ""
        source = context.get_parameter_source(name)
        if name == "checkpoint" or source is not COMMAND_LINE:
            continue
        value = context.params[name]
        words += [option.opts[0]] if value is True else [option.opts[0], str(value)]
    return words
