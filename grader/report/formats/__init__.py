"""A report in the format that its reader wants; every format is a pure function of the report.

A new format is one module named after it and one entry in `FORMATS`. The module has a function
`render(report, console)`, and reports that follow one another are put one below the other; or,
where several reports make one document, `render_all(reports, console, delivery)`. A module is
imported when its format is asked for, and none needs torch: a report prints even where torch is
broken.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from grader.model import RedactedReport
from grader.report.console import Console
from grader.report.delivery import Delivery

# Those that can be shown report by report, while others are still being graded.
STREAMED = ("human", "json", "json_lines")
FORMATS = (*STREAMED, "junit", "github", "markdown", "html", "gradescope", "classroom50")


def render(
    report: RedactedReport,
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
    console = Console(verbose=verbose, color=color, unicode=unicode, width=width)
    return render_all((report,), format, console)


def render_all(
    reports: Sequence[RedactedReport],
    format: str,
    console: Console | None = None,
    delivery: Delivery | None = None,
) -> str:
    """Several reports as one text that ends in a newline.

    For people they are set apart by an empty line. `json_lines` is one object a line; the formats
    of platforms are one valid document, whatever the number of reports.

    Raises:
        ValueError: there is no such format, or a report holds what the format cannot say.
        TypeError: a report was not redacted to a feedback level.
    """
    for report in reports:
        if not isinstance(report, RedactedReport):
            raise TypeError("a report is shown redacted: report.feedback.redact(report, level)")
    if format not in FORMATS:
        raise ValueError(f"no format '{format}'; there are {', '.join(FORMATS)}")
    module = import_module(f"{__name__}.{format}")
    console = console or Console()
    if format in STREAMED:
        texts = [module.render(report, console) for report in reports]
        return ("\n" if format == "human" else "").join(texts)
    text: str = module.render_all(reports, console, delivery or Delivery())
    return text
