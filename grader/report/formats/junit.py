"""Reports as JUnit XML, in the look of pytest's xunit1: what GitLab, Jenkins and others show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as xml

from grader.model import CheckResult, RedactedReport
from grader.report.console import Console
from grader.report.delivery import Delivery
from grader.report.plain_text import culprit, explanation, title_of
from grader.report.sanitize import REPLACEMENT, clean, cleaned

ELEMENTS = {"failed": "failure", "broken": "error", "skipped": "skipped"}
COUNTED = {"errors": "error", "failures": "failure", "skipped": "skipped"}
_NO_XML = re.compile("[\ufffe\uffff]")  # the rest of what XML forbids is cleaned away


def render_all(reports: Sequence[RedactedReport], _console: Console, _delivery: Delivery) -> str:
    """One document: a suite for each report, a test case for each check.

    A report that has not passed has at least one failure or error, even where every check was
    skipped, since nothing else makes a pipeline look.
    """
    root = xml.Element("testsuites", name="unsaturated")
    for report in reports:
        root.append(_suite(cleaned(report, _xml_text)))
    xml.indent(root)
    text: str = xml.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def _suite(report: RedactedReport) -> xml.Element:
    first = culprit(report)
    cases = [_case(report, check, is_culprit=check is first) for check in report.checks]
    suite = xml.Element("testsuite", name=report.exercise, tests=str(len(cases)))
    for counted, element in COUNTED.items():
        suite.set(counted, str(sum(case.find(element) is not None for case in cases)))
    suite.set("time", f"{report.seconds:.3f}")
    suite.extend(cases)
    if report.output:
        xml.SubElement(suite, "system-out").text = report.output
    return suite


def _case(report: RedactedReport, check: CheckResult, *, is_culprit: bool) -> xml.Element:
    case = xml.Element(
        "testcase",
        classname=report.exercise,
        name=f"{report.exercise} {check.id}: {title_of(check)}",
        file=check.location.file if check.location else report.submission.path,
    )
    if check.location:
        case.set("line", str(check.location.line))
    case.set("time", f"{check.seconds:.3f}")
    element = ELEMENTS.get(check.outcome)
    if is_culprit and element == "skipped":
        element = "failure"
    if element:
        found = xml.SubElement(case, element, message=check.message or title_of(check))
        found.text = explanation(check, report)
    return case


def _xml_text(text: str) -> str:
    return _NO_XML.sub(REPLACEMENT, clean(text))
