"""A report in the format that its reader wants; every format is a pure function of the report.

A new format is one module named after it, with a function `render(report, console)`, and one
entry in `FORMATS`. A module is imported when its format is asked for, and none needs torch: a
report prints even where torch is broken.
"""

from __future__ import annotations

from importlib import import_module

from grader.model import Report
from grader.render.console import Console

FORMATS = ("human", "json")


def render(
    report: Report,
    format: str,
    *,
    verbose: bool = False,
    color: bool = False,
    unicode: bool = True,
    width: int = 80,
) -> str:
    """The report as text that ends in a newline.

    What follows the format describes the reader's terminal (`Console`); formats for programs
    ignore it.

    Raises:
        ValueError: there is no such format, or the report holds what the format cannot say.
    """
    if format not in FORMATS:
        raise ValueError(f"no format '{format}'; there are {', '.join(FORMATS)}")
    console = Console(verbose=verbose, color=color, unicode=unicode, width=width)
    text: str = import_module(f"{__name__}.{format}").render(report, console)
    return text
