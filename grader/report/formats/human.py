"""The report for a student at a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from grader.model import CheckResult, RedactedReport
from grader.report.checklist import checklist, waiting
from grader.report.console import Console
from grader.report.details import passage, place, reasons, shortened
from grader.report.ending import Ending
from grader.report.layout import cells, cut, one_line, wrap
from grader.report.reasons import counterexample, explanations_of, number_of
from grader.report.sanitize import clean, clean_ascii, cleaned
from grader.report.wording import as_points, is_withheld, next_steps

OUTPUT_LINES, OUTPUT_LINES_VERBOSE = 10, 200
SCREEN_LINES = 23  # of a terminal of 24, where the prompt takes one

NOT_STARTED = "Nothing is written yet. Open the file above; these checks wait for you:"
UNLOADABLE = "The file cannot be loaded, so no check runs."
LIMIT_BEFORE = "A limit of time or memory was hit before the checks could run."
LIMIT = "A check hit a limit of time or memory; the others keep their points."
ERROR = (
    "This is a fault of the grader, not of your code, and it costs you no points: what was not "
    "graded stays undecided. Please show this to whoever runs the course."
)
EXAMPLE, WITHOUT_CALL = "Smallest failing call", "What differs"
IN_FULL = "grade {exercise} --verbose   (every check in full)"
NEXT = {
    "passed": "grade   (the board shows what is left)",
    "failed": "grade hint {exercise}",
    "not_started": "grade {exercise}   (for a first hint: grade hint {exercise})",
    "unloadable": "grade {exercise}   (once the file loads)",
    "limit": "grade hint {exercise}",
    "error": "grade doctor   (says whether this machine lacks something)",
}


def render(report: RedactedReport, console: Console, ending: Ending | None = None) -> str:
    """The report in at most 100 columns; only a call or a path that must stay whole is wider.

    First what is wrong, then the checks, then one call that fails, then what to do next. Every
    string is cleaned first. Without `console.unicode` the text is pure ASCII, without
    `console.color` it holds no escape sequence.
    """
    wash = clean if console.unicode else clean_ascii
    report, ending = cleaned(report, wash), cleaned(ending or Ending(), wash)
    text = _text(report, console, ending, is_shortest=len(explanations_of(report)) > 1)
    if text.count("\n") > SCREEN_LINES and not console.verbose:
        text = _text(report, console, ending, is_shortest=True)
    return text


def _text(report: RedactedReport, console: Console, ending: Ending, *, is_shortest: bool) -> str:
    parts = (
        _header(report, console),
        _reasons(report, console),
        _body(report, console),
        _example(report, console, is_shortest=is_shortest),
        _output(report, console),
        _closing(report, console, ending),
    )
    sections = ("\n".join(part) for part in parts)
    return "\n\n".join(section for section in sections if section) + "\n"


def _header(report: RedactedReport, console: Console) -> Iterator[str]:
    yield from _heading(report, console)
    yield console.paint(one_line(report.submission.path), "quiet")
    if console.verbose:
        yield from (console.paint(line, "quiet") for line in wrap(_facts(report), console.columns))


def _heading(report: RedactedReport, console: Console) -> Iterator[str]:
    """Name and title, and the points beside them or, where the title is long, below."""
    name, title, points = one_line(report.exercise), one_line(report.title), as_points(report)
    painted = console.paint(points, "strong")
    indent = cells(name) + 2
    gap = console.columns - indent - cells(title) - cells(points)
    if gap >= 2:
        yield f"{console.paint(name, 'strong')}  {title}{' ' * gap}{painted}"
        return
    first, *rest = wrap(title, console.columns - indent)
    yield f"{console.paint(name, 'strong')}  {first}"
    yield from (" " * indent + line for line in rest)
    yield " " * (console.columns - cells(points)) + painted


def _facts(report: RedactedReport) -> str:
    """Under which circumstances the report was made."""
    grader = report.grader
    facts = (
        f"isolation: {grader.isolation}, {'official' if grader.official else 'unofficial'}",
        "secret seed" if grader.seed is None else f"seed {grader.seed}",
        grader.device,
        f"torch {grader.torch}" if grader.torch else "no torch",
        f"Python {grader.python}",
        f"{report.seconds:.1f} s",
    )
    return "; ".join(facts)


def _body(report: RedactedReport, console: Console) -> Iterator[str]:
    if report.status == "not_started":
        yield from _not_started(report, console)
    elif report.status == "unloadable" or not _has_run(report):
        yield from _whole_file(report, console)
    else:
        explained = explanations_of(report)
        yield from checklist(report.checks, explained, console, counterexample_of(report))


def counterexample_of(report: RedactedReport) -> CheckResult | None:
    """The failed check whose call the report shows."""
    return counterexample(report.checks, explanations_of(report))


def _reasons(report: RedactedReport, console: Console) -> Iterator[str]:
    yield from reasons(explanations_of(report), report.checks, console)


def _example(report: RedactedReport, console: Console, *, is_shortest: bool) -> Iterator[str]:
    """One call that fails, and what came of it; a verbose report has every such call already."""
    check = counterexample_of(report)
    if check is None or console.verbose or not _has_run(report):
        return
    explained = explanations_of(report)
    number = number_of(check, explained)
    heading = EXAMPLE if check.call else WITHOUT_CALL
    yield f"{heading} (reason {number}):" if number and len(explained) > 1 else f"{heading}:"
    reason = explained[number - 1] if number is not None else None
    for line in shortened(check, console, reason=reason, is_shortest=is_shortest):
        yield f"  {line}"


def _has_run(report: RedactedReport) -> bool:
    """True if any check got further than being skipped."""
    return report.status not in ("limit", "error") or any(
        check.outcome != "skipped" for check in report.checks
    )


def _not_started(report: RedactedReport, console: Console) -> Iterator[str]:
    yield from wrap(NOT_STARTED, console.columns)
    yield ""
    yield from waiting(report.checks, console)


def _whole_file(report: RedactedReport, console: Console) -> Iterator[str]:
    """One reason for all checks, said once, in place of their list."""
    headings = {"unloadable": UNLOADABLE, "limit": LIMIT_BEFORE, "error": ERROR}
    yield from wrap(headings[report.status], console.columns)
    checks = [check for check in report.checks if not is_withheld(check)]
    for message in [check.message for check in checks if check.message][:1]:
        yield ""
        yield from (f"  {line}".rstrip() for line in passage(message, console.columns - 2, console))
    for location in [check.location for check in checks if check.location][:1]:
        yield f"  {console.paint(place(location), 'strong')}"


def _output(report: RedactedReport, console: Console) -> Iterator[str]:
    """The end of what the student's code printed, each line behind a bar."""
    printed = (report.output or "").rstrip()
    if not printed or (report.status == "passed" and not console.verbose):
        return
    lines = printed.split("\n")
    shown = lines[-(OUTPUT_LINES_VERBOSE if console.verbose else OUTPUT_LINES) :]
    note = ""
    if len(shown) < len(lines):
        more = "--format json holds" if console.verbose else "--verbose shows"
        note = f" (the last {len(shown)} of {len(lines):,} lines; {more} more)"
    yield from wrap(f"Your code printed{note}:", console.columns)
    bar = console.paint("│" if console.unicode else "|", "quiet")
    for line in shown:
        text = cut(line[: 2 * console.columns].expandtabs(4), console.columns - 4, console.ellipsis)
        yield f"  {bar} {text}".rstrip()


def _closing(report: RedactedReport, console: Console, ending: Ending) -> Iterator[str]:
    """A sentence on how it went, where the list does not say it, and what to do next."""
    sentences = {"passed": _praise(report)}
    if _has_run(report):
        sentences |= {"limit": LIMIT, "error": ERROR}
    if report.status in sentences:
        yield from wrap(sentences[report.status], console.columns)
    for sentence in ending.sentences:
        yield from wrap(sentence, console.columns)
    steps = list(next_commands(report, ending))
    has_failed = any(check.outcome == "failed" for check in report.checks)
    if has_failed and not console.verbose:
        steps.append(IN_FULL.format(exercise=report.exercise))
    yield from next_steps(steps, console)


def next_commands(report: RedactedReport, ending: Ending) -> tuple[str, ...]:
    """The next steps: commands, each perhaps with its reason in brackets."""
    return ending.steps or (NEXT[report.status].format(exercise=report.exercise),)


def _praise(report: RedactedReport) -> str:
    later = sum(is_withheld(check) for check in report.checks)
    if later:
        more = "1 more runs" if later == 1 else f"{later} more run"
        return f"Every visible check passes; {more} on submission."
    return "Every check passes."
