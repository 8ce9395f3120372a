"""The command `grade train`: the real network, with the student's functions or the reference."""

from __future__ import annotations

import contextlib
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli.reporting import open_console
from grader.cli.train_options import check_together, given_words, train_options
from grader.errors import EXIT_INTERRUPTED, EXIT_PASSED, GraderError

if TYPE_CHECKING:
    from grader.practice.train.compare import Comparison
    from grader.practice.train.seeds import SeedSession
    from grader.practice.train.session import Session

    Run = Session | Comparison | SeedSession


@click.command(
    "train",
    context_settings={"show_default": True},
    epilog="Example: grade train --use student --plot run.png",
)
@train_options
@click.pass_context
def train(
    context: click.Context,
    /,
    *,
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
    check_together(context)
    _check_places(checkpoint, plot)
    is_json, is_page = format_ == "json", plot is not None and _is_page(plot)
    # What a student's function prints must not stand among the numbers.
    with contextlib.redirect_stdout(sys.stderr) if is_json else contextlib.nullcontext():
        run = _open_run(**what, is_silent=is_json, is_page=is_page)
        if run.remark:
            click.echo(run.remark, err=True)
        if not run.run(checkpoint):
            return _stopped(context, run, checkpoint)
        told = (
            run.as_json() if is_json else run.as_text(open_console(plain=plain, no_color=no_color))
        )
    click.echo(told, nl=is_json)
    if plot is not None:
        _write(plot, _drawn(run, is_page=is_page), "--plot")
    return EXIT_PASSED


def _open_run(
    *, compare: str | None, seeds: int | None, sample: int, is_page: bool, **what: Any
) -> Run:
    """The run that the options ask for: one recipe, several recipes, or several seeds."""
    from grader.grading.torch_runtime import import_torch
    from grader.practice.train.race import threads_allowed

    what["threads"] = threads_allowed()  # asked before the import, which allows one
    import_torch()
    if seeds is not None:
        from grader.practice.train.seeds import SeedSession

        return SeedSession(seeds=seeds, **what)
    from grader.practice.train.session import FRAMES, Session

    what |= {"sample": sample, "frames": FRAMES if is_page else 0}
    if compare is not None:
        from grader.practice.train.compare import Comparison

        return Comparison(compare, **what)
    return Session(**what)


def _stopped(context: click.Context, session: Run, checkpoint: Path | None) -> int:
    """Leave a checkpoint of a single run and say how to go on."""
    from grader.files import as_typed
    from grader.practice.train.session import Session

    if not isinstance(session, Session):
        click.echo(f"Stopped after {session.progress}; nothing of it is kept.", err=True)
        return EXIT_INTERRUPTED

    path = checkpoint or session.default_checkpoint()
    session.save(path)
    words = ["grade", "train", *given_words(context), "--checkpoint", str(as_typed(path))]
    click.echo(f"Stopped after {session.progress}. To go on: {shlex.join(words)}", err=True)
    return EXIT_INTERRUPTED


def _check_places(checkpoint: Path | None, plot: Path | None) -> None:
    """Raise an error unless the files can be written, before an hour is spent.

    Raises:
        GraderError: the folder is not there, the path is a folder, or the picture is no PNG.
    """
    if plot is not None and plot.suffix.lower() != ".png" and not _is_page(plot):
        raise GraderError(
            f"{plot} ends neither in .png nor in .html.",
            "Name FILE.png for a picture, or FILE.html for a page that moves.",
        )
    for path in (checkpoint, plot):
        if path is not None and path.is_dir():
            raise GraderError(f"{path} is a folder.", "Name a file in it.")
        if path is not None and not path.parent.is_dir():
            raise GraderError(f"There is no folder {path.parent}.", "Make it first.")


def _drawn(run: Run, *, is_page: bool) -> bytes:
    from grader.practice.train.seeds import SeedSession

    assert not isinstance(run, SeedSession), "--seeds and --plot do not go together"
    return run.draw_page() if is_page else run.draw()


def _is_page(path: Path) -> bool:
    return path.suffix.lower() == ".html"


def _write(path: Path, content: bytes, option: str) -> None:
    from grader.files import write_file, writing

    with writing(path, f"Name another file with {option}."):
        write_file(path, content)
