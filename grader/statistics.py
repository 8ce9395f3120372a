"""Summaries of random samples, under the name by which the checks of a course import them."""

from grader.checks.statistics import STANDARD_ERRORS, Summary, summarise

__all__ = ["STANDARD_ERRORS", "Summary", "summarise"]
