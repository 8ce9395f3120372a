"""The page of a report in a real browser: it renders, loads nothing, and stays inert."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from selenium.webdriver.common.keys import Keys

from grader.course.course import find_course, load_exercise
from grader.grading.figure import draw_effect
from grader.grading.grade import grade
from grader.model import CheckResult, RecognisedMistake
from grader.report.feedback import redact
from grader.report.formats.html import Exhibit, page
from grader.submission.submission import read_submission

COURSE = find_course(Path(__file__).parent)
HOSTILE = (
    "</pre></p></style></script><script>document.title='owned'</script>"
    "<img src=http://127.0.0.1:9/x onerror=\"document.title='owned'\">"
    "<a href=javascript:alert(1)>x</a>\x1b]0;owned\x07\u202e"
)


@pytest.fixture(scope="module")
def graded(tmp_path_factory, launcher):
    """(report, exhibit) of a wrong exercise04 that prints."""
    exercise = load_exercise(COURSE, "exercise04")
    path = tmp_path_factory.mktemp("page") / "exercise04.py"
    source = (exercise.authored / "reference.py").read_text()
    mistake = (exercise.authored / "mistakes" / "affine_swapped.py").read_text()
    path.write_text(f"{source}\n\nprint('a line that the file prints')\n\n\n{mistake}")
    submission = read_submission(path, exercise)
    report = grade(exercise, submission, launcher)
    effect = draw_effect(exercise, submission, launcher)
    return report, Exhibit({None: path.read_text()}, effect)


@pytest.fixture(scope="module")
def page_path(graded, tmp_path_factory):
    report, exhibit = graded
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(page([redact(report, "full")], {report.exercise: exhibit}), "utf-8")
    return path


def test_page_renders_without_complaint_or_request(browser, page_path):
    browser.open(page_path)
    assert browser.ask("document.querySelector('h1').textContent") == "BatchNorm, forward"
    assert browser.ask("document.querySelectorAll('details[open] table.matrix').length") == 2
    assert browser.ask("document.querySelectorAll('.excerpt .marked').length") >= 1
    assert browser.ask("document.querySelector('figure img').naturalWidth") > 600
    assert "a line that the file prints" in browser.ask("document.body.innerText")
    assert browser.complaints() == []
    assert browser.requests() == []


def test_requests_and_complaints_would_be_seen(browser, tmp_path):
    path = tmp_path / "loud.html"
    path.write_text("<script>console.error('x')</script><img src='http://127.0.0.1:9/y'>")
    browser.open(path)
    assert browser.requests() == ["http://127.0.0.1:9/y"]
    assert len(browser.complaints()) >= 2


def hostile(report):
    """The report with the worst of texts wherever a text of somebody else can stand."""

    def spoilt(check: CheckResult) -> CheckResult:
        texts = dict.fromkeys(("message", "call", "expected", "actual", "title"), HOSTILE)
        return replace(check, outcome="failed", mistake=RecognisedMistake("x", HOSTILE), **texts)

    submission = replace(report.submission, path=HOSTILE)
    checks = tuple(map(spoilt, report.checks))
    return replace(report, checks=checks, output=HOSTILE, submission=submission, title=HOSTILE)


def test_hostile_text_is_inert(browser, graded, tmp_path):
    report, exhibit = graded
    path = tmp_path / "report.html"
    exhibit = replace(exhibit, sources={None: HOSTILE})
    path.write_text(page([redact(hostile(report), "full")], {report.exercise: exhibit}), "utf-8")
    browser.open(path)
    assert browser.ask("document.title") == report.exercise
    assert browser.ask("document.scripts.length") == 0
    assert browser.ask("document.querySelectorAll('a, img:not(figure img)').length") == 0
    assert browser.complaints() == []
    assert browser.requests() == []


@pytest.mark.parametrize("width", [360, 1000])
def test_page_is_no_wider_than_the_window(browser, page_path, width):
    browser.open(page_path, width=width)
    assert browser.ask("document.documentElement.scrollWidth") <= width


def test_checks_open_by_keyboard(browser, page_path):
    browser.open(page_path)
    closed = "document.querySelectorAll('details:not([open])').length"
    before = browser.ask(closed)
    browser.ask("document.querySelector('details:not([open]) > summary').focus()")
    browser.driver.switch_to.active_element.send_keys(Keys.ENTER)
    assert browser.ask(closed) == before - 1


LUMINANCE = """(() => {
  const channel = v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
  const luminance = text => {
    const [r, g, b] = text.match(/[\\d.]+/g).map(Number);
    return .2126 * channel(r) + .7152 * channel(g) + .0722 * channel(b);
  };
  const paper = luminance(getComputedStyle(document.body).backgroundColor);
  return [...document.querySelectorAll('h1, .word, .soft, .title, .advice')].map(element => {
    const ink = luminance(getComputedStyle(element).color);
    return (Math.max(ink, paper) + .05) / (Math.min(ink, paper) + .05);
  });
})()"""


@pytest.mark.parametrize("dark", [False, True])
def test_text_stands_out_from_the_paper_in_light_and_dark(browser, page_path, dark):
    browser.open(page_path, dark=dark)
    contrasts = browser.ask(LUMINANCE)
    assert len(contrasts) > 10
    assert min(contrasts) >= 4.5  # WCAG 2.2, level AA
    is_dark = browser.ask("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    assert is_dark == dark
