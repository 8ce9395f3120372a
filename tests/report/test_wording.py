"""Sentences are for people: nothing that is decided hangs on one."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from grader.checks import kept
from grader.course.course import Course, load_exercise
from grader.grading.grade import grade
from grader.report import law_wording, wording
from grader.report.build import EXIT_CODES
from grader.report.feedback import redact
from grader.submission.submission import read_submission

SIGN = "\u2021"
SUBMISSIONS = {
    "right": "def double(x):\n    return 2 * x\n",
    "wrong": "def double(x):\n    return x * x\n",
    "unwritten": "def double(x):\n    raise NotImplementedError('double')\n",
    "raises": "def double(x):\n    raise ValueError(x)\n",
    "no value": "def double(x):\n    return None\n",
    "missing": "def triple(x):\n    return 3 * x\n",
    "unloadable": "import nowhere_at_all\n",
    "crash": "import os\n\n\ndef double(x):\n    os._exit(3)\n",
    "endless": "def double(x):\n    while True: pass\n",
}


def signed(value):
    """A sentence, or what makes one, with a sign behind it; keys stay what they are."""
    if isinstance(value, str):
        return value + SIGN
    if isinstance(value, dict):
        return {key: signed(text) for key, text in value.items()}
    return value


def with_sign(function):
    return lambda *arguments, **keywords: signed(function(*arguments, **keywords))


@pytest.fixture
def report_of(toy_course, launcher, tmp_path, monkeypatch):
    known = load_exercise(Course(toy_course), "1")

    def report(source):
        monkeypatch.setattr(kept, "KEPT", kept.Kept())  # or a sentence could be an earlier one
        path = tmp_path / "exercise01.py"
        path.write_text(source)
        seconds = 0.4 if source == SUBMISSIONS["endless"] else known.limits.call_seconds
        exercise = replace(known, limits=replace(known.limits, call_seconds=seconds))
        return grade(exercise, read_submission(path, exercise), launcher, shrink=False)

    return report


def decided(report):
    """Everything of a report that is no sentence."""
    whole = [
        (check.id, check.outcome, check.points, check.reason, check.mistake and check.mistake.id)
        for check in report.checks
    ]
    kept = [
        [
            (check.message is None, check.call is None, check.comparison is None, check.reason)
            for check in redact(report, level).checks
        ]
        for level in ("full", "advice", "outcome")
    ]
    told = [(one.function, one.of, one.kind, one.mistakes) for one in report.explanations]
    return report.status, EXIT_CODES[report.status], report.points, whole, kept, told


@pytest.mark.parametrize("what", SUBMISSIONS)
def test_nothing_is_decided_by_a_sentence(what, report_of, monkeypatch):
    before = report_of(SUBMISSIONS[what])
    for module in (wording, law_wording):
        for name, value in vars(module).copy().items():
            if (
                name.startswith("__")
                or getattr(value, "__module__", module.__name__) != module.__name__
            ):
                continue
            if callable(value):
                monkeypatch.setattr(module, name, with_sign(value))
            elif isinstance(value, (str, dict)):
                monkeypatch.setattr(module, name, signed(value))
    after = report_of(SUBMISSIONS[what])
    assert decided(after) == decided(before)
    if what not in ("right",):
        messages = [check.message for check in after.checks if check.message]
        texts = [one.text for one in after.explanations]
        assert SIGN in "".join([*messages, *texts]) or before.status == "unloadable"
