"""Every sentence that the grader makes of what it found. Nothing reads these sentences back.

What a check found is data (`grader.model`); here the data become words. A course's own texts,
titles of checks and advice among them, are in its exercises.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from grader.model import CheckResult, Comparison, Report, Returns, Value
from grader.report.console import Console
from grader.report.layout import wrap
from grader.report.numbers import as_pair

NEXT_LABEL = "Next: "
THE_FILE = "the file"
RUNS_ON_SUBMISSION = "This check runs on submission."
PROCESS_ENDED = (
    "the grader's process ended while this was graded: by its limit of time, or by a fault of ours"
)
TOO_LONG_FOR_SHORTCUTS = "the file is too long to be searched for forbidden names"
# What a reason says by itself, where the message is not for this reader.
REASONS = {
    "not_written": "Its function is not written yet.",
    "missing": "Its function is missing.",
    "needs": "It waits for a check that it needs.",
    "time": "It was stopped at a time limit.",
    "memory": "It was stopped at a memory limit.",
    "crash": "The process of the submission ended.",
    "raised": "The function raises an exception.",
    "forbidden": "It uses a name that this exercise forbids.",
    "runs_on_submission": RUNS_ON_SUBMISSION,
}

# -------------------------------------------------------------------------------- comparisons


def compared(comparison: Comparison) -> str:
    """The expected and the actual value, in one line."""
    expected, actual = as_pair(*_at_index(comparison), comparison.tolerance)
    return f"{_place(comparison)}: expected {expected}, got {actual}"


def value_texts(comparison: Comparison) -> tuple[str, str]:
    """The expected and the actual value as text, whole where they are small."""
    return as_pair(comparison.expected, comparison.actual, comparison.tolerance)


def _place(comparison: Comparison) -> str:
    if not comparison.index:
        return comparison.of
    return f"{comparison.of}[{', '.join(map(str, comparison.index))}]"


def _at_index(comparison: Comparison) -> tuple[Value, Value]:
    """The two numbers at the first difference; the whole values where there is no place."""
    expected, actual = comparison.expected, comparison.actual
    for position in comparison.index or ():
        if isinstance(expected, tuple) and isinstance(actual, tuple):
            expected, actual = expected[position], actual[position]
    return expected, actual


def law(of: str, clause: str) -> str:
    """A law that explains all of a difference."""
    return f"{of}: {clause}."


def raises_other(function: str, kind: str, expected: str) -> str:
    return f"{function} raises {kind}; expected {expected}"


def raises_nothing(function: str, expected: str) -> str:
    return f"{function} returns a value; expected {expected}"


def changes_argument(function: str, argument: str) -> str:
    return f"{function} changes {argument} in place; work on a copy"


# ---------------------------------------------------------------- why there is nothing to compare


def not_written(function: str) -> str:
    return f"{function} is not written yet"


def missing(function: str, file: str) -> str:
    return f"{file} does not define {function}; keep the name it has in the stub."


def needs(titles: Sequence[str]) -> str:
    """The sentence on a check that waits; `titles` are those of the checks it needs."""
    named = " and ".join(f"'{title.removesuffix('.')}'" for title in titles)
    return f"waits for {named}"


def raised(function: str | None, kind: str, text: str) -> str:
    said = f": {text}" if text else ""
    return f"{function or THE_FILE} raises {kind}{said}"


def cannot_run(file: str, kind: str, text: str) -> str:
    said = f": {text}" if text else ""
    end = "" if said.endswith((".", "!", "?")) else "."
    return f"{file} cannot be run: {kind}{said}{end}"


def cannot_load(what: str, excerpt: str, remedy: str) -> str:
    """The sentence on a file that cannot be loaded; the line that is to blame stands by itself."""
    if not excerpt:
        return f"{what} {remedy}".strip()
    shown = "\n".join(f"    {line}" for line in excerpt.split("\n"))
    return f"{what}\n\n{shown}\n\n{remedy}".rstrip()


def wrong_value(function: str, member: str | None, got: str, asked: str) -> str:
    part = f" for {member}" if member else ""
    return f"{function} returned {got}{part}; expected {asked}."


def asked_for(returns: Returns) -> str:
    """The value that a function must return, in words."""
    if isinstance(returns, tuple):
        return f"the {len(returns)} values ({', '.join(returns)})"
    if isinstance(returns, dict):
        return f"a dict with the keys {', '.join(returns)}"
    return {"number": "a number", "names": "a set of names"}.get(returns, "a tensor")


def described(kind: str, count: int | None = None, *, of_numbers: bool = True) -> str:
    """A value of a Python type, with the number of its items where it has some."""
    if kind == "NoneType":
        return "None"
    name = {"frozenset": "set", "ndarray": "array"}.get(kind, kind)
    article = "an" if name[:1] in "aeiou" else "a"
    items = "" if count is None else f" of {count} value{'' if count == 1 else 's'}"
    return f"{article} {name}{items}{'' if of_numbers else ' that are not an array of numbers'}"


def shaped(shape: Sequence[int]) -> str:
    return f"an array of shape {tuple(shape)}"


def keyed(keys: Sequence[str]) -> str:
    return f"a dict with the keys {', '.join(keys)}" if keys else "a dict without keys"


COMPLEX, REAL = "complex numbers", "real numbers"
BOOLS, NUMBERS = "bools (True, False)", "numbers"


def stopped_late(function: str | None, seconds: float) -> str:
    place = f"in {function}" if function else "while the file was imported"
    return f"stopped after {seconds:g} s {place}"


def submission_late(seconds: float) -> str:
    return f"stopped: the {seconds:g} s for the whole submission are used up"


def job_late(shown: str, seconds: float) -> str:
    return f"{shown}: grading it took more than {seconds:g} s in all and was ended."


def used_processor(function: str | None, seconds: int) -> str:
    return f"stopped: {function or THE_FILE} used {seconds} s of processor time"


def needs_memory(function: str | None, mebibytes: int) -> str:
    return f"stopped: {function or THE_FILE} needs more than {mebibytes} MiB"


def wrote_too_much(function: str | None) -> str:
    return f"stopped: {function or THE_FILE} wrote more than 64 MiB"


def crashed(function: str | None, signal: str) -> str:
    return f"{function or THE_FILE} crashed the process ({signal})"


def ended(function: str | None, exit_code: int | None) -> str:
    if exit_code is None:
        return f"{function or THE_FILE} ended the process, or its connection to the grader"
    return f"{function or THE_FILE} ended the process with exit code {exit_code}"


def unreadable_reply(function: str | None, why: str = "") -> str:
    because = f": {why}" if why else ""
    return f"{function or THE_FILE} returned something that the grader cannot read{because}"


def not_again(before: str) -> str:
    return f"{before}; it is not called again"


def not_run_again(times: int) -> str:
    return f"the submission was stopped {times} times and is not run again"


def loads_once(file: str) -> str:
    return f"{file} loads once, but not again"


def forbidden(function: str, name: str, advice: str) -> str:
    return f"{function} uses {name}. {advice}"


def look_at(place: str, function: str) -> str:
    """The first hint about a wrong answer: where to look."""
    return f"Look at {place}, in {function}." if function else f"Look at {place}."


def explains(function: str, checks: int) -> str:
    """The text beside the place of an explanation: its function, and how much it explains."""
    share = f"explains {checks} failed check{'' if checks == 1 else 's'}" if checks else ""
    return ", ".join(part for part in (f"in {function}" if function else "", share) if part)


# ------------------------------------------------------------------------- points and next steps


def tried(refused_calls: Mapping[str, int]) -> str:
    """The system calls that a submission was refused, for the instructor."""
    return "tried: " + ", ".join(f"{name} {count}" for name, count in refused_calls.items())


def is_withheld(check: CheckResult) -> bool:
    """True if the check is left for the course to run, since it is not shipped."""
    return check.reason == "runs_on_submission"


def as_points(report: Report) -> str:
    """`4 of 10 points`, and where that is not the whole truth, what is still open."""
    later = sum(check.max_points for check in report.checks if is_withheld(check))
    if later:
        return f"{report.points} of {report.max_points - later} visible, {later} on submission"
    undecided = sum(check.max_points for check in report.checks if check.outcome == "broken")
    points = f"{report.points} of {report.max_points} points"
    return f"{points}, {undecided} undecided" if undecided else points


def told(check: CheckResult) -> str:
    """The sentence on a check that did not pass: its message, or what its reason says by itself."""
    return check.message or REASONS.get(check.reason or "", "")


def next_steps(commands: Iterable[str], console: Console) -> Iterator[str]:
    """Lines with commands, at least one, each perhaps with its reason in brackets."""
    width = console.columns - len(NEXT_LABEL)
    first, *rest = [line for command in commands for line in wrap(command, width)]
    yield console.paint(NEXT_LABEL, "strong") + first
    yield from (" " * len(NEXT_LABEL) + line for line in rest)
