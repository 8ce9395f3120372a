"""What the reader of a report asked for, and what they have in front of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from grader.errors import BrokenEnvironment

if TYPE_CHECKING:
    from grader.model import Feedback, Report
    from grader.render.console import Console

FORMATS = ("human", "json")
WIDTH = 80  # columns, where there is no terminal


class Reporting(NamedTuple):
    """What is reported and how, as the options say."""

    format_: str
    output: Path | None
    feedback: Feedback
    verbose: bool
    plain: bool
    no_color: bool


def display_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say how text looks."""
    for option in (
        click.option("--no-color", is_flag=True, help="No colour; NO_COLOR does the same."),
        click.option("--plain", is_flag=True, help="ASCII signs only, no colour."),
    ):
        command = option(command)
    return command


def report_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say what is reported and how."""
    for option in (
        display_options,
        click.option("--verbose", is_flag=True, help="Everything about every check."),
        click.option(
            "--feedback",
            type=click.Choice(["full", "advice", "outcome"]),
            default="full",
            show_default=True,
            help="How much to tell about hidden checks.",
        ),
        click.option("--output", type=click.Path(path_type=Path), help="Write the report there."),
        click.option(
            "--format",
            "format_",
            type=click.Choice(FORMATS),
            default="human",
            show_default=True,
            help="Who reads the report: you, or a program.",
        ),
    ):
        command = option(command)
    return command


def as_text(report: Report, reporting: Reporting, *, is_first: bool = True) -> str:
    """The report as its reader wants it; one that follows another is set apart."""
    from grader.render import render
    from grader.report import filtered

    console = open_console(
        plain=reporting.plain,
        no_color=reporting.no_color,
        to_terminal=reporting.output is None,
    )
    separator = "\n" if reporting.format_ == "human" and not is_first else ""
    return separator + render(
        filtered(report, reporting.feedback),
        reporting.format_,
        verbose=reporting.verbose,
        color=console.color,
        unicode=console.unicode,
        width=console.width,
    )


def open_console(*, plain: bool, no_color: bool, to_terminal: bool = True) -> Console:
    """The reader's terminal, as far as it and the options say; a file takes everything."""
    from grader.render.console import Console
    from grader.render.text import has_unicode

    on_terminal = to_terminal and sys.stdout.isatty()
    may_color = not (no_color or plain or os.environ.get("NO_COLOR"))
    return Console(
        color=on_terminal and may_color and os.environ.get("TERM") != "dumb",
        unicode=not plain and (not to_terminal or has_unicode(sys.stdout.encoding)),
        width=_terminal_width() if on_terminal else WIDTH,
    )


def _terminal_width() -> int:
    import shutil

    return shutil.get_terminal_size((WIDTH, 24)).columns


def write_report(path: Path, text: str) -> None:
    """Write a finished report to a file.

    Raises:
        BrokenEnvironment: that is not possible.
    """
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise BrokenEnvironment(
            f"The report cannot be written to {path}: {error.strerror}.",
            "Name another file with --output.",
        ) from error
