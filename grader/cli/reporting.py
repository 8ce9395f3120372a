"""The options of a report, and the terminal or file in which it is read."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import click

from grader.errors import EXIT_PASSED, BrokenEnvironment

if TYPE_CHECKING:
    from grader.model import Feedback, Report
    from grader.report.console import Console
    from grader.report.delivery import Delivery
    from grader.report.ending import Ending
    from grader.report.formats.html import Exhibit

FORMATS = ("human", "json", "junit", "github", "markdown", "html", "gradescope", "classroom50")
# Read by a platform, which takes a failed check from the text and a failed command for a fault.
FOR_PLATFORMS = ("gradescope", "classroom50")
SUMMARY = "GITHUB_STEP_SUMMARY"
WIDTH = 80  # columns, where there is no terminal


class Reporting(NamedTuple):
    """The options of a report."""

    format_: str
    output: Path | None
    feedback: Feedback
    verbose: bool
    plain: bool
    no_color: bool


def display_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say how text looks."""
    for option in (
        click.option("--no-color", is_flag=True, help="No color; NO_COLOR does the same."),
        click.option("--plain", is_flag=True, help="ASCII characters only, no color."),
    ):
        command = option(command)
    return command


def report_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say what is reported and how."""
    for option in (
        display_options,
        click.option("--verbose", is_flag=True, help="Every check in full."),
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


def as_text(
    reports: Sequence[Report],
    reporting: Reporting,
    delivery: Delivery | None = None,
    endings: Mapping[str, Ending] | None = None,
) -> str:
    """The reports as their reader wants them; `endings`, by exercise, stand below them."""
    from grader.report.feedback import redact
    from grader.report.formats import human, render_all

    console = open_console(
        plain=reporting.plain,
        no_color=reporting.no_color,
        verbose=reporting.verbose,
        to_terminal=reporting.output is None,
    )
    shown = [redact(report, reporting.feedback) for report in reports]
    if reporting.format_ == "human" and endings:
        return "\n".join(
            human.render(report, console, endings.get(report.exercise)) for report in shown
        )
    return render_all(shown, reporting.format_, console, delivery)


def as_page(
    reports: Sequence[Report], reporting: Reporting, exhibits: Mapping[str, Exhibit]
) -> str:
    """The reports as a page, with the exhibits as far as the feedback allows them."""
    from grader.report.feedback import redact
    from grader.report.formats.html import page

    shown = [redact(report, reporting.feedback) for report in reports]
    return page(shown, exhibits if reporting.feedback == "full" else {})


def is_streamed(reporting: Reporting) -> bool:
    """True if each report is shown as soon as it is there."""
    from grader.report.formats import STREAMED

    return reporting.output is None and reporting.format_ in STREAMED


def exit_code(report: Report, reporting: Reporting) -> int:
    """The exit code after this report; for a platform, whether it was graded at all."""
    from grader.report.build import EXIT_CODES

    if reporting.format_ in FOR_PLATFORMS and report.status != "error":
        return EXIT_PASSED
    return EXIT_CODES[report.status]


def deliver(
    reports: Sequence[Report],
    reporting: Reporting,
    delivery: Delivery,
    exhibits: Mapping[str, Exhibit] | None = None,
) -> None:
    """Write all reports as one text to where they are wanted.

    In a step of GitHub Actions, the format github also adds them to the summary of the job.

    Raises:
        BrokenEnvironment: a file cannot be written.
    """
    if reporting.format_ == "html":
        text = as_page(reports, reporting, exhibits or {})
    else:
        text = as_text(reports, reporting, delivery)
    if reporting.output is None:
        click.echo(text, nl=False)
    else:
        write_report(reporting.output, text)
    summary = os.environ.get(SUMMARY)
    if reporting.format_ == "github" and summary:
        write_report(Path(summary), as_text(reports, reporting._replace(format_="markdown")), "a")


def open_console(
    *, plain: bool, no_color: bool, verbose: bool = False, to_terminal: bool = True
) -> Console:
    """The reader's terminal, as far as it and the options say; a file takes everything."""
    from grader.report.console import Console
    from grader.report.sanitize import has_unicode

    on_terminal = to_terminal and sys.stdout.isatty()
    may_color = not (no_color or plain or os.environ.get("NO_COLOR"))
    return Console(
        verbose=verbose,
        color=on_terminal and may_color and os.environ.get("TERM") != "dumb",
        unicode=not plain and (not to_terminal or has_unicode(sys.stdout.encoding)),
        width=_terminal_width() if on_terminal else WIDTH,
    )


def _terminal_width() -> int:
    import shutil

    return shutil.get_terminal_size((WIDTH, 24)).columns


def write_report(path: Path, text: str, mode: Literal["w", "a"] = "w") -> None:
    """Write a finished report to a file, or below what the file holds.

    Raises:
        BrokenEnvironment: that is not possible.
    """
    try:
        with path.open(mode, encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise BrokenEnvironment(
            f"The report cannot be written to {path}: {error.strerror}.",
            "Name another file with --output.",
        ) from error


def open_page(path: Path) -> None:
    """Show a page in the browser; where none opens, say where the page is."""
    import webbrowser

    if not webbrowser.open(path.resolve().as_uri()):
        click.echo(f"No browser opens here. The page is {path}", err=True)
