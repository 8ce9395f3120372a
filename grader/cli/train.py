"""The command `grade train`: the real network, with the student's functions or the reference."""

from __future__ import annotations

import contextlib
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli.reporting import display_options, open_console
from grader.errors import EXIT_INTERRUPTED, EXIT_PASSED, BrokenEnvironment, GraderError

if TYPE_CHECKING:
    from grader.practice.train_session import Session

MOST_SEEDS = 1000
GREATEST_SEED = (1 << 63) - 1
RECIPES = ("original", "softmax", "tanh", "kaiming", "batchnorm")
USES = ("student", "reference", "torch")
PATH = click.Path(path_type=Path)
OPTIONS = (
    click.option("--network", type=click.Choice(("mlp", "deep")), default="mlp"),
    click.option(
        "--recipe",
        type=click.Choice(RECIPES),
        default="kaiming",
        help="How the network begins; deep has kaiming and batchnorm.",
    ),
    click.option(
        "--use",
        type=click.Choice(USES),
        default="reference",
        help="Whose functions: yours, the reference's, or torch's autograd.",
    ),
    click.option("--steps", type=click.IntRange(1), default=10_000),
    click.option("--batch-size", type=click.IntRange(1), default=32),
    click.option(
        "--hidden",
        type=click.IntRange(1),
        metavar="N",
        help="Units of a layer: 200 (mlp) or 100 (deep), unless given.",
    ),
    click.option("--seed", type=click.IntRange(0, GREATEST_SEED), default=2147483647),
    click.option("--device", type=click.Choice(("auto", "cpu", "cuda")), default="auto"),
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
        metavar="FILE.png",
        help="Draw activations, gradients and updates, beside the reference's.",
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
        help="Train N networks at once, from --seed on; tell their mean and deviation.",
    ),
    click.option("--format", "format_", type=click.Choice(("human", "json")), default="human"),
    display_options,
)


def _train_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@click.command("train", context_settings={"show_default": True})
@_train_options
@click.pass_context
def train(
    context: click.Context,
    /,
    *,
    device: str,
    checkpoint: Path | None,
    plot: Path | None,
    format_: str,
    plain: bool,
    no_color: bool,
    **what: Any,
) -> int:
    """Train the real network, with your functions or the reference.

    It learns names, as in the lecture. Ctrl-C leaves a checkpoint and says how to go on.
    """
    _check_places(checkpoint, plot)
    from grader.grading.torch_runtime import import_torch
    from grader.practice.train_race import threads_allowed

    threads = threads_allowed()
    import_torch()
    from grader.practice.train_session import Session

    is_json = format_ == "json"
    # What a student's function prints must not stand among the numbers.
    with contextlib.redirect_stdout(sys.stderr) if is_json else contextlib.nullcontext():
        session = Session(device=device, threads=threads, is_silent=is_json, **what)
        if session.remark:
            click.echo(session.remark, err=True)
        if not session.run(checkpoint):
            return _stopped(context, session, checkpoint)
        told = (
            session.as_json()
            if is_json
            else session.as_text(open_console(plain=plain, no_color=no_color))
        )
    click.echo(told, nl=is_json)
    if plot is not None:
        _write(plot, session.draw(), "--plot")
    return EXIT_PASSED


def _stopped(context: click.Context, session: Session, checkpoint: Path | None) -> int:
    """Leave a checkpoint and say how to go on."""
    from grader.files import as_typed

    path = checkpoint or session.default_checkpoint()
    session.save(path)
    words = ["grade", "train", *_given(context), "--checkpoint", str(as_typed(path))]
    click.echo(f"Stopped after {session.progress}. To go on: {shlex.join(words)}", err=True)
    return EXIT_INTERRUPTED


def _given(context: click.Context) -> list[str]:
    """The options as they were typed, but for --checkpoint."""
    words: list[str] = []
    for option in context.command.params:
        name = option.name or ""
        source = context.get_parameter_source(name)
        if name == "checkpoint" or source != click.core.ParameterSource.COMMANDLINE:
            continue
        value = context.params[name]
        words += [option.opts[0]] if value is True else [option.opts[0], str(value)]
    return words


def _check_places(checkpoint: Path | None, plot: Path | None) -> None:
    """Whether what is asked for can be written, before an hour is spent.

    Raises:
        GraderError: the folder is not there, the path is a folder, or the picture is no PNG.
    """
    if plot is not None and plot.suffix.lower() != ".png":
        raise GraderError(f"{plot} does not end in .png.", "The picture is a PNG file.")
    for path in (checkpoint, plot):
        if path is not None and path.is_dir():
            raise GraderError(f"{path} is a folder.", "Name a file in it.")
        if path is not None and not path.parent.is_dir():
            raise GraderError(f"There is no folder {path.parent}.", "Make it first.")


def _write(path: Path, content: bytes, option: str) -> None:
    from grader.files import write_file

    try:
        write_file(path, content)
    except OSError as error:
        raise BrokenEnvironment(
            f"{path} cannot be written: {error.strerror}.", f"Name another file with {option}."
        ) from error
