"""The entry point of `grade`: whatever happens, one exit code and no traceback but our own."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import click

from grader.errors import EXIT_FAULT, EXIT_INTERRUPTED, EXIT_PASSED, GraderError


def main() -> NoReturn:
    """Run the command line and end the process, without waiting for torch to be taken down."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    code = run_command(sys.argv[1:])
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # the reader of a pipe has gone
        code = code or EXIT_FAULT
    os._exit(code)


def run_command(arguments: list[str]) -> int:
    """Run one command; give its exit code."""
    from grader.cli import cli

    try:
        code = cli.main(arguments, prog_name="grade", standalone_mode=False)
        return code if isinstance(code, int) else EXIT_PASSED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except GraderError as error:
        click.echo(f"{error.what}\n{error.remedy}".strip(), err=True)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        return EXIT_FAULT
    except Exception:
        import traceback

        traceback.print_exc()
        click.echo("This is a fault of the grader, not of your file. Please report it.", err=True)
        return EXIT_FAULT


if __name__ == "__main__":
    main()
