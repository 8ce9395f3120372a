"""Running the checks of an exercise: their order, their needs, their draws, their faults."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import ModuleType

import hypothesis
import pytest
from msgspec.structs import replace

from grader.checks.runner import run_checks
from grader.grading.explanations.bank import load_reference
from grader.model import Limits
from grader.sandbox.failures import MissingFunction, NotWritten

PRINTS = """
    def double(x):
        print(x)
        return 2 * x
"""
DRAWS = """
@given(x=st.integers(0, 10**6))
def test_draws(student, x):
    student.double(x)
"""


def outcomes(runs):
    return {name: run.outcome for name, run in runs.items()}


def printed(student):
    return student.output.split()


# ------------------------------------------------------------------------------ the fixed list


def test_checks_run_in_the_order_of_the_list_and_no_others(author, student_of, findings_of):
    hidden = """
        def test_third(student): student.double(3)
        def test_first(student): student.double(1)
        def test_unlisted(student): student.double(99)
    """
    examples = """
        def test_fourth(student): student.double(4)
        def test_second(student): student.double(2)
    """
    order = ("first", "second", "third", "fourth")
    exercise = author(hidden, order, examples=examples)
    student = student_of(exercise, PRINTS)
    runs = findings_of(exercise, student=student)
    assert outcomes(runs) == dict.fromkeys(order, "passed")
    assert tuple(runs) == order
    assert printed(student) == ["1", "2", "3", "4"]


def test_check_that_is_in_no_file_is_broken(author, findings_of):
    exercise = author("def test_there(student): pass", ("there", "missing"))
    runs = findings_of(exercise)
    assert outcomes(runs) == {"there": "passed", "missing": "broken"}
    assert runs["missing"].message == "the check is not in a test file"


def test_hidden_check_that_does_not_travel_runs_on_submission(author, student_of):
    exercise = author("", ("seen", "unseen"), examples="def test_seen(student): pass")
    (exercise.authored / "test_hidden.py").unlink()
    withheld = replace(exercise, authored=None, released=exercise.authored)
    runs, probes = run_checks(withheld, student_of(withheld), load_reference(exercise), seed=0)
    assert outcomes(runs) == {"seen": "passed", "unseen": "skipped"}
    assert runs["unseen"].reason == "runs_on_submission"
    assert probes == ()


def test_probes_are_those_of_the_test_files(author, student_of):
    hidden = """
        PROBES = (probe("double", 3), probe("half", 4))
        def test_there(student): pass
    """
    exercise = author(hidden, ("there",))
    _, probes = run_checks(exercise, student_of(exercise), load_reference(exercise), seed=0)
    assert [(call.function, call.arguments) for call in probes] == [
        ("double", (3,)),
        ("half", (4,)),
    ]


# ------------------------------------------------------------------------------ needs


NEEDY = """
def test_value(student, reference):
    assert_close(student.double(3), reference.double(3), of="double", tolerance=PLAIN)

def test_manners(student):
    student.double(5)

def test_manners_of_manners(student):
    student.double(6)

def test_free(student):
    student.half(7)
"""
NEEDS = """
    [[checks]]
    id = "manners"
    needs = ["free", "value"]
    [[checks]]
    id = "manners_of_manners"
    needs = ["manners"]
"""


@pytest.fixture
def needy(author):
    return author(NEEDY, ("value", "free"), table=NEEDS)


def test_check_runs_when_what_it_needs_passed(needy, findings_of):
    assert set(outcomes(findings_of(needy)).values()) == {"passed"}


def test_check_is_skipped_when_what_it_needs_failed(needy, student_of, findings_of):
    student = student_of(
        needy, "def double(x):\n    print(x)\n    return 0\n\n\ndef half(x): return 0"
    )
    runs = findings_of(needy, student=student)
    assert outcomes(runs) == {
        "value": "failed", "free": "passed", "manners": "skipped", "manners_of_manners": "skipped",
    }  # fmt: skip
    assert (runs["manners"].reason, runs["manners"].message) == ("needs", "waits for 'test_value'")
    assert printed(student) == ["3"]  # the submission is not called for the skipped ones


def test_check_that_needs_an_unwritten_function_says_that_it_is_not_written(needy, findings_of):
    runs = findings_of(needy, "def double(x): raise NotImplementedError\ndef half(x): return 0")
    for name in ("manners", "manners_of_manners"):
        assert runs[name].outcome == "skipped"
        assert runs[name].message == "double is not written yet"
        assert isinstance(runs[name].failure, NotWritten)


def test_check_is_skipped_when_what_it_needs_is_broken(author, findings_of):
    exercise = author(
        "def test_value(student): 1 / 0\ndef test_manners(student): pass",
        ("value",),
        table='[[checks]]\nid = "manners"\nneeds = ["value"]',
    )
    assert outcomes(findings_of(exercise)) == {"value": "broken", "manners": "skipped"}


# ------------------------------------------------------------------------------ draws and seeds


def drawn(findings_of, student_of, exercise, **options):
    student = student_of(exercise, PRINTS)
    findings_of(exercise, student=student, **options)
    return printed(student)


@pytest.fixture
def draws(author):
    return author(DRAWS, ("draws",))


def test_same_seed_draws_the_same(draws, student_of, findings_of):
    first = drawn(findings_of, student_of, draws, seed=3)
    assert drawn(findings_of, student_of, draws, seed=3) == first
    assert len(set(first)) > 20


def test_other_seed_draws_others(draws, student_of, findings_of):
    first, second = (drawn(findings_of, student_of, draws, seed=seed) for seed in (0, 1))
    assert len(set(first) & set(second)) < 5


def test_seed_draws_others_for_another_check_and_another_exercise(author, student_of, findings_of):
    twice = DRAWS + DRAWS.replace("test_draws", "test_draws_too")
    one = drawn(findings_of, student_of, author(twice, ("draws",)))
    two = drawn(findings_of, student_of, author(twice, ("draws_too",)))
    other = drawn(findings_of, student_of, author(twice, ("draws",), name="exercise02"))
    assert len(set(one) & set(two)) < 5
    assert len(set(one) & set(other)) < 5


def test_draws_do_not_depend_on_the_modules_that_are_loaded(
    draws, student_of, findings_of, monkeypatch, tmp_path
):
    """Hypothesis would else draw the numbers it finds in the source of other modules."""
    plain = drawn(findings_of, student_of, draws, examples=200)
    path = tmp_path / "foreign.py"
    path.write_text(f"NUMBERS = {[*range(400_000, 400_300)]}\n")
    module = ModuleType("foreign")
    module.__file__ = str(path)
    monkeypatch.setitem(sys.modules, "foreign", module)
    assert drawn(findings_of, student_of, draws, examples=200) == plain


def test_number_of_examples_is_the_one_asked_for(draws, student_of, findings_of):
    assert len(drawn(findings_of, student_of, draws)) == 30
    assert len(drawn(findings_of, student_of, draws, examples=7)) == 7


def test_check_may_ask_for_fewer_examples(author, student_of, findings_of):
    exercise = author("@settings(max_examples=4)" + DRAWS, ("draws",))
    assert len(drawn(findings_of, student_of, exercise)) == 4


def test_explicit_examples_come_first(author, student_of, findings_of):
    exercise = author("@example(x=-1)\n@example(x=-2)" + DRAWS, ("draws",))
    assert drawn(findings_of, student_of, exercise)[:2] == ["-1", "-2"]


BELOW = """
@given(x=st.integers(0, 10**6))
def test_below(student, x):
    assert_law(student.double(x) < 1000, "double: expected below 1000")
"""


def test_failing_explicit_example_is_told_as_it_is(author, student_of, findings_of):
    exercise = author("@example(x=777)\n" + BELOW, ("below",))
    student = student_of(exercise, PRINTS)
    run = findings_of(exercise, student=student)["below"]
    assert run.message == "double: expected below 1000"
    assert [call.arguments for call in run.calls] == [(777,)]
    assert printed(student) == ["777"]


def test_failing_draw_is_shrunk_when_asked_for(author, student_of, findings_of):
    exercise = author(BELOW, ("below",))
    student = student_of(exercise, PRINTS)
    run = findings_of(exercise, student=student, shrink=True)["below"]
    assert [call.arguments for call in run.calls] == [(500,)]
    shrunk = len(printed(student))
    student = student_of(exercise, PRINTS)
    run = findings_of(exercise, student=student, shrink=False)["below"]
    assert run.outcome == "failed"
    assert run.calls[0].arguments[0] > 500
    assert len(printed(student)) < shrunk


def test_finding_holds_the_calls_of_the_failing_example_alone(author, findings_of):
    hidden = """
        @example(x=1)
        @example(x=2)
        @given(x=st.integers(5, 9))
        def test_two_calls(student, x):
            student.half(x)
            assert_law(student.double(x) < 3, "double: expected below 3")
    """
    run = findings_of(author(hidden, ("two_calls",)))["two_calls"]
    assert [(call.function, call.arguments) for call in run.calls] == [
        ("half", (2,)), ("double", (2,)),
    ]  # fmt: skip


# ------------------------------------------------------------------------------ faults of ours


BROKEN = {
    "exception": ("def test_it(student): {}['gain']", "KeyError: 'gain'"),
    "assertion": ("def test_it(student): assert False", "AssertionError: "),
    "wrong name": ("def test_it(student): student.triple(1)", "AttributeError: exercise01 has no"),
    "wrong call of the reference": (
        "def test_it(reference): reference.double()",
        "RuntimeError: the reference fails: double raises TypeError",
    ),
    "skip": ("import pytest\ndef test_it(student): pytest.skip('later')", "Skipped: later"),
    "unknown fixture": ("def test_it(pupil): pass", "FixtureLookupError: "),
    "no example": (
        "@given(x=st.integers().filter(lambda x: False))\ndef test_it(student, x): pass",
        "Unsatisfiable: ",
    ),
    "exit": ("def test_it(student): raise SystemExit(0)", "SystemExit: 0"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_check_that_does_not_work_is_broken_and_the_others_run(author, findings_of, fault):
    body, message = BROKEN[fault]
    exercise = author(f"{body}\ndef test_sound(student): student.double(1)", ("it", "sound"))
    runs = findings_of(exercise)
    assert outcomes(runs) == {"it": "broken", "sound": "passed"}
    assert runs["it"].message.startswith(message)


@pytest.mark.parametrize("line", ["def test_it(student", "import nowhere", "raise SystemExit"])
def test_test_file_that_cannot_be_read_makes_its_checks_broken(author, findings_of, line):
    exercise = author(
        "def test_it(student): pass", ("it", "seen"), examples="def test_seen(): pass"
    )
    path = exercise.authored / "test_hidden.py"
    path.write_text(line + "\n")
    runs = findings_of(exercise)
    assert runs["it"].outcome == "broken"
    assert runs["seen"].outcome in ("passed", "broken")  # pytest may give up on both


def test_marks_of_pytest_do_not_turn_a_failing_check_into_another(author, findings_of):
    hidden = """
        import pytest

        @pytest.mark.xfail
        def test_expected(student): assert_law(False, "wrong")

        @pytest.mark.skip
        def test_left_out(student): assert_law(False, "wrong")
    """
    exercise = author(hidden, ("expected", "left_out"))
    assert outcomes(findings_of(exercise)) == {"expected": "failed", "left_out": "failed"}


def test_interrupt_of_the_user_ends_the_run(author, findings_of):
    exercise = author("def test_it(student): raise KeyboardInterrupt", ("it",))
    with pytest.raises(KeyboardInterrupt):
        findings_of(exercise)


# ------------------------------------------------------------------------------ odd submissions


def test_missing_function_fails_its_checks_alone(needy, findings_of):
    runs = findings_of(needy, "def half(x): return x / 2")
    assert outcomes(runs)["free"] == "passed"
    assert isinstance(runs["value"].failure, MissingFunction)
    assert runs["value"].message.startswith("exercise01.py does not define double")


def test_submission_that_changes_its_mind_fails(draws, findings_of):
    source = """
        calls = 0


        def double(x):
            global calls
            calls += 1
            if calls == 3:
                raise ValueError("once")
            return 2 * x
    """
    run = findings_of(draws, source)["draws"]
    assert run.outcome == "failed"
    assert run.message == "double raises ValueError: once"


def test_slow_submission_within_its_limit_passes(author, findings_of):
    """Hypothesis's own deadline of 0.2 s does not count."""
    exercise = author("@settings(max_examples=2)" + DRAWS, ("draws",))
    exercise = replace(exercise, limits=Limits())
    source = "import time\n\n\ndef double(x):\n    time.sleep(0.25)\n    return 2 * x\n"
    assert findings_of(exercise, source)["draws"].outcome == "passed"


HANGS = """
    import time


    def double(x):
        print(x, flush=True)
        time.sleep(1000)


    def half(x):
        return x / 2
"""


def test_check_stops_at_its_first_time_out_and_the_function_at_its_second(
    author, student_of, findings_of
):
    hidden = "".join(DRAWS.replace("draws", name) for name in ("one", "two", "three"))
    hidden += "\ndef test_half(student): student.half(1)\n"
    exercise = author(hidden, ("one", "two", "three", "half"))
    student = student_of(exercise, HANGS)
    runs = findings_of(exercise, student=student)
    assert len(printed(student)) == 2
    assert [run.outcome for run in runs.values()] == ["failed"] * 3 + ["passed"]
    assert [run.message for run in runs.values()] == [
        "stopped after 0.4 s in double",
        "stopped after 0.4 s in double",
        "stopped after 0.4 s in double; it is not called again",
        None,
    ]
    assert all(run.failure is None for run in runs.values())
    assert len(runs["one"].calls) == 1


def test_check_stops_at_its_first_crash(draws, student_of, findings_of):
    source = "import os\n\n\ndef double(x):\n    print(x, flush=True)\n    os._exit(0)\n"
    student = student_of(draws, source)
    run = findings_of(draws, student=student)["draws"]
    assert run.outcome == "failed"
    assert run.message.startswith("double ended the process")
    assert len(printed(student)) == 1


# ------------------------------------------------------------------------------ surroundings


def tree(folder):
    return {str(path): path.stat().st_mtime_ns for path in sorted(folder.rglob("*"))}


def test_nothing_is_written_beside_the_checks_or_where_the_command_runs(
    author, student_of, findings_of, tmp_path, monkeypatch
):
    hidden = DRAWS + "@given(text=st.text())\ndef test_text(student, text): pass\n"
    exercise = author(hidden, ("draws", "text"))
    monkeypatch.chdir(tmp_path)
    student = student_of(exercise)
    before = tree(tmp_path)
    assert set(outcomes(findings_of(exercise, student=student)).values()) == {"passed"}
    assert tree(tmp_path) == before


SPOILS = "def test_it(student):\n    assert student.double(2) == 4\n"


def test_settings_of_pytest_around_the_course_are_ignored(
    author, findings_of, tmp_path, monkeypatch
):
    exercise = author(SPOILS, ("it",))
    monkeypatch.setenv("PYTEST_ADDOPTS", "--collect-only")
    monkeypatch.setenv("PYTEST_PLUGINS", "nowhere.to.be.found")
    monkeypatch.delenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", raising=False)
    for folder in (exercise.authored, exercise.authored.parent, tmp_path):
        (folder / "conftest.py").write_text("raise RuntimeError('conftest is run')\n")
        (folder / "pytest.ini").write_text("[pytest]\naddopts = --collect-only\npython_files = a\n")
    monkeypatch.chdir(tmp_path)
    environment = dict(os.environ)
    assert outcomes(findings_of(exercise)) == {"it": "passed"}
    assert dict(os.environ) == environment


def test_folders_above_the_exercise_are_not_listed(author, findings_of, monkeypatch):
    """One may be closed to the student, or hold a hundred thousand files."""
    exercise = author(SPOILS, ("it",))
    scandir = os.scandir

    def guarded(path="."):
        if Path(path) in exercise.authored.parents:
            raise PermissionError(path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    assert outcomes(findings_of(exercise)) == {"it": "passed"}


def test_exercises_are_graded_one_after_the_other_in_one_process(author, findings_of):
    first = author("def test_one(student): student.double(1)", ("one",))
    second = author("def test_two(student): student.double(2)", ("two",), name="exercise02")
    assert outcomes(findings_of(first)) == {"one": "passed"}
    assert outcomes(findings_of(second)) == {"two": "passed"}
    assert outcomes(findings_of(first)) == {"one": "passed"}


def test_check_that_was_changed_is_read_again(author, findings_of):
    exercise = author("def test_it(student): assert_law(False, 'old')", ("it",))
    assert findings_of(exercise)["it"].message == "old"
    exercise = author("def test_it(student): assert_law(False, 'new')", ("it",))
    assert findings_of(exercise)["it"].message == "new"


def test_run_leaves_the_process_as_it_was(author, findings_of, monkeypatch):
    own = ModuleType("test_hidden")
    monkeypatch.setitem(sys.modules, "test_hidden", own)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    hypothesis.settings.register_profile("own", max_examples=3)
    hypothesis.settings.load_profile("own")
    path, folder = list(sys.path), Path.cwd()
    findings_of(author("def test_it(student): pass", ("it",)))
    assert sys.modules["test_hidden"] is own
    assert "test_examples" not in sys.modules
    assert not sys.dont_write_bytecode
    assert hypothesis.settings.get_current_profile_name() == "own"
    hypothesis.settings.load_profile("default")
    assert (sys.path, Path.cwd()) == (path, folder)


def test_checks_print_nothing_to_the_terminal(author, findings_of, capfd):
    findings_of(author("def test_it(student): print('seen'); assert_law(False, 'x')", ("it",)))
    assert capfd.readouterr() == ("", "")
