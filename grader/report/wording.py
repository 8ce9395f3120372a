"""How the points of a report are put into words."""

from __future__ import annotations

from grader.model import CheckResult, Report

# The reason that a hidden check gives where the release does not contain it.
WITHHELD = "runs on submission"
# How the message ends of a check whose function is still the stub.
NOT_WRITTEN = " is not written yet"


def is_withheld(check: CheckResult) -> bool:
    """Whether the check is left for the course to run, since it does not travel."""
    return check.outcome == "skipped" and check.message == WITHHELD


def as_points(report: Report) -> str:
    """`4 of 10 points`, and where that is not the whole truth, what is still open."""
    later = sum(check.max_points for check in report.checks if is_withheld(check))
    if later:
        return f"{report.points} of {report.max_points - later} visible, {later} on submission"
    undecided = sum(check.max_points for check in report.checks if check.outcome == "broken")
    points = f"{report.points} of {report.max_points} points"
    return f"{points}, {undecided} undecided" if undecided else points
