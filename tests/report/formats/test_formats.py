from __future__ import annotations

import subprocess
import sys

import pytest

from grader.report.formats import FORMATS, render

HEAVY = {"torch", "numpy", "rich", "click", "hypothesis", "pytest"}

PRINTS_WHAT_IS_LOADED = """
import sys
from grader.model import GraderFacts, RedactedReport, SubmissionFacts
from grader.report.formats import FORMATS, render
facts = GraderFacts("0", "3", None, 0, "cpu", "process", False)
file = SubmissionFacts("x.py", None)
report = RedactedReport("s", facts, "exercise03", "t", file, "passed", 0, 0, 0.0, (), "")
loaded = set(sys.modules)
for name in FORMATS:
    render(report, name)
    module = render.__module__ + "." + name
    assert module in sys.modules, module
    assert module not in loaded, "formats are imported early"
print(" ".join(sys.modules))
"""


@pytest.mark.parametrize("format", FORMATS)
def test_render_ends_in_one_newline(format, any_report):
    text = render(any_report[1], format)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@pytest.mark.parametrize("format", FORMATS)
def test_render_gives_the_same_text_for_the_same_report(format, any_report):
    assert render(any_report[1], format) == render(any_report[1], format)


def test_render_names_the_formats_when_there_is_no_such_one(reports):
    with pytest.raises(ValueError, match=f"no format 'pdf'; there are {', '.join(FORMATS)}"):
        render(reports["passed"], "pdf")


def test_render_imports_a_format_when_asked_and_nothing_heavy():
    run = subprocess.run(
        [sys.executable, "-c", PRINTS_WHAT_IS_LOADED], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert HEAVY.isdisjoint(run.stdout.split())
