"""The command `grade report`: the class as a page."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.command_group import AuthorCommand
from grader.cli.reporting import open_page

SHOWN_EVERY = 100  # pages


@click.command("report", cls=AuthorCommand, epilog="Example: grade report class")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--open", "opened", is_flag=True, help="Open the page in the browser.")
def report(folder: Path, opened: bool) -> None:
    """The class as a page, from the gradebook that `grade batch --out DIR` made.

    Writes DIR/report.html and, for each submission, a page below DIR/pages. They are for the
    instructor: they tell everything about hidden checks. What students may see is in
    DIR/reports, as the batch has written it; grade return gives it back to them.
    """
    from grader.batch.results.class_page import write_pages
    from grader.course.course import find_course
    from grader.course.term import Term, read_term
    from grader.errors import NoCourse

    count = 0

    def done() -> None:
        nonlocal count
        count += 1
        if count % SHOWN_EVERY == 0:
            click.echo(f"{count} pages", err=True)

    try:
        term = read_term(find_course(Path()))
    except NoCourse:
        term = Term()  # the gradebook holds all but dates and weights
    path = write_pages(folder, done, term)
    click.echo(f"{count} pages, and of the class: {path}")
    if opened:
        open_page(path)
