from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from grader.model import Comparison, GraderFacts, Location, RecognisedMistake, SubmissionFacts
from grader.report.formats import render
from grader.report.layout import cells

GOLDEN = Path(__file__).parents[2] / "golden"
COLOR = re.compile(r"\x1b\[[\d;]+m")
FILE = "exercises/exercise03/exercise03.py"


def human(report, **console):
    return render(report, "human", **console)


# Whole reports


def test_human_report_is_the_golden_one(any_report):
    name, report = any_report
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("WRITE_GOLDEN"):
        path.write_text(human(report), "utf-8")
    assert human(report) == path.read_text("utf-8")


@pytest.mark.parametrize("width", [40, 61, 80, 100])
def test_human_keeps_to_the_width_but_for_paths_and_calls(any_report, width):
    for line in human(any_report[1], width=width).splitlines():
        assert cells(line) <= width or FILE in line or "torch.Generator()" in line


def test_human_is_between_40_and_100_columns_wide(reports):
    report = reports["passed"]
    assert human(report, width=300) == human(report, width=100)
    assert human(report, width=1) == human(report, width=40)
    assert max(map(len, human(report, width=300).splitlines())) == 100


def test_human_has_no_escape_sequence_when_color_is_not_asked_for(any_report):
    assert "\x1b" not in human(any_report[1], verbose=True)


def test_human_says_with_color_what_it_says_without(any_report):
    colored = human(any_report[1], color=True)
    assert COLOR.search(colored)
    assert COLOR.sub("", colored) == human(any_report[1])


def test_human_is_ascii_when_unicode_is_not_there(any_report):
    report = replace(any_report[1], title="√2 ≤ 你好 …", output="é 😀\n" * 30)
    assert human(report, unicode=False, verbose=True, color=True).isascii()


def test_human_has_no_trailing_blanks(any_report):
    assert not re.search(r"[ \t]$", human(any_report[1]), re.MULTILINE)


def test_human_names_circumstances_only_when_verbose(reports):
    assert "isolation" not in human(reports["passed"])
    text = human(reports["passed"], verbose=True, width=100)
    assert "isolation: process, unofficial; seed 0; cpu; torch 2.13.0; Python 3.11.7; 1.7 s" in text


def test_human_reads_well_where_seed_and_torch_are_missing(report):
    grader = GraderFacts("0.1.0", "3.11.7", None, None, "cpu", "landlock", True)
    text = human(report("passed", grader=grader), verbose=True, width=100)
    assert "isolation: landlock, official; secret seed; cpu; no torch;" in text


# Failed checks


def test_human_tells_numbers_once(reports):
    text = human(reports["failed"])
    assert text.count("0.8333") == 1
    assert "standard deviation: expected 0.8333, got 0.5\n" in text


def test_human_sets_matrices_below_each_other(report, check):
    expected, actual = ((1.5, -0.25), (0.125, 1.0)), ((1.5, -0.25), (0.5, 1.0))
    failed = check(
        "gains",
        "failed",
        message="dx[1, 0]: expected 0.125, got 0.5",
        comparison=Comparison("dx", (1, 0), expected, actual, 1e-9),
    )
    assert """
          dx[1, 0]: expected 0.125, got 0.5
            expected  [[  1.5, -0.25],
                       [0.125,     1]]
            got       [[  1.5, -0.25],
                       [  0.5,     1]]
""" in human(report("failed", failed))


def test_human_keeps_long_rows_in_columns(report, check):
    expected = tuple(number / 8 for number in range(10))
    failed = check(
        "gains",
        "failed",
        message="slope[0, 1]: expected 0.125, got 9",
        comparison=Comparison("slope", (0, 1), (expected,), ((0.0, 9.0, *expected[2:]),), 1e-9),
    )
    assert """
            expected  [[    0, 0.125,  0.25, 0.375,   0.5, 0.625,  0.75, 0.875,
                            1, 1.125]]
            got       [[    0,     9,  0.25, 0.375,   0.5, 0.625,  0.75, 0.875,
                            1, 1.125]]
""" in human(report("failed", failed))


def test_human_gives_the_place_as_path_and_line_unbroken(report, check):
    location = Location("a/" * 60 + "exercise03.py", 12)
    text = human(report("failed", check("gains", "failed", location=location)))
    assert f"\n          {location.file}:12\n" in text


def test_human_names_cell_and_line_of_a_notebook(report, check):
    failed = check("gains", "failed", message="m", location=Location("exercise03.ipynb", 3, 7))
    assert "exercise03.ipynb, cell 7, line 3\n" in human(report("failed", failed))


def two_failures(check, **second):
    call = "kaiming_std(fan_in=4, nonlinearity='tanh')"
    facts = {"message": "std: expected 2, got 1", "expected": "2", "actual": "1", "call": call}
    long_call = f"kaiming_std(fan_in={'1' * 60}, fan_out=1, scale=1, nonlinearity='relu')"
    other = facts | {"call": long_call, "location": Location(FILE, 9)} | second
    return check("gains", "failed", **facts), check("keeps_spread", "failed", **other)


def test_human_is_brief_on_a_second_failure_in_the_same_function(report, check):
    graded = report("failed", *two_failures(check))
    assert "1111…\n" in human(graded)
    assert f"{FILE}:9" not in human(graded)
    assert "grade exercise03 --verbose   (shows every failed check in full)" in human(graded)


def test_human_gives_a_brief_call_whole_where_it_takes_few_lines(report, check):
    call = f"kaiming_std(fan_in={'1' * 60}, nonlinearity='relu')"
    graded = report("failed", *two_failures(check, call=call))
    assert "              nonlinearity='relu',\n          )\n" in human(graded)


def test_human_shows_every_failure_in_full_when_verbose(report, check):
    text = human(report("failed", *two_failures(check)), verbose=True)
    assert f"    fan_in={'1' * 60},\n" in text
    assert f"{FILE}:9" in text
    assert "--verbose" not in text


def test_human_tells_a_failure_in_another_function_in_full(report, check):
    graded = report("failed", *two_failures(check, call="kaiming_normal(fan_in=1)"))
    assert f"{FILE}:9" in human(graded)
    assert "--verbose" not in human(graded)


def test_human_says_the_advice_for_one_mistake_once(reports):
    text = human(reports["failed"])
    assert text.count("What does tanh do to the spread of its input?") == 1
    assert text.count("The advice above holds here too.") == 1


def test_human_is_silent_on_advice_that_a_brief_failure_repeats(report, check):
    first, second = two_failures(check)
    failures = [
        replace(one, mistake=RecognisedMistake("m", "Square it.")) for one in (first, second)
    ]
    assert human(report("failed", *failures)).count("dvice") == 0
    assert human(report("failed", *failures), verbose=True).count("The advice above") == 1


def test_human_offers_no_longer_report_where_it_would_say_the_same(report, check):
    facts = {"message": "stopped after 5 s", "call": "kaiming_std(fan_in=1)"}
    twins = (check(name, "failed", **facts) for name in ("gains", "keeps_spread"))
    assert "--verbose" not in human(report("failed", *twins))


def test_human_says_same_as_above_for_one_message_in_a_row(report, check):
    message = "kaiming_normal is not written yet"
    names = ("gains", "keeps_spread", "by_hand")
    text = human(report("failed", *(check(name, "failed", message=message) for name in names)))
    assert text.count(message) == 2
    assert text.count("(same as above)") == 1  # by_hand does not follow directly


def test_human_names_what_a_check_waits_for_by_its_title(reports):
    text = human(reports["failed"])
    assert "waits for 'The gain of the nonlinearity" in text
    assert "waits for 'The worked" not in text


def test_human_says_what_is_not_written_rather_than_what_is_needed(report, check):
    message = "kaiming_std is not written yet"
    own = check("gains", "skipped", reason="not_written", message=message)
    waits = check("by_hand", "skipped", reason="not_written", message=message, needs=("gains",))
    text = human(report("failed", own, waits))
    assert text.count(message) == 2
    assert text.count("  wait  ") == 2


def test_human_reads_well_where_only_outcomes_are_told(report, check):
    text = human(report("failed", check("gains", "failed"), output=None))
    assert "None" not in text
    assert "null" not in text
    assert "a hidden check\n" in text


def test_human_gives_the_advice_where_feedback_leaves_the_numbers_out(report, check):
    advised = check(
        "gains", "failed", mistake=RecognisedMistake("m", "Look at the gain. Is it squared?")
    )
    text = human(report("failed", advised))
    assert "          Look at the gain.\n          Is it squared?\n" in text
    assert "hidden" not in text


def test_human_lists_a_check_without_a_title_by_its_id(report, check):
    assert "  ok    keeps spread" in human(report("passed", check("keeps_spread", title="")))


# Reports that are no list of successes and failures


def test_human_lists_no_failure_when_nothing_is_written(reports):
    text = human(reports["not_started"])
    assert "FAIL" not in text
    assert text.count("  wait  ") == len(reports["not_started"].checks)


@pytest.mark.parametrize("status", ["unloadable", "limit", "error"])
def test_human_says_one_reason_once_when_no_check_runs(status, report, check, reports):
    reasons = [
        check(one.id, "skipped", message="the reason", location=Location(FILE, 12))
        for one in reports["passed"].checks
    ]
    text = human(report(status, *reasons))
    assert text.count("the reason") == text.count(f"{FILE}:12") == 1
    assert reasons[0].title.removesuffix(".") not in text


@pytest.mark.parametrize("status", ["unloadable", "limit", "error"])
def test_human_survives_a_report_without_checks(status, report):
    assert "0 of 10 points" in human(report(status, checks=(), points=0))


def test_human_says_that_a_broken_check_is_not_the_students_fault(reports):
    text = human(reports["error"])
    assert "8 of 10 points, 2 undecided" in text
    assert "?/2" in text
    assert "not your code" in text


def test_human_counts_visible_points_apart_where_hidden_checks_are_withheld(reports):
    text = human(reports["withheld"])
    assert "4 of 4 visible, 6 on submission" in text
    assert "4 hidden checks run on submission" in text
    assert "Every check passes" not in text


# What the code printed


def test_human_shows_the_last_ten_lines_that_the_code_printed(reports):
    text = human(reports["failed"])
    assert (
        "Your code printed (the last 10 of 30 lines; --verbose shows more):\n  │ draw 21:" in text
    )
    assert text.count("│ draw") == 10


def test_human_shows_all_that_was_printed_when_verbose(reports):
    assert human(reports["failed"], verbose=True).count("│ draw") == 30


def test_human_keeps_quiet_about_prints_when_all_is_well(report):
    graded = report("passed", output="hello\n")
    assert "hello" not in human(graded)
    assert "Your code printed:\n  │ hello\n" in human(graded, verbose=True)


def test_human_marks_every_printed_line_so_that_none_passes_for_the_report(report):
    forged = "exercise03  Kaiming scaling    10 of 10 points"
    text = human(report("failed", output=f"{forged}\r{forged}\n\x1b[2J{forged}"))
    lines = [line for line in text.splitlines() if forged in line]
    assert len(lines) == 3
    assert all(line.startswith("  │ ") for line in lines)


# Hostile text


@pytest.mark.parametrize("verbose", [False, True])
def test_human_stays_short_when_a_submission_floods_it(verbose, report, check):
    flood = "x" * 1_000_000
    failed = check(
        "gains",
        "failed",
        message=flood,
        call=f"f({flood})",
        expected=flood,
        actual=f"{flood}\n{flood}",
        mistake=RecognisedMistake("m", "advice"),
    )
    for output in (flood, "line\n" * 1_000_000, "\t" * 1_000_000):
        text = human(report("failed", failed, output=output), verbose=verbose)
        assert len(text) < 60_000


hostile = st.text(st.characters(exclude_categories=()), max_size=120) | st.sampled_from(
    ["\x1b[2J\x1b[H", "\x1b]0;title\x07", "\u202eessap", "\x9b31m", "a\rb", "\ud800", "{x}[/b]%s"]
)


@settings(deadline=None)
@given(
    message=hostile,
    call=hostile,
    actual=hostile,
    output=hostile,
    unicode=st.booleans(),
    width=st.sampled_from([40, 80]),
)
def test_human_lets_no_text_act_on_the_terminal(
    message, call, actual, output, unicode, width, report, check
):
    failed = check(
        "gains",
        "failed",
        message=message,
        call=f"f({call})",
        expected="1",
        actual=actual,
        location=Location(message, 3),
    )
    graded = report(
        "failed", failed, output=output, submission=SubmissionFacts(call, None), title=actual
    )
    for verbose in (False, True):
        text = human(graded, unicode=unicode, width=width, verbose=verbose)
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
        assert unicode or text.isascii()
