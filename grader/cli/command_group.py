"""The parser of the words after `grade`, and the page that explains them."""

from __future__ import annotations

from contextlib import suppress
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from grader.course.sealing import Key

GRADE, BOARD = "EXERCISE", "board"  # hidden names: of `grade exercise03`, and of `grade` alone
BOARD_WORD = "list"  # what many type for it
DISPLAY = ("--plain", "--no-color")


def given_keys() -> tuple[Key, ...]:
    """The keys of GRADE_KEY, as this command was started with it."""
    keys: tuple[Key, ...] = click.get_current_context().find_root().obj or ()
    return keys


class AuthorCommand(click.Command):
    """A command that students do not need; the help lists it apart."""


class ExerciseCommand(click.Command):
    """`grade exercise03`: its own name stands where the exercise does."""

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return ["[FILE]", "[OPTIONS]"]


class Grade(click.Group):
    """A group whose first word may also be an exercise or a file: `grade exercise03`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        display = list(takewhile(DISPLAY.__contains__, args))
        rest = args[len(display) :]
        if not rest and ctx.resilient_parsing:  # a shell completes the first word
            args = display
        elif not rest:
            args = [BOARD, *display]
        elif rest[0].lower() == BOARD_WORD and BOARD_WORD not in self.commands:
            args = [BOARD, *display, *rest[1:]]
        elif rest[0] in self.commands:
            args = [rest[0], *display, *rest[1:]]
        elif rest[0] not in ("--help", "-h", "--version"):
            args = [GRADE, *args]
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The words that may stand after `grade`: exercises, too."""
        from grader.course.course import find_course
        from grader.errors import GraderError

        names: tuple[str, ...] = ()
        with suppress(GraderError):  # outside a course only commands are known
            names = find_course(Path()).exercise_names()
        items = [CompletionItem(name) for name in names if name.startswith(incomplete)]
        return items + super().shell_complete(ctx, incomplete)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self.commands)  # as they are defined, not by the alphabet

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return ["[EXERCISE [FILE] | --all | COMMAND]", "[OPTIONS]"]

    def public_commands(self) -> list[str]:
        """The names that the help lists."""
        return [name for name, command in self.commands.items() if not command.hidden]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        public = [(name, self.commands[name]) for name in self.public_commands()]
        for heading, is_author in (("Commands", False), ("Commands for authors", True)):
            rows = [
                (name, command.get_short_help_str(formatter.width))
                for name, command in public
                if isinstance(command, AuthorCommand) == is_author
            ]
            with formatter.section(heading):
                formatter.write_dl(rows)
