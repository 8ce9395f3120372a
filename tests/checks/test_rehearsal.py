"""Rehearsed checks: they find what Hypothesis would, and what they keep is bounded."""

from __future__ import annotations

import pytest
import torch

from grader.checks import kept as kept_things
from grader.checks import rehearsal
from grader.checks.example_copies import as_bytes, from_bytes
from grader.checks.kept import Kept

LAW = """
@example(x=7)
@given(x=st.integers(0, 10**6))
def test_law(student, reference, x):
    assert_close(student.double(x), reference.double(x), of="double", tolerance=PLAIN)
"""
COUNTS = """
    calls = []
    def double(x):
        calls.append(x)
        print(len(calls), x)
        return 2 * x if len(calls) < 12 else 0
"""


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> Kept:
    """Nothing of other tests."""
    kept = Kept()
    monkeypatch.setattr(kept_things, "KEPT", kept)
    return kept


@pytest.fixture
def law(author):
    return author(LAW, ("law",))


def is_rehearsed(kept: Kept) -> list[bool]:
    entries = kept._entries.items()
    return [content is not rehearsal.UNFIT for key, (content, _) in entries if type(key) is tuple]


def said(student_of, findings_of, exercise, source):
    """What a run finds, and everything that the submission was asked."""
    student = student_of(exercise, source)
    run = findings_of(exercise, student=student)["law"]
    shown = [(call.function, call.arguments) for call in run.calls]
    return run.outcome, run.reason, run.message, shown, student.output


# ------------------------------------------------------------------------------ the same verdict


@pytest.mark.parametrize(
    "source",
    [
        COUNTS,
        "def double(x): return 2 * x if x < 1000 else 0",
        "def double(x): return 2 * x if x != 7 else 0",
        "def double(x): return 1 / 0 if x > 50 else 2 * x",
        "def double(x): raise NotImplementedError",
        "def double(x):\n    while x > 1000: pass\n    return 2 * x",
        "import os\n\n\ndef double(x): return os._exit(3) if x > 1000 else 2 * x",
        "def double(x):\n    print(x)\n    return 2 * x",
    ],
)
def test_finding_is_that_of_hypothesis(law, student_of, findings_of, kept, monkeypatch, source):
    monkeypatch.setattr(kept_things, "KEPT", Kept(0))
    drawn = said(student_of, findings_of, law, source)
    monkeypatch.setattr(kept_things, "KEPT", kept)
    findings_of(law)
    assert is_rehearsed(kept) == [True]
    assert said(student_of, findings_of, law, source) == drawn


def test_nothing_is_drawn_twice(law, findings_of, monkeypatch):
    findings_of(law)
    monkeypatch.setattr("hypothesis.core.StateForActualGivenExecution.__init__", None)
    assert findings_of(law)["law"].outcome == "passed"


def test_other_seed_has_examples_of_its_own(law, findings_of, kept):
    findings_of(law, seed=1)
    findings_of(law, seed=2)
    assert is_rehearsed(kept) == [True, True]


def test_submission_is_asked_once_where_a_rehearsal_fails(law, student_of, findings_of):
    findings_of(law)
    student = student_of(law, COUNTS)
    findings_of(law, student=student, shrink=False)
    lines = [line.split() for line in student.output.splitlines()]
    assert [int(count) for count, _ in lines] == list(range(1, len(lines) + 1))
    assert len({x for _, x in lines[:12]}) == 12


# ------------------------------------------------------------------------------ who stays


@pytest.mark.parametrize(
    "check",
    [
        "def test_law(student, x):\n    assume(x % 2)\n    student.double(x)",
        "def test_law(student, x):\n    target(float(x))\n    student.double(x)",
        "def test_law(student, x):\n    CHANGED[0] += 1\n    torch.rand(1)\n    student.double(x)",
    ],
)
def test_check_that_needs_hypothesis_finds_the_same_each_time(
    author, student_of, findings_of, kept, check
):
    head = "from hypothesis import assume, target\n\nCHANGED = [0]\n@given(x=st.integers(0, 99))\n"
    exercise = author(f"{head}{check}", ("law",))
    source = "def double(x):\n    print(x)\n    return 2 * x"
    first, second, third = (said(student_of, findings_of, exercise, source) for _ in range(3))
    assert first[0] == "passed"
    assert first == second == third
    assert is_rehearsed(kept) == ["CHANGED" in check]


def test_check_that_draws_in_its_body_stays(author, findings_of, kept):
    hidden = "@given(data=st.data())\ndef test_law(student, data):\n    data.draw(st.integers())"
    exercise = author(hidden, ("law",))
    assert findings_of(exercise)["law"].outcome == "passed"
    assert is_rehearsed(kept) == [False]
    assert findings_of(exercise)["law"].outcome == "passed"


def test_check_that_changes_its_inputs_stays(author, findings_of, kept):
    hidden = """
        @given(x=st.lists(st.integers(), min_size=1))
        def test_law(student, x):
            x.append(0)
    """
    findings_of(author(hidden, ("law",)))
    assert is_rehearsed(kept) == [False]


def test_check_whose_strategy_draws_from_torch_stays(author, findings_of, kept):
    hidden = """
        @given(x=st.integers().map(lambda n: torch.rand(2)))
        def test_law(student, x):
            pass
    """
    findings_of(author(hidden, ("law",)))
    assert is_rehearsed(kept) == [False]


# ------------------------------------------------------------------------------ what is kept


def test_copy_is_the_same_and_shares_nothing():
    x = torch.arange(6.0, dtype=torch.float64).reshape(2, 3).T.requires_grad_()
    source = torch.Generator().manual_seed(3)
    data = as_bytes({"x": x, "g": source, "n": (1, None, "tanh", [2.5])})
    assert data is not None
    copy = from_bytes(data)
    assert torch.equal(copy["x"], x)
    assert (copy["x"].stride(), copy["x"].requires_grad) == (x.stride(), True)
    assert torch.equal(copy["g"].get_state(), source.get_state())
    assert copy["n"] == (1, None, "tanh", [2.5])
    with torch.no_grad():
        copy["x"].zero_()
    assert from_bytes(data)["x"].sum() == 15


@pytest.mark.parametrize("value", [lambda: 0, object(), torch.ones(1).expand(3), {1: iter([])}])
def test_what_cannot_be_copied_is_refused(value):
    assert as_bytes({"value": value}) is None


def test_what_is_kept_is_bounded():
    kept = Kept(10_000)
    for number in range(1000):
        kept.put(number, b"x" * number, number)
        assert kept.bytes <= 10_000
    assert kept.get(999) is not None
    assert kept.get(0) is None
    kept.put("large", b"", 20_000)
    assert kept.get("large") is None
    assert kept.bytes <= 10_000
