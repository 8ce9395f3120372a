"""How many wrong answers get their reason: python benchmarks/explanations.py FOLDER [--list]

FOLDER holds exerciseNN/*.py, each a whole wrong answer that says in comments what is wrong with it:

    # WRONG: function: what is wrong      one line for each function that is wrong
    # NAMES: id + id                      where the bank of known mistakes has exactly these
    # LINES: function 12                  the lines that are wrong

Prints, per exercise and in all, the share of wrong functions that are explained by names, by a law,
by a line, or not at all; how many of the names are right where the header gives them; how many
functions that are right were explained by mistake; and of the single slips, whose header names one
line, for how many a line is told and right. `--list` prints each function and its reason.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from grader.grading.torch_runtime import import_torch

import_torch()

from grader.course.course import find_course, load_exercise  # noqa: E402
from grader.grading.grade import grade  # noqa: E402
from grader.model import Explanation, Report  # noqa: E402
from grader.sandbox.launcher import Launcher  # noqa: E402
from grader.submission.submission import read_submission  # noqa: E402

COLUMNS = ("functions", "named", "law", "line", "none", "names right", "names told", "falsely",
           "slips", "line told", "line right")  # fmt: skip


class Wrong(NamedTuple):
    """What the header of a file says of one function."""

    function: str
    what: str
    names: frozenset[str]
    lines: frozenset[int]


def header(text: str) -> list[Wrong]:
    """The wrong functions of a file; NAMES belong to its only wrong function, or the first."""
    names = frozenset(re.findall(r"\w+", "".join(re.findall(r"^# NAMES:(.*)$", text, re.M)[:1])))
    found = re.findall(r"^# WRONG: *(\w+) *: *(.*)$", text, re.M)
    marked = re.findall(r"^# LINES: (\w+)((?: \d+)+)$", text, re.M)
    lines = {function: frozenset(map(int, numbers.split())) for function, numbers in marked}
    return [
        Wrong(function, what, names, lines.get(function, frozenset()))
        for function, what in dict(found).items()
    ]


def first_lines(text: str) -> frozenset[int]:
    """The lines where functions begin: a location there tells no line."""
    return frozenset(
        number for number, line in enumerate(text.splitlines(), 1) if line.startswith("def ")
    )


def graded(folder: Path) -> Iterator[tuple[str, Path, list[Wrong], Report]]:
    """Each file of the corpus with its report."""
    course = find_course(Path(__file__).parent)
    with Launcher() as launcher:
        for path in sorted(folder.glob("exercise*/*.py")):
            exercise = load_exercise(course, path.parent.name)
            submission = read_submission(path, exercise)
            report = grade(exercise, submission, launcher, shrink=False)
            yield exercise.name, path, header(path.read_text("utf-8")), report


def tally(wrong: list[Wrong], report: Report, counts: Counter[str]) -> Iterator[str]:
    """Count the functions of one file; give a line about each."""
    by_function: dict[str, list[Explanation]] = {}
    for explanation in report.explanations:
        by_function.setdefault(explanation.function, []).append(explanation)
    for each in wrong:
        told = by_function.pop(each.function, [])
        kinds = {one.kind for one in told}
        names = frozenset(name for one in told for name in one.mistakes)
        if len(each.lines) == 1:
            places = {one.location.line for one in told if one.location is not None}
            places -= first_lines(Path(report.submission.path).read_text("utf-8"))
            is_right = bool(places) and places <= each.lines
            counts.update({"slips": 1, "line told": bool(places), "line right": is_right})
        kind = "named" if "mistake" in kinds else next(iter(sorted(kinds)), "none")
        counts.update(("functions", kind))
        if each.names and len(wrong) == 1:
            counts.update({"names told": bool(names), "names right": names == each.names})
        reasons = " | ".join(f"{'+'.join(one.mistakes) or one.kind}: {one.text}" for one in told)
        yield f"{each.function}: {each.what}\n        -> {reasons or 'nothing'}"
    for function, told in by_function.items():
        counts["falsely"] += 1
        yield f"{function} is right, but told: {told[0].text}"


def main(folder: Path, is_listed: bool) -> None:
    counts: dict[str, Counter[str]] = {}
    for name, path, wrong, report in graded(folder):
        for line in tally(wrong, report, counts.setdefault(name, Counter())):
            if is_listed:
                print(f"{name}/{path.name} {line}")
    counts["all"] = sum(counts.values(), Counter())
    print("| exercise | " + " | ".join(COLUMNS) + " |")
    print("|---|" + "---:|" * len(COLUMNS))
    for name, row in counts.items():
        print(f"| {name} | " + " | ".join(str(row[column]) for column in COLUMNS) + " |")


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--list" in sys.argv)
