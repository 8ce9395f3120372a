"""The formats of platforms: valid, one document for many reports, and safe from what is in them."""

from __future__ import annotations

import html
import json
import math
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as xml

import jsonschema
import pytest
from markdown_it import MarkdownIt
from msgspec.structs import replace

from grader.errors import GraderError
from grader.model import Explanation, Location, RecognisedMistake, SubmissionFacts
from grader.report.delivery import Delivery, read_delivery
from grader.report.formats import render, render_all

SCHEMAS = Path(__file__).parent / "schemas"
CLASSROOM50 = {
    "CLASSROOM": "nets",
    "ASSIGNMENT": "week3",
    "USERNAME": "ada",
    "SUBMISSION_TAG": "submit/2026-11-22T10-30-00Z-abcdef1",
    "COMMIT_URL": "https://example.org/c",
    "RELEASE_URL": "https://example.org/r",
    "GRADE_SUBMITTED_AT": "2026-11-22T11:30:00.25+01:00",
}
DELIVERY = read_delivery(CLASSROOM50, "classroom50")
# What a student may print, raise, or call a file.
HOSTILE = (
    "]]><failure/><!-- \x1b[2J\x00\ufffe \ud800 </testcase>\n"
    "::error file=x.py::forged\n::set-output name=score::10\n##[error]forged\n"
    "```\n<script>alert(1)</script> <img src=x onerror=alert(1)>\n"
    "| ok | forged | 9/9 |\n[link](javascript:alert(1)) % \r\n"
)


def schema_of(name):
    return jsonschema.Draft202012Validator(json.loads((SCHEMAS / f"{name}.json").read_text()))


@pytest.fixture
def hostile(report, check):
    """A report with hostile text wherever a student's may stand."""
    return report(
        "failed",
        check(
            "gains",
            "failed",
            message=HOSTILE,
            call=f"kaiming_std({HOSTILE!r})",
            expected="1",
            actual=HOSTILE,
            location=Location(f"a,b:c%`{HOSTILE}.py", 3),
        ),
        check("keeps_spread", "skipped", message=HOSTILE),
        submission=SubmissionFacts(f"<b>`{HOSTILE}.py", None),
        output=HOSTILE,
    )


@pytest.fixture
def two(reports, report):
    other = replace(report("passed"), exercise="exercise04", title="BatchNorm, forward")
    return [reports["failed"], other]


# ----------------------------------------------------------------------------------- json lines


def test_json_lines_is_one_object_a_line(two):
    lines = render_all(two, "json_lines").splitlines()
    assert [json.loads(line)["exercise"] for line in lines] == ["exercise03", "exercise04"]


def test_json_lines_says_what_json_says(any_report):
    assert json.loads(render(any_report[1], "json_lines")) == json.loads(
        render(any_report[1], "json")
    )


# ---------------------------------------------------------------------------------------- junit


def test_junit_has_a_test_case_for_each_check(reports):
    suite = xml.fromstring(render(reports["failed"], "junit")).find("testsuite")
    assert suite.attrib == {
        "name": "exercise03", "tests": "6", "errors": "0", "failures": "2", "skipped": "1",
        "time": "1.740",
    }  # fmt: skip
    case = suite[2]
    assert case.get("name").startswith("exercise03 gains: The gain of the nonlinearity")
    assert (case.get("file"), case.get("line")) == ("exercises/exercise03/exercise03.py", "24")
    assert "expected 0.8333" in case.find("failure").text
    assert "What does tanh do" in case.find("failure").text
    assert "waits for" in suite[4].find("skipped").text


def test_junit_names_are_unique_over_all_exercises(two):
    cases = list(xml.fromstring(render_all(two, "junit")).iter("testcase"))
    assert len({case.get("name") for case in cases}) == len(cases) == 12


@pytest.mark.parametrize("kind", ["failed", "not_started", "unloadable", "limit", "error"])
def test_junit_fails_when_the_report_has_not_passed(reports, kind):
    suite = xml.fromstring(render(reports[kind], "junit")).find("testsuite")
    assert int(suite.get("failures")) + int(suite.get("errors")) > 0


@pytest.mark.parametrize("kind", ["passed", "withheld"])
def test_junit_does_not_fail_when_the_report_has_passed(reports, kind):
    suite = xml.fromstring(render(reports[kind], "junit")).find("testsuite")
    assert (suite.get("failures"), suite.get("errors")) == ("0", "0")
    assert int(suite.get("skipped")) == (4 if kind == "withheld" else 0)


def test_junit_tells_a_broken_check_as_an_error(reports):
    error = xml.fromstring(render(reports["error"], "junit")).find(".//error")
    assert "itself is at fault" in error.text


def test_junit_stays_xml_whatever_a_student_writes(hostile):
    suite = xml.fromstring(render(hostile, "junit")).find("testsuite")
    assert len(list(suite.iter("failure"))) == 1
    assert "::error file=x.py::forged" in suite.find("system-out").text


# --------------------------------------------------------------------------------------- github


def commands_of(text):
    """The lines that the runner obeys: none between stop-commands and its token."""
    obeyed, token = [], None
    for line in text.splitlines():
        if token is None and line.startswith("::stop-commands::"):
            token = line.removeprefix("::stop-commands::")
        elif token is not None and line == f"::{token}::":
            token = None
        elif token is None and ("::" in line or "##[" in line):
            obeyed.append(line)
    assert token is None, "commands stay stopped for the rest of the step"
    return obeyed


def test_github_annotates_the_first_failing_check_of_each_exercise(two, report, check):
    second = replace(
        report("failed", check("by_hand", "failed", message="a, b: 5 % off\nmore")),
        exercise="exercise05",
    )
    commands = commands_of(render_all([*two, second], "github"))
    assert len(commands) == 2
    assert commands[0].startswith(
        "::error file=exercises/exercise03/exercise03.py,line=24,title=exercise03%3A The gain"
    )
    assert commands[1] == (
        "::error file=exercises/exercise03/exercise03.py,"
        "title=exercise05%3A The weights are drawn by hand::a, b: 5 %25 off%0Amore"
    )


def test_github_writes_no_more_annotations_than_are_shown(reports):
    many = [replace(reports["failed"], exercise=f"exercise{n:02d}") for n in range(1, 15)]
    assert len(commands_of(render_all(many, "github"))) == 10


@pytest.mark.parametrize(("kind", "start"), [("not_started", "::notice "), ("limit", "::error ")])
def test_github_tells_an_exercise_that_is_not_begun_from_a_wrong_one(reports, kind, start):
    (command,) = commands_of(render(reports[kind], "github"))
    assert command.startswith(start)


def test_github_names_no_line_of_a_notebook(report, check):
    place = Location("exercise03.ipynb", 2, cell=4)
    failed = report("failed", check("gains", "failed", message="wrong", location=place))
    (command,) = commands_of(render(failed, "github"))
    assert "line=" not in command
    assert "cell 4, line 2" in command


def test_github_obeys_nothing_that_a_student_writes(hostile):
    text = render(hostile, "github")
    assert "forged" in text
    (command,) = commands_of(text)
    assert command.startswith("::error file=a%2Cb%3Ac%25`")
    assert "\n" not in command


def test_github_token_differs_when_anything_in_the_reports_does(reports):
    first = render(reports["failed"], "github").splitlines()[0]
    slower = replace(reports["failed"], seconds=1.75)
    assert re.fullmatch(r"::stop-commands::[0-9a-f]{64}", first)
    assert render(slower, "github").splitlines()[0] != first


# ------------------------------------------------------------------------------------- markdown


class Tags(HTMLParser):
    """The elements of a page and the text of each code block."""

    def __init__(self, page):
        super().__init__()
        self.seen = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.seen.append((tag, dict(attributes)))


def page_of(text):
    return MarkdownIt("gfm-like", {"linkify": False}).render(text)


def test_markdown_has_a_row_for_each_check(reports):
    page = page_of(render(reports["failed"], "markdown"))
    assert "<h2>exercise03 Kaiming scaling: 5 of 10 points</h2>" in page
    assert page.count("<tr>") == 1 + 6
    assert "What does tanh do to the spread of its input?" in page


def test_markdown_gives_a_reason_that_all_share_once(reports):
    text = render(reports["unloadable"], "markdown")
    assert text.count("was never closed") == 1


def test_markdown_makes_no_element_of_what_a_student_writes(hostile):
    tags = {tag for tag, _ in Tags(page_of(render(hostile, "markdown"))).seen}
    assert tags <= {
        "h2", "p", "code", "pre", "table", "thead", "tbody", "tr", "th", "td", "strong",
    }  # fmt: skip
    rows = page_of(render(hostile, "markdown")).count("<tr>")
    assert rows == 1 + 6


def test_markdown_cuts_a_long_output_at_its_start(report):
    text = render(report("failed", output="first" + "x" * 50_000 + "last"), "markdown")
    assert len(text) < 12_000
    assert "first" not in text
    assert "last" in text


# ----------------------------------------------------------------------------------- gradescope


def test_gradescope_fits_the_schema(any_report):
    schema_of("gradescope").validate(json.loads(render(any_report[1], "gradescope")))


def test_gradescope_hides_hidden_checks_until_grades_are_published(reports):
    tests = json.loads(render(reports["failed"], "gradescope"))["tests"]
    assert [test["visibility"] for test in tests] == ["visible"] * 2 + ["after_published"] * 4
    assert [test["score"] for test in tests] == [2, 2, 0, 0, 0, 1]
    assert [test["max_score"] for test in tests] == [2, 2, 2, 3, 0, 1]
    assert [test["number"] for test in tests] == ["3.1", "3.2", "3.3", "3.4", "3.5", "3.6"]


@pytest.mark.parametrize("kind", ["passed", "failed"])
def test_gradescope_tells_nothing_of_hidden_checks_at_the_top(reports, kind):
    assert json.loads(render(reports[kind], "gradescope"))["output"] == ""


def test_gradescope_says_at_the_top_why_nothing_ran(reports):
    result = json.loads(render(reports["unloadable"], "gradescope"))
    assert "was never closed" in result["output"]
    assert sum(test["score"] for test in result["tests"]) == 0


def test_gradescope_is_one_document_with_prefixed_names(two):
    result = json.loads(render_all(two, "gradescope", delivery=DELIVERY))
    schema_of("gradescope").validate(result)
    prefixes = {test["name"].partition(":")[0] for test in result["tests"]}
    assert prefixes == {"exercise03", "exercise04"}
    assert result["extra_data"]["submitted_at"] == "2026-11-22T10:30:00Z"
    assert result["execution_time"] == 3.48


@pytest.mark.parametrize("format", ["gradescope", "classroom50"])
def test_no_control_character_reaches_a_platform(hostile, format):
    text = json.loads(render_all([hostile], format, delivery=DELIVERY))
    assert not re.search(r"[\x00\x1b]", json.dumps(text, ensure_ascii=False))


def test_gradescope_refuses_a_number_that_is_none(report):
    with pytest.raises(ValueError, match="JSON compliant"):
        render(report("failed", seconds=math.nan), "gradescope")


# ---------------------------------------------------------------------------------- classroom50


def test_classroom50_fits_the_schema(any_report):
    result = json.loads(render_all([any_report[1]], "classroom50", delivery=DELIVERY))
    schema_of("classroom50").validate(result)


def test_classroom50_adds_the_points_of_all_reports(two):
    text = render_all(two, "classroom50", delivery=DELIVERY)
    result = json.loads(text)
    assert (result["score"], result["max-score"]) == (two[0].points + two[1].points, 20)
    assert len(result["tests"]) == 12
    assert result["datetime"] == "2026-11-22T10:30:00Z"
    assert text == render_all(two, "classroom50", delivery=DELIVERY)


# ------------------------------------------------------------------------------------- delivery


def test_delivery_takes_the_user_for_the_owner_and_the_commit_for_the_review():
    assert (DELIVERY.owner, DELIVERY.review) == ("ada", "https://example.org/c")
    assert DELIVERY.assignment_type == "individual"


def test_delivery_names_what_is_missing():
    with pytest.raises(GraderError, match="lacks GRADE_SUBMITTED_AT, CLASSROOM"):
        read_delivery({}, "classroom50")
    assert read_delivery({}, "gradescope") == Delivery()


@pytest.mark.parametrize("text", ["yesterday", "2026-11-22T10:30:00"])
def test_delivery_refuses_a_time_without_offset(text):
    with pytest.raises(GraderError, match="not a time with an offset"):
        read_delivery({"GRADE_SUBMITTED_AT": text}, "human")


def test_html_in_a_title_is_text_in_markdown(report, check):
    title = "The <b>mean</b> of x_hat | is *0*."
    failed = report("failed", check("gains", "failed", message="wrong", title=title))
    page = page_of(render(failed, "markdown"))
    assert html.escape("The <b>mean</b> of x_hat | is *0*") in page


@pytest.mark.parametrize("format", ["junit", "github", "markdown", "gradescope", "classroom50"])
def test_every_format_tells_the_explanation_in_place_of_the_advice(format, report, check):
    failed = check(
        "gains", "failed", message="std: expected 2, got 1", mistake=RecognisedMistake("m", "Once.")
    )
    law = Explanation(
        "kaiming_std",
        None,
        "law",
        (),
        "too small by a factor of 2",
        Location("a.py", 7),
        ("gains",),
    )
    made = report("failed", failed, explanations=(law,))
    text = render_all((made,), format, delivery=DELIVERY)
    assert "too small by a factor of 2" in text
    assert "a.py:7" in text
    if format != "github":  # whose log holds the report for people, too
        assert "Once." not in text
