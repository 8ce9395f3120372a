from __future__ import annotations

import os
import re
import runpy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from grader.model import (
    Comparison,
    Explanation,
    GraderFacts,
    Location,
    RecognisedMistake,
    SubmissionFacts,
)
from grader.report.formats import render
from grader.report.layout import cells

WRONG_ANSWERS = runpy.run_path(str(Path(__file__).parents[1] / "wrong_answers.py"))["WRONG_ANSWERS"]
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


def test_human_sets_small_matrices_below_each_other(report, check):
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


def large(check, **fields):
    """A check that compares a matrix of 4 × 4, which is wrong in one place of its third row."""
    expected = tuple(tuple(row + column / 8 for column in range(4)) for row in range(4))
    wrong = (*expected[2][:3], 9.0)
    comparison = Comparison("dx", (2, 3), expected, (*expected[:2], wrong, expected[3]), 1e-9)
    facts = {"message": "dx[2, 3]: expected 2.375, got 9", "comparison": comparison}
    return check("gains", "failed", **(facts | fields))


def test_human_shows_the_row_of_a_large_matrix_that_differs(report, check):
    assert """
  dx[2, 3]: expected 2.375, got 9
    expected  [    2, 2.125,  2.25, 2.375]   (row 2)
    got       [    2, 2.125,  2.25,     9]   (row 2)
""" in human(report("failed", large(check)))


def test_human_shows_a_large_matrix_whole_when_verbose(report, check):
    text = human(report("failed", large(check)), verbose=True)
    assert "expected  [[    0, 0.125,  0.25, 0.375],\n" in text
    assert "          [    2, 2.125,  2.25,     9],\n" in text


def test_human_keeps_long_rows_in_columns_when_verbose(report, check):
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
""" in human(report("failed", failed), verbose=True)


CALL = (
    "batchnorm_forward(x=torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]], "
    "dtype=torch.float64), gamma=torch.tensor([1.5, 2.5, 0.5], dtype=torch.float64), "
    "cache={'x_hat': torch.tensor([[0.5]]), 'eps': 1e-05}, "
    "W=<tensor of shape (400, 250)>, training=True, momentum=0.3)"
)


def test_human_shows_scalars_and_switches_first_and_large_tensors_by_shape(report, check):
    text = human(report("failed", large(check, call=CALL)))
    assert (
        """Smallest failing call:
  batchnorm_forward(training=True, momentum=0.3, x=<3 × 3>,
      gamma=[1.5, 2.5, 0.5], cache={'eps': 1e-05, 'x_hat': [[0.5]]},
      W=<400 × 250>)
  dx[2, 3]"""
        in text
    )
    assert "x=<3 x 3>" in human(report("failed", large(check, call=CALL)), unicode=False)


def test_human_breaks_a_dict_between_its_members(report, check):
    members = ", ".join(f"'name{n}': torch.tensor([[0.0], [4.0]])" for n in range(4))
    call = f"batchnorm_backward(grad_out=torch.tensor([1.0]), cache={{'eps': 0.1, {members}}})"
    text = human(report("failed", large(check, call=call)))
    assert "cache={'eps': 0.1,\n      'name0': [[0.0], [4.0]], 'name1': " in text
    assert "'name3': [[0.0], [4.0]]})\n" in text
    assert "…" not in text


def test_human_shows_the_whole_call_when_verbose(report, check):
    text = human(report("failed", large(check, call=CALL)), verbose=True)
    assert "training=True,\n" in text
    assert "dtype=torch.float64" in text


@pytest.mark.parametrize("width", [40, 80])
def test_human_needs_eight_lines_for_a_counterexample_at_most(width, report, check):
    call = CALL.replace("momentum=0.3", ", ".join(f"m{n}=0.3" for n in range(40)))
    failed = large(check, call=call, message="word " * 200, location=Location(FILE, 3))
    text = human(report("failed", failed), width=width)
    (section,) = [part for part in text.split("\n\n") if part.startswith("Smallest")]
    assert len(section.splitlines()) <= 1 + 8
    assert f"{FILE}:3" in section


def test_human_gives_the_place_as_path_and_line_unbroken(report, check):
    location = Location("a/" * 60 + "exercise03.py", 12)
    text = human(report("failed", check("gains", "failed", location=location)))
    assert f"\n          {location.file}:12\n" in text


def test_human_names_cell_and_line_of_a_notebook(report, check):
    failed = check("gains", "failed", message="m", location=Location("exercise03.ipynb", 3, 7))
    assert "exercise03.ipynb, cell 7, line 3\n" in human(report("failed", failed))


def explained(*checks, text="It is wrong. Why is that?", **fields):
    facts = {"function": "kaiming_std", "of": None, "kind": "mistake", "mistakes": ("m",)}
    location = Location(FILE, 24)
    return Explanation(**(facts | {"text": text, "location": location, "checks": checks} | fields))


def test_human_begins_with_what_is_wrong_where_and_how_much_it_explains(report, check):
    failed = [check(name, "failed", message=name) for name in ("gains", "keeps_spread")]
    explanation = explained("gains", "keeps_spread")
    text = human(report("failed", *failed, explanations=(explanation,)))
    assert text.split("\n\n")[1] == (
        f"It is wrong.\nWhy is that?\n{FILE}:24  in kaiming_std, explains 2 failed checks"
    )


def test_human_folds_checks_that_fail_for_one_reason(report, check):
    failed = [check(name, "failed", message=name) for name in ("gains", "keeps_spread", "by_hand")]
    explanation = explained("gains", "keeps_spread", "by_hand")
    text = human(report("failed", *failed, explanations=(explanation,)))
    assert text.count("FAIL") == 1
    assert "0/6\n" in text
    assert "and 2 more" in text
    assert "  ok    3 checks pass" in text


def test_human_numbers_several_reasons_and_says_which_is_whose(report, check):
    failed = [check(name, "failed", message=name) for name in ("gains", "keeps_spread")]
    reasons = (explained("gains", text="One."), explained("keeps_spread", "gains", text="Two."))
    text = human(report("failed", *failed, explanations=reasons))
    assert "\n1. One.\n" in text
    assert "\n2. Two.\n" in text
    assert "  FAIL  1. The gain of the nonlinearity" in text
    assert "  FAIL  2. Pre-activations keep" in text


def test_human_shows_the_call_of_the_first_explanation(report, check):
    failed = [
        check(name, "failed", message=name, call=f"f({name}=1)")
        for name in ("gains", "keeps_spread")
    ]
    text = human(report("failed", *failed, explanations=(explained("keeps_spread"),)))
    assert "f(keeps_spread=1)" in text
    assert "f(gains=1)" not in text
    assert "          gains\n" in text  # it is not explained, so its line says what it found


def test_human_says_a_message_once_that_is_the_explanation_itself(report, check):
    message = "kaiming_std raises KeyError: 'selu'; expected ValueError"
    failed = check("gains", "failed", message=message, call="kaiming_std(1, 'selu')")
    law = explained("gains", text=f"{message}.", kind="law", mistakes=())
    text = human(report("failed", failed, explanations=(law,)))
    assert text.count("raises KeyError") == 1
    assert "kaiming_std(1, 'selu')" in text


def test_human_explains_a_function_whose_checks_were_skipped(report, check):
    waits = check("gains", "skipped", reason="needs", message="waits for 'this'")
    text = human(report("failed", waits, explanations=(explained("gains"),)))
    assert f"{FILE}:24  in kaiming_std\n" in text


def test_human_lists_every_check_when_verbose(reports):
    text = human(reports["failed"], verbose=True)
    titles = [check.title.removesuffix(".") for check in reports["failed"].checks]
    assert all(title in " ".join(text.split()) for title in titles)
    assert "--verbose" not in text


def test_human_says_the_advice_for_one_mistake_once(reports):
    for verbose in (False, True):
        text = human(reports["failed"], verbose=verbose)
        assert text.count("What does tanh do to the spread of its input?") == 1


def test_human_folds_failures_that_say_the_same(report, check):
    message = "kaiming_normal is missing"
    names = ("gains", "keeps_spread", "by_hand")
    failed = (check(name, "failed", reason="missing", message=message) for name in names)
    text = human(report("failed", *failed))
    assert text.count(message) == 1
    assert "and 2 more" in text


def test_human_says_that_a_check_waits_for_the_one_above_where_it_is_the_only_one(report, check):
    failed = check("gains", "failed", message="expected 1, got 2")
    waits = check(
        "by_hand", "skipped", reason="needs", message="waits for 'this'",
        needs=("gains", "worked_numbers"),
    )  # fmt: skip
    assert "waits for the check above" in human(report("failed", failed, waits))
    other = check("keeps_spread", "failed", message="expected 3, got 4")
    assert "waits for 'this'" in human(report("failed", failed, other, waits))
    both = replace(waits, needs=("gains", "keeps_spread"))
    assert "waits for those that fail" in human(report("failed", failed, other, both))


def test_human_gives_each_of_several_mistakes_that_explain_one_value_its_own_point(report, check):
    text = "It has no square. Is it even? It is applied twice. Which value was there already?"
    both = Explanation("f", None, "mistake", ("no_square", "twice"), text, None, ("gains",))
    shown = human(report("failed", check("gains", "failed"), explanations=(both,)))
    assert (
        "Two mistakes together give these values:\n"
        "- It has no square. Is it even?\n"
        "- It is applied twice. Which value was there already?\n"
    ) in shown
    one = replace(both, mistakes=("no_square",))
    whole = human(report("failed", check("gains", "failed"), explanations=(one,)))
    assert "mistakes together" not in whole


def test_human_gives_the_words_of_an_exception_that_no_call_shows(report, check):
    raised = [
        check(name, "failed", reason="raised", message=f"f raises ValueError: {name} is odd",
              call="f(1)")
        for name in ("gains", "keeps_spread")
    ]  # fmt: skip
    reasons = [
        Explanation("f", None, "law", (), f"f raises ValueError {number}.", None, (one.id,))
        for number, one in enumerate(raised)
    ]
    text = human(report("failed", *raised, explanations=reasons))
    assert text.count("f raises ValueError: gains is odd") == 1
    assert text.count("f raises ValueError: keeps_spread is odd") == 1


def test_human_lists_what_fails_in_the_order_of_the_reasons(report, check):
    failed = [check(name, "failed") for name in ("gains", "keeps_spread")]
    reasons = [
        Explanation("f", None, "law", (), f"{name} is off.", None, (name,))
        for name in ("keeps_spread", "gains")
    ]
    text = human(report("failed", *failed, explanations=reasons))
    assert text.index("FAIL  1. Pre-activations") < text.index("FAIL  2. The gain")


def test_human_folds_checks_that_wait_for_several_others(report, check):
    failed = check("gains", "failed", message="expected 1, got 2")
    waits = [
        check(name, "skipped", reason="needs", message=f"waits for '{name}'", needs=("gains",))
        for name in ("keeps_spread", "by_hand")
    ]
    text = human(report("failed", failed, *waits))
    assert "2 checks wait for those that fail" in text
    assert "waits for '" not in text
    assert text.count("  wait  ") == 1
    whole = human(report("failed", failed, *waits), verbose=True)
    assert "waits for 'keeps_spread'" in whole
    assert "waits for 'by_hand'" in whole


def test_human_folds_checks_that_wait_for_the_same(report, check):
    waits = [
        check(name, "skipped", reason="not_written", message="kaiming_normal is not written yet")
        for name in ("keeps_spread", "by_hand")
    ]
    text = human(report("failed", *waits))
    assert text.count("kaiming_normal is not written yet") == 1
    assert "and 1 more; kaiming_normal is not written yet" in text


def sentences_in_palette_colors(text):
    return [
        words
        for code, words in re.findall(r"\x1b\[([\d;]+)m([^\x1b]*)\x1b\[0m", text)
        if re.search(r"\b3\d", code) and not re.fullmatch(r"ok|FAIL|skip|wait|\?\?", words)
    ]


@pytest.mark.parametrize("verbose", [False, True])
def test_human_paints_labels_and_no_sentence_in_a_palette_color(any_report, verbose):
    text = human(any_report[1], color=True, verbose=verbose)
    assert sentences_in_palette_colors(text) == []


def test_human_names_what_a_check_waits_for_by_its_title(reports):
    text = human(reports["failed"], verbose=True)
    assert "waits for 'The gain of the nonlinearity" in text
    assert "waits for 'The worked" not in text


def test_human_says_what_is_not_written_rather_than_what_is_needed(report, check):
    message = "kaiming_std is not written yet"
    own = check("gains", "skipped", reason="not_written", message=message)
    waits = check("by_hand", "skipped", reason="not_written", message=message, needs=("gains",))
    text = human(report("failed", own, waits))
    assert text.count(message) == 1
    assert text.count("  wait  ") == 1
    assert "waits for" not in text


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
    assert "\nLook at the gain.\nIs it squared?\n" in text
    assert "hidden" not in text


def test_human_lists_a_check_without_a_title_by_its_id(report, check):
    text = human(report("passed", check("keeps_spread", title="")), verbose=True)
    assert "  ok    keeps spread" in text


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


# Typical wrong answers


@pytest.mark.parametrize("name", WRONG_ANSWERS)
def test_typical_wrong_answer_is_explained_as_in_the_golden_one_on_one_screen(name):
    text = human(WRONG_ANSWERS[name]())
    path = GOLDEN / "wrong_answers" / f"{name}.txt"
    if os.environ.get("WRITE_GOLDEN"):
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")
    lines = text.splitlines()
    assert len(lines) < 24  # the prompt takes one
    assert max(map(cells, lines)) <= 80


@pytest.mark.parametrize("name", WRONG_ANSWERS)
def test_typical_wrong_answer_has_no_sentence_in_a_palette_color(name):
    assert sentences_in_palette_colors(human(WRONG_ANSWERS[name](), color=True)) == []
