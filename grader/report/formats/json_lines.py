"""Reports for programs, one a line, so that a stream of them can be read as it grows."""

from __future__ import annotations

from grader.model import RedactedReport
from grader.report.console import Console
from grader.report.formats.json import as_json


def render(report: RedactedReport, _console: Console) -> str:
    """The object of the format json, on one line.

    Raises:
        ValueError: a number of the report is not finite, which JSON cannot say.
    """
    return as_json(report, indent=None)
