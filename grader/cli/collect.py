"""The command `grade collect`: what a platform exported becomes folders by student."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.command_group import AuthorCommand

SHOWN = 20  # lines of what was left out; all of it is in not-collected.csv
PLATFORMS = (
    "auto",
    "canvas",
    "moodle",
    "gradescope",
    "blackboard",
    "brightspace",
    "github",
    "nbgrader",
    "folders",
)


@click.command("collect", cls=AuthorCommand)
@click.argument("export", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--from",
    "platform",
    type=click.Choice(PLATFORMS),
    default="auto",
    show_default=True,
    help="Where EXPORT comes from.",
)
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="A new folder, in which each student gets one.",
)
@click.option(
    "--roster",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Who is in the class: a table with student_id, login, email or name, or a list that "
    "the platform exported. Then who has not submitted is listed, too.",
)
def collect(export: Path, platform: str, to: Path, roster: Path | None) -> None:
    """Sort what a platform exported by student.

    EXPORT is the .zip or the folder as it was downloaded. Of several submissions the latest
    counts. Writes DIR/<student>/..., DIR/submissions.csv with the times, and
    DIR/not-collected.csv with all that was left out, and why.
    """
    from grader.batch.collecting.attempts import Orders
    from grader.batch.collecting.collect import collect as sort_by_student
    from grader.batch.collecting.collection import write_collection
    from grader.batch.platforms.export_files import open_export
    from grader.batch.platforms.recognise import READERS, recognise
    from grader.batch.platforms.roster import read_roster
    from grader.course.course import find_course, load_exercise
    from grader.course.term import read_term

    course = find_course(Path())
    exercises = {name: load_exercise(course, name).functions for name in course.exercise_names()}
    people = read_roster(roster) if roster else None
    orders = Orders(exercises, read_term(course), people)
    with open_export(export) as opened:
        chosen = next((name for name in READERS if name == platform), None) or recognise(opened)
        collected = sort_by_student(opened, chosen, orders)
        left = write_collection(collected, to)
    submissions = [item for item in collected.deliveries if item.exercise]
    students = {item.student for item in submissions}
    click.echo(
        f"{export.name}, read as an export of {chosen}: {len(submissions)} submissions "
        f"of {len(students)} students."
    )
    _tell_left([(item.student, item.path, item.why) for item in left])
    click.echo(f"Next: grade batch {to} --out results")


def _tell_left(left: list[tuple[str, str, str]]) -> None:
    from grader.report.layout import one_line
    from grader.report.sanitize import clean

    if left:
        click.echo("Not collected (not-collected.csv):")
    for student, path, why in left[:SHOWN]:
        shown = ": ".join(text for text in (student, path) if text)
        click.echo(f"    {one_line(clean(shown))}: {one_line(clean(why))}")
    if len(left) > SHOWN:
        click.echo(f"    and {len(left) - SHOWN} more")
