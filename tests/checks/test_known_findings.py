"""Known findings: told on the same replies alone, with the words of the submission at hand."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from grader.checks import kept as kept_things
from grader.checks import known_findings, runner
from grader.checks.finding_copies import Finding, is_same
from grader.checks.kept import Kept
from grader.checks.known_findings import KnownFindings
from grader.checks.runner import run_checks
from grader.sandbox.exercise_functions import LocalFunctions, load_module
from grader.sandbox.failures import CheckFailed

LAW = """
@example(x=7)
@given(x=st.integers(0, 10**6))
def test_law(student, reference, x):
    assert_close(student.double(x), reference.double(x), of="double", tolerance=PLAIN)
"""
WRONG = "def double(x): return 2 * x if x < 1000 else 0"


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> Kept:
    """Nothing of other tests; nothing is judged again, unless a test says so."""
    kept = Kept()
    monkeypatch.setattr(kept_things, "KEPT", kept)
    monkeypatch.setattr(known_findings, "JUDGED_AGAIN", 10**9)
    return kept


@pytest.fixture
def law(author):
    return author(LAW, ("law",))


@pytest.fixture
def is_known(findings_of):
    """Run the checks: whether none of them had to, and the runs."""

    def known(exercise, source, **options):
        hits = KnownFindings.hits
        runs = findings_of(exercise, source, **options)
        return KnownFindings.hits - hits == len(runs), runs

    return known


def told(run):
    shown = [(call.function, call.arguments) for call in run.calls]
    line = run.failure.line if run.failure is not None else None
    return run.outcome, run.reason, run.message, line, shown


# ------------------------------------------------------------------------------ what is told


@pytest.mark.parametrize(
    "source",
    [
        "def double(x): return 2 * x",
        WRONG,
        "def double(x): return 1 / 0 if x > 50 else 2 * x",
        "def double(x): raise NotImplementedError",
        "def double(x): return [x, x]",
        "def half(x): return x",
    ],
)
def test_same_submission_is_told_the_same_and_no_check_runs(
    law, findings_of, kept, monkeypatch, source
):
    monkeypatch.setattr(kept_things, "KEPT", Kept(0))
    drawn = told(findings_of(law, source)["law"])
    monkeypatch.setattr(kept_things, "KEPT", kept)
    findings_of(law)
    assert told(findings_of(law, source)["law"]) == drawn
    monkeypatch.setattr(runner.pytest, "main", None)
    monkeypatch.setattr(runner, "call_checks", None)
    assert told(findings_of(law, source)["law"]) == drawn


def test_other_text_with_the_same_answers_is_known(law, is_known):
    is_known(law, "def double(x): return 2 * x")
    assert is_known(law, "import torch\ndef double(value): return torch.tensor(value) * 2")[0]


def test_answers_that_differ_in_the_last_bit_are_judged(law, is_known):
    is_known(law, "def double(x): return 2.0 * x")
    assert not is_known(law, "def double(x): return 2.0 * x * (1 + 2**-52)")[0]


def test_exception_has_the_words_and_the_line_of_its_own_submission(law, is_known):
    is_known(law, "def double(x): raise ValueError('one')")
    known, runs = is_known(law, "\n\ndef double(x): raise ValueError('other')")
    assert known
    assert "other" in runs["law"].message
    assert "one" not in runs["law"].message.replace("None", "")
    assert runs["law"].failure.line == 3
    assert not is_known(law, "def double(x): raise KeyError('one')")[0]


def test_expected_exception_may_say_anything(author, is_known):
    exercise = author(
        """
        from grader.checks import assert_raises
        def test_law(student): assert_raises(student, "double", 1, error="ValueError")
        """,
        ("law",),
    )
    is_known(exercise, "def double(x): raise ValueError('one')")
    known, runs = is_known(exercise, "def double(x): raise ValueError('other')")
    assert known
    assert runs["law"].outcome == "passed"


def test_failure_that_names_the_line_of_another_exception_is_judged(author, is_known):
    exercise = author(
        """
        from grader.checks import assert_raises
        def test_law(student): assert_raises(student, "double", 1, error="ValueError")
        """,
        ("law",),
    )
    is_known(exercise, "def double(x): raise KeyError(x)")
    known, runs = is_known(exercise, "\n\ndef double(x): raise KeyError(x)")
    assert not known
    assert runs["law"].failure.line == 3


@pytest.mark.parametrize(
    "check",
    [
        "failure = student.observe('double', 1) if 0 else student.observe_call(CALL).failure\n"
        "    assert_law('one' not in failure.text, 'it says one')",
        "*_, failure = student.observe_call(CALL)\n"
        "    assert_law('one' not in failure.text, 'it says one')",
        "try: student.double(1)\n    except Exception as error:\n"
        "        assert_law('one' not in str(error), 'it says one')",
    ],
)
def test_check_that_reads_what_an_exception_says_hears_it(author, is_known, check):
    head = "from grader.sandbox.call import Call\nCALL = Call('double', (1,))\n"
    exercise = author(f"{head}def test_law(student):\n    {check}", ("law",))
    one, other = (f"def double(x): raise ValueError('{word}')" for word in ("one", "other"))
    assert is_known(exercise, other)[1]["law"].outcome == "passed"
    assert is_known(exercise, one)[1]["law"].message == "it says one"
    assert is_known(exercise, one)[0]


def test_argument_that_changes_has_the_name_it_has_here(author, is_known):
    exercise = author(
        """
        from grader.checks import assert_unmodified
        def test_law(student): assert_unmodified(student, "double", torch.ones(2))
        """,
        ("law",),
    )
    for name in ("x", "x", "y"):
        source = f"def double({name}):\n    {name}.zero_()\n    return 1"
        known, runs = is_known(exercise, source)
        assert runs["law"].failure.of == name
        assert not known
    is_known(exercise, "def double(x): return 1")
    assert is_known(exercise, "def double(y): return 1.0")[0]


def test_needs_are_told_as_ever(author, is_known):
    hidden = f"{LAW}\ndef test_late(student): student.double(1)"
    exercise = author(
        hidden, ("law",), table='[[checks]]\nid = "late"\npoints = 1\nneeds = ["law"]'
    )
    _, before = is_known(exercise, WRONG)
    hits = KnownFindings.hits
    _, runs = is_known(exercise, WRONG)
    assert KnownFindings.hits == hits + 1
    assert told(runs["late"]) == told(before["late"])
    assert runs["late"].reason == "needs"


def test_submission_is_asked_everything_once(law, student_of, findings_of):
    """A known beginning, then a new one: the check hears the beginning from the log."""
    source = """
        calls = []
        def double(x):
            calls.append(x)
            print(len(calls), x)
            return 2 * x if len(calls) < {} else 0
    """
    findings_of(law)
    for count in (12, 20, 20):
        student = student_of(law, source.format(count))
        findings_of(law, student=student, shrink=False)
        lines = [line.split() for line in student.output.splitlines()]
        assert [int(number) for number, _ in lines] == list(range(1, len(lines) + 1))
        assert len({x for _, x in lines[:count]}) == count


def test_other_submissions_are_judged_without_pytest(author, findings_of, kept, monkeypatch):
    """What pytest found out about the files is kept: a check with its fixtures is just called."""
    hidden = f"""{LAW}
def test_plain(student, reference, device):
    assert_close(student.half(3), reference.half(3), of=device, tolerance=PLAIN)
"""
    exercise = author(hidden, ("law", "plain"))
    sources = [
        "def half(x): return x\ndef double(x): return 2.0 * x",
        WRONG,
        "def double(x): raise ValueError(x)\ndef half(x): raise SystemExit",
        "import os\ndef half(x): os._exit(1)\ndef double(x): return 0 if x > 500 else x * 2",
        "def half(x): return x / 2\ndef double(x):\n    while x > 1000: pass\n    return 2 * x",
    ]
    monkeypatch.setattr(kept_things, "KEPT", Kept(0))
    drawn = [findings_of(exercise, source) for source in sources]
    monkeypatch.setattr(kept_things, "KEPT", kept)
    findings_of(exercise)
    monkeypatch.setattr(runner.pytest, "main", None)
    for source, runs in zip(sources, drawn, strict=True):
        called = findings_of(exercise, source)
        assert {name: told(run) for name, run in called.items()} == {
            name: told(run) for name, run in runs.items()
        }


@pytest.mark.parametrize(
    "hidden", ["import math\nmath.nothing", "def test_law(student, other): pass"]
)
def test_files_that_cannot_be_used_say_so_each_time(author, findings_of, hidden):
    exercise = author(hidden, ("law",))
    first, again = (findings_of(exercise)["law"] for _ in range(2))
    assert first.outcome == again.outcome == "broken"
    assert first.message == again.message
    assert "math" in first.message or "other" in first.message


# ------------------------------------------------------------------------------ what is not


@pytest.mark.parametrize(
    "source",
    [
        "def double(x):\n    while x > 1000: pass\n    return 2 * x",
        "import os\n\n\ndef double(x): return os._exit(3) if x > 1000 else 2 * x",
        "n = []\ndef double(x):\n    n.append(x)\n    return 0 if len(n) == 20 else 2 * x",
    ],
)
def test_stopped_or_fickle_submission_is_not_kept(law, findings_of, kept, monkeypatch, source):
    monkeypatch.setattr(kept_things, "KEPT", Kept(0))
    drawn = told(findings_of(law, source)["law"])
    monkeypatch.setattr(kept_things, "KEPT", kept)
    findings_of(law)
    before = findings_in(kept)
    for _ in range(3):
        assert told(findings_of(law, source)["law"]) == drawn
    assert findings_in(kept) == before


def findings_in(kept: Kept) -> int:
    return sum(isinstance(content, Finding) for content, _ in kept._entries.values())


@pytest.mark.parametrize(
    "hidden",
    [
        "import time\ndef test_law(student): student.double(1)",
        "import random as r\ndef test_law(student): student.double(r.randint(1, 1))",
        "N = 0\ndef test_law(student):\n    global N\n    student.double(1)",
        "SEEN = []\ndef test_law(student):\n    SEEN.append(student.double(1))",
        "SEEN = torch.zeros(1)\ndef test_law(student):\n    SEEN.add_(student.double(1))",
        "def test_law(student):\n    student.double(1)\n    student.output",
        "def test_law(student):\n    student.submission.source\n    student.double(1)",
        "def test_law(student):\n    torch.rand(1)\n    student.double(1)",
        "def test_law(student):\n    open('/dev/null').close()\n    student.double(1)",
    ],
)
def test_check_that_uses_more_than_replies_runs_each_time(author, is_known, hidden):
    exercise = author(hidden, ("law",))
    for _ in range(3):
        known, runs = is_known(exercise, "def double(x): return 2 * x")
        assert not known
        assert runs["law"].outcome == "passed"


@pytest.mark.parametrize("options", [{"seed": 1}, {"examples": 5}, {"shrink": False}])
def test_other_options_are_judged_apart(law, is_known, options):
    is_known(law, WRONG)
    assert not is_known(law, WRONG, **options)[0]
    assert is_known(law, WRONG, **options)[0]


def test_other_reference_and_other_checks_are_judged_apart(law, author, student_of, is_known):
    is_known(law, "def double(x): return 2 * x")
    other = LocalFunctions(law, load_module(law.name, {"reference.py": "def double(x): return x"}))
    student = student_of(law, "def double(x): return 2 * x")
    assert run_checks(law, student, other, seed=0)[0]["law"].outcome == "failed"
    changed = author(LAW.replace("10**6", "10**5"), ("law",))
    assert not is_known(changed, "def double(x): return 2 * x")[0]


def test_device_that_may_compute_otherwise_is_judged_each_time(law, is_known):
    for _ in range(2):
        assert not is_known(law, "def double(x): return 2 * x", device="meta")[0]


# ------------------------------------------------------------------------------ judged again


def test_finding_that_is_not_that_of_the_check_is_our_fault(law, findings_of, kept, monkeypatch):
    findings_of(law)
    findings_of(law, WRONG)
    found = {key: one for key, (one, _) in kept._entries.items() if isinstance(one, Finding)}
    passed, failed = sorted(found, key=lambda key: found[key].outcome == "failed")
    kept.put(failed, found[passed], 0)
    assert findings_of(law, WRONG)["law"].outcome == "passed"  # it is believed
    monkeypatch.setattr(known_findings, "JUDGED_AGAIN", 1)
    run = findings_of(law, WRONG)["law"]
    assert run.outcome == "broken"
    assert run.message == known_findings.DIFFERS
    assert findings_of(law)["law"].outcome == "passed"


def test_last_digits_of_our_own_are_no_fault(law, findings_of):
    run = findings_of(law, WRONG)["law"]
    expected = run.failure.comparison.expected
    for factor, is_alike in ((1 + 1e-12, True), (1.1, False)):
        comparison = replace(run.failure.comparison, expected=expected * factor)
        other = replace(run, failure=CheckFailed(comparison=comparison))
        assert is_same(run, other) is is_alike
    assert not is_same(run, replace(run, calls=()))
    assert not is_same(run, replace(run, outcome="passed"))


def test_every_so_many_are_judged_again(law, findings_of, monkeypatch):
    monkeypatch.setattr(known_findings, "JUDGED_AGAIN", 10)
    monkeypatch.setattr(KnownFindings, "hits", 0)
    runs = []
    learn = KnownFindings.learn
    monkeypatch.setattr(KnownFindings, "learn", lambda *a, **k: runs.append(1) or learn(*a, **k))
    for _ in range(21):
        assert findings_of(law)["law"].outcome == "passed"
    assert len(runs) == 3


# ------------------------------------------------------------------------------ how much is kept


def test_what_is_kept_of_many_wrong_answers_is_bounded(law, findings_of, monkeypatch):
    small = Kept(200_000)
    monkeypatch.setattr(kept_things, "KEPT", small)
    for number in range(30):
        run = findings_of(law, f"def double(x): return 2 * x + {number}", shrink=False)["law"]
        assert run.outcome == ("passed" if number == 0 else "failed")
        assert small.bytes <= 200_000
    assert findings_in(small) > 1
