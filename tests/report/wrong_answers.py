"""Twelve typical wrong answers to exercise04 and others, as reports explain them."""

from __future__ import annotations

from typing import Any

from grader.model import (
    REPORT_SCHEMA,
    CheckResult,
    Comparison,
    Explanation,
    GraderFacts,
    Location,
    RedactedReport,
    SubmissionFacts,
)

FILE = "exercises/exercise04/exercise04.py"
CHECKS = (
    ("paper", "Four rows come out as on paper", 1),
    ("training", "In training the columns are centered and scaled", 2),
    ("evaluation", "In evaluation the running statistics are used", 2),
    ("buffers", "The buffers move towards the mean and the unbiased variance", 2),
    ("in_the_network", "The lecture's network trains exactly as with torch's BatchNorm", 1),
    ("unchanged", "Your function leaves its arguments unchanged", 1),
    ("by_hand", "The solution is written by hand", 1),
)
X = "torch.tensor([[1.0, 2.0, 4.0], [3.0, 2.5, 1.0], [0.5, 4.0, 2.0]], dtype=torch.float64)"
VECTOR = "torch.tensor([0.5, 1.5, 2.0], dtype=torch.float64)"
CALL = (
    f"batchnorm_forward(training={{}}, momentum=0.3, eps=1e-05, correction=1, x={X}, "
    f"gamma={VECTOR}, beta={VECTOR}, running_mean={VECTOR}, running_var={VECTOR})"
)
ROWS = ((-1.1, 0.4, 1.25), (0.3, -1.2, 0.5), (0.8, 0.8, -1.75))
OTHER_ROWS = ((-0.9, 0.33, 1.02), (0.24, -0.98, 0.41), (0.65, 0.65, -1.43))


def _report(
    *found: CheckResult, status: str = "failed", explanations: Any = (), **fields: Any
) -> RedactedReport:
    given = {check.id: check for check in found}
    checks = tuple(given.get(row[0]) or _check(row[0], "passed") for row in CHECKS)
    facts = {
        "schema": REPORT_SCHEMA,
        "grader": GraderFacts("0.2.0", "3.11.7", "2.13.0", 0, "cpu", "full", False),
        "exercise": "exercise04",
        "title": "BatchNorm, forward",
        "submission": SubmissionFacts(FILE, "0" * 64),
        "status": status,
        "points": sum(check.points for check in checks),
        "max_points": 10,
        "seconds": 1.2,
        "checks": checks,
        "output": "",
        "explanations": tuple(explanations),
    }
    return RedactedReport(**(facts | fields))


def _check(name: str, outcome: str, **fields: Any) -> CheckResult:
    title, points = next((title, points) for id_, title, points in CHECKS if id_ == name)
    return CheckResult(
        id=name,
        title=f"{title}.",
        outcome=outcome,
        points=points if outcome == "passed" else 0,
        max_points=points,
        visibility="visible" if name == "paper" else "hidden",
        **fields,
    )


def _failed(name: str, message: str, *, training: bool = True, **fields: Any) -> CheckResult:
    facts = {"call": CALL.format(training), "location": Location(FILE, 40)}
    return _check(name, "failed", message=message, **(facts | fields))


def _waiting(*names: str, on: str = "training") -> tuple[CheckResult, ...]:
    title = next(title for name, title, _ in CHECKS if name == on)
    return tuple(
        _check(name, "skipped", reason="needs", message=f"waits for '{title}'", needs=(on,))
        for name in names
    )


def _because(text: str, *checks: str, line: int = 40, **fields: Any) -> Explanation:
    facts = {
        "function": "batchnorm_forward",
        "of": "running_var",
        "kind": "mistake",
        "mistakes": ("momentum_flipped",),
        "text": text,
        "location": Location(FILE, line),
        "checks": checks,
    }
    return Explanation(**(facts | fields))


def _row(of: str, index: tuple[int, ...], expected: Any, actual: Any) -> Comparison:
    return Comparison(of, index, expected, actual, 1e-9)


BUFFERS = _failed(
    "buffers",
    "running_var[0]: expected 0.9167, got 1.472",
    comparison=_row("running_var", (0,), (0.9167, 1.375, 2.1), (1.4722, 1.208, 2.25)),
)
OUT = _failed(
    "training",
    "out[0, 0]: expected -1.1, got -0.9",
    comparison=_row("out", (0, 0), ROWS, OTHER_ROWS),
)
FLIPPED = _because(
    "running_var: old and new have each other's weight (momentum is swapped). Which of the two "
    "does a momentum of 0.1 leave almost as it was?",
    "buffers",
    "in_the_network",
    line=52,
)
NETWORK = _failed("in_the_network", "loss after 20 steps: expected 2.411, got 2.737")


def _one_mistake() -> RedactedReport:
    return _report(BUFFERS, NETWORK, explanations=[FLIPPED])


def _two_mistakes() -> RedactedReport:
    second = _because(
        "out: eps is added to the standard deviation rather than to the variance. Where does it "
        "stand in the formula?",
        "training",
        "evaluation",
        of="out",
        mistakes=("eps_outside",),
        line=47,
    )
    evaluation = _failed("evaluation", "out[1, 2]: expected 0.5, got 0.49", training=False)
    return _report(OUT, evaluation, BUFFERS, NETWORK, explanations=[second, FLIPPED])


def _law() -> RedactedReport:
    law = _because(
        "out: too large by a factor of 1.225 in every column, the root of n/(n − 1) for 3 rows.",
        "paper",
        "training",
        "in_the_network",
        of="out",
        kind="law",
        mistakes=(),
    )
    paper = _failed("paper", "out[0, 0]: expected -1.342, got -1.095")
    return _report(paper, OUT, NETWORK, *_waiting("unchanged", "by_hand"), explanations=[law])


def _line() -> RedactedReport:
    line = _because(
        "For out, look at line 47: one name there is not the right one.",
        "training",
        of="out",
        kind="line",
        mistakes=(),
        line=47,
    )
    return _report(OUT, *_waiting("unchanged", "by_hand"), explanations=[line])


def _cascade() -> RedactedReport:
    """A function that is right but for the other one that it calls."""
    std = _because(
        "The spread depends on fan_in and fan_out together. Which of the two decides how wide a "
        "pre-activation is?",
        "paper",
        "training",
        "evaluation",
        "buffers",
        function="kaiming_std",
        of=None,
    )
    names = ("training", "evaluation", "buffers")
    call = "kaiming_std(fan_in=400, fan_out=250, nonlinearity='linear')"
    first = _failed("paper", "standard deviation: expected 0.05, got 0.05547", call=call)
    rest = [_failed(name, "std: expected 0.05, got 0.0555") for name in names]
    return _report(
        first, *rest, *_waiting("in_the_network", "unchanged", "by_hand"), explanations=[std]
    )


def _unexplained() -> RedactedReport:
    return _report(OUT, *_waiting("unchanged", "by_hand"))


def _raises() -> RedactedReport:
    message = "batchnorm_forward raises TypeError: unsupported operand type(s) for +: 'int' and"
    raised = [
        _failed(name, f"{message} 'NoneType'", reason="raised", location=Location(FILE, 51))
        for name in ("paper", "training", "evaluation")
    ]
    return _report(
        *raised, *_waiting("buffers", "in_the_network", "unchanged", "by_hand", on="evaluation")
    )


def _unwritten_part() -> RedactedReport:
    waits = (
        _check(
            name,
            "skipped",
            reason="not_written",
            message="batchnorm_forward is not written yet",
        )
        for name in ("buffers", "in_the_network", "unchanged", "by_hand")
    )
    return _report(*waits)


def _missing() -> RedactedReport:
    message = "exercise04.py does not define batchnorm_forward; keep the name it has in the stub."
    return _report(
        *(_check(row[0], "failed", reason="missing", message=message) for row in CHECKS[:6]),
        *_waiting("by_hand"),
    )


def _unloadable() -> RedactedReport:
    message = (
        "exercise04.py is not valid Python: '(' was never closed.\n\n"
        "    var = ((x - mean) ** 2.mean(0)\n"
        "          ^\n\n"
        "Fix this line and run grade again."
    )
    return _report(
        *(
            _check(row[0], "skipped", message=message, location=Location(FILE, 45))
            for row in CHECKS
        ),
        status="unloadable",
    )


def _limit() -> RedactedReport:
    late = _failed(
        "training", "stopped after 5 s in batchnorm_forward", reason="time", comparison=None
    )
    return _report(late, *_waiting("unchanged", "by_hand"), status="limit")


def _forbidden() -> RedactedReport:
    message = (
        "batchnorm_forward uses torch.nn.functional.batch_norm. Please write the formula out: "
        "everything else in torch is welcome."
    )
    return _report(
        _check(
            "by_hand", "failed", reason="forbidden", message=message, location=Location(FILE, 44)
        )
    )


WRONG_ANSWERS = {
    "one_mistake": _one_mistake,
    "two_mistakes": _two_mistakes,
    "law": _law,
    "line": _line,
    "cascade": _cascade,
    "unexplained": _unexplained,
    "raises": _raises,
    "unwritten_part": _unwritten_part,
    "missing": _missing,
    "unloadable": _unloadable,
    "limit": _limit,
    "forbidden": _forbidden,
}
