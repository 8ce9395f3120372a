"""Grading a class: everyone gets a report, and nobody's depends on anybody else's."""

from __future__ import annotations

import hashlib
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from grader.batch.intake.discovery import discover
from grader.batch.intake.entries import Entry
from grader.batch.jobs import grade_job as grading_jobs
from grader.batch.jobs.grade_job import grade_job
from grader.batch.jobs.job import (
    Graded,
    Job,
    prepare_job,
    provenance_of,
)
from grader.checks import kept
from grader.checks.kept import Kept
from grader.course.course import find_course, load_exercise
from grader.errors import BrokenEnvironment
from grader.grading.deadline import job_seconds
from grader.model import Exercise, Limits, Report
from grader.sandbox.launcher import Launcher

LIMITS = "\n[limits]\ncall_seconds = 0.3\nimport_seconds = 2\n"
# What this check sees depends on the global generator, which every submission gets afresh.
DRAWS = '''

def test_draws(student, reference):
    """A number that was drawn is doubled."""
    x = torch.randn(1, dtype=torch.float64)
    assert_close(student.double(x), reference.double(x), of="double", tolerance=PLAIN)
'''


@pytest.fixture(scope="module")
def launcher() -> Iterator[Launcher]:
    """One warm zygote for all tests, as for a whole class."""
    launcher = Launcher()
    yield launcher
    launcher.close()


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """What passed in earlier tests is run again."""
    monkeypatch.setattr(kept, "KEPT", Kept())


@pytest.fixture
def grade_class(toy_course: Path, launcher: Launcher) -> Callable[..., dict[str, Graded]]:
    """`grade_class({"alice": text})`: what each student gets for exercise01."""

    def grade(texts: dict[str, str], **options: Any) -> dict[str, Graded]:
        for student, text in texts.items():
            hand_in(toy_course, student, text)
        graded = grade_all(toy_course, discover(toy_course / "class").entries, launcher, **options)
        return {one.entry.student: one for one in graded}

    return grade


def hand_in(course: Path, student: str, text: str, name: str = "exercise01") -> None:
    path = course / "class" / student / f"{name}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def grade_all(
    course: Path, entries: Sequence[Entry], launcher: Launcher, **options: Any
) -> list[Graded]:
    names = {entry.exercise for entry in entries}
    exercises = {name: load_exercise(find_course(course), name) for name in names}
    options = {"unsafe": launcher.isolation == "process", **options}
    return [
        grade_job(prepared(entry, exercises[entry.exercise], **options), launcher)
        for entry in entries
    ]


def prepared(entry: Entry, exercise: Exercise, **options: Any) -> Job:
    return prepare_job(entry, exercise, provenance_of(exercise, 0), **options)


def test_everyone_gets_the_report_they_deserve(
    grade_class: Callable[..., dict[str, Graded]], toy_course: Path, toy: ModuleType
) -> None:
    _append(toy_course / "solutions" / "exercise01" / "exercise.toml", LIMITS)
    graded = grade_class(
        {
            "right": toy.answer("2 * x"),
            "wrong": toy.answer("x * x"),
            "dies": "import os\n\n\ndef double(x):\n    os._exit(0)\n",
            "dies at once": "import os\n\nos._exit(0)\n",
            "hangs": "def double(x):\n    while True:\n        pass\n",
            "no python": "def double(x:\n",
            "new\nline": toy.answer("x + x"),
            "=1+1": toy.answer("x + 2"),
            "stub": (toy_course / "exercises" / "exercise01" / "exercise01.py").read_text("utf-8"),
            "zz_right_again": toy.answer("2 * x"),
        }
    )
    assert {name: (one.report.status, one.report.points) for name, one in graded.items()} == {
        "right": ("passed", 10),
        "wrong": ("failed", 0),
        "dies": ("failed", 0),
        "dies at once": ("unloadable", 0),
        "hangs": ("limit", 0),
        "no python": ("unloadable", 0),
        "new\nline": ("passed", 10),
        "=1+1": ("failed", 0),
        "stub": ("not_started", 0),
        "zz_right_again": ("passed", 10),
    }
    mistakes = {check.mistake.id for check in graded["wrong"].report.checks if check.mistake}
    assert mistakes == {"squares"}
    assert not any(one.fault for one in graded.values())


def test_reports_are_the_same_twice_and_in_any_order(
    toy_course: Path, toy: ModuleType, launcher: Launcher
) -> None:
    toy.make_exercise(toy_course, "exercise02", title="Doubling again")
    for name in ("exercise01", "exercise02"):
        folder = toy_course / "solutions" / name
        _append(folder / "test_hidden.py", DRAWS)
        _append(folder / "exercise.toml", '\n[[checks]]\nid = "draws"\npoints = 0\n')
        for number, text in enumerate(("2 * x", "x * x", "x + 2", "3 * x", "2 * x + 0.001")):
            hand_in(toy_course, f"student{number}", toy.answer(text), name)
    entries = discover(toy_course / "class").entries
    shuffled = random.Random(3).sample(entries, len(entries))
    assert shuffled != list(entries)

    first = grade_all(toy_course, entries, launcher)
    again = grade_all(toy_course, shuffled, launcher)

    assert _comparable(first) == _comparable(again)
    messages = {one.report.checks[2].message for one in first if one.report.points == 0}
    assert len(messages) == 4  # each mistake shows on the number that was drawn


def test_nothing_of_a_submission_stays_in_the_grader(
    grade_class: Callable[..., dict[str, Graded]], toy: ModuleType
) -> None:
    import numpy
    import torch
    from hypothesis import settings

    grade_class({"alice": toy.answer("2 * x")})  # what is imported only once
    before = set(sys.modules), settings.get_current_profile_name(), torch.allclose
    drawn = random.getstate(), numpy.random.get_state()[1].tolist(), torch.get_rng_state().tolist()
    grade_class(
        {
            "alice": toy.answer("2 * x"),
            "bob": toy.answer("x * x") + "\n\nimport colorsys, sys, torch\n"
            "torch.allclose = torch.equal = lambda *_, **__: True\n"
            "sys.modules['planted'] = sys\ntorch.manual_seed(77)\n",
        }
    )
    after = set(sys.modules), settings.get_current_profile_name(), torch.allclose
    assert after == before
    assert not {"exercise01", "test_hidden", "test_examples", "reference"} & set(sys.modules)
    now = random.getstate(), numpy.random.get_state()[1].tolist(), torch.get_rng_state().tolist()
    assert now == drawn


def test_report_names_the_file_below_the_folder_of_the_class(
    grade_class: Callable[..., dict[str, Graded]], toy_course: Path, toy: ModuleType
) -> None:
    graded = grade_class(
        {"alice": toy.answer("x * x"), "bob": "(", "carol": "\x00", "dora": "#" * (2 << 20)}
    )
    (toy_course / "class" / "eve").mkdir()
    (toy_course / "class" / "eve" / "exercise01.py").symlink_to(toy_course / "README.md")
    graded |= grade_class({})

    assert graded["bob"].report.submission.sha256 == hashlib.sha256(b"(").hexdigest()
    assert graded["eve"].report.submission.sha256 is None
    assert graded["alice"].report.submission.path == str(Path("alice", "exercise01.py"))
    for one in graded.values():
        assert str(toy_course) not in msgspec.json.encode(one.report).decode()
    statuses = [graded[name].report.status for name in ("bob", "carol", "dora", "eve")]
    assert statuses == ["unloadable"] * 4
    message = graded["dora"].report.checks[0].message or ""
    assert message.startswith("dora/exercise01.py is larger than 128 KiB.")


def test_one_fault_of_the_grader_costs_one_submission(
    grade_class: Callable[..., dict[str, Graded]],
    toy: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from grader.grading import grade as run

    def faulty(exercise: Any, submission: Any, *rest: Any, **options: Any) -> Report:
        if submission.path.parent.name == "bob":
            raise ZeroDivisionError("the secret input 7.5")
        return honest(exercise, submission, *rest, **options)

    honest = run.grade
    monkeypatch.setattr(run, "grade", faulty)
    graded = grade_class({name: toy.answer("2 * x") for name in ("alice", "bob", "carol")})

    assert [one.report.status for one in graded.values()] == ["passed", "error", "passed"]
    assert "ZeroDivisionError: the secret input 7.5" in graded["bob"].fault
    assert {check.outcome for check in graded["bob"].report.checks} == {"broken"}
    assert "7.5" not in msgspec.json.encode(graded["bob"].report).decode()
    assert graded["bob"].report.max_points == 10


@pytest.mark.parametrize("is_over", [False, True])
def test_broken_environment_ends_the_run_only_where_no_worker_starts(
    grade_class: Callable[..., dict[str, Graded]],
    toy: ModuleType,
    launcher: Launcher,
    monkeypatch: pytest.MonkeyPatch,
    is_over: bool,
) -> None:
    calls = 0

    def worker(limits: Any) -> Any:
        nonlocal calls
        calls += 1
        if is_over or calls == 1:
            raise BrokenEnvironment("No worker starts.")
        return honest(limits)

    honest = launcher.worker
    monkeypatch.setattr(launcher, "worker", worker)
    texts = {name: toy.answer("2 * x") for name in ("alice", "bob")}
    if is_over:
        with pytest.raises(BrokenEnvironment, match="No worker starts"):
            grade_class(texts)
    else:
        graded = grade_class(texts)
        assert [one.report.status for one in graded.values()] == ["error", "passed"]


def test_grading_without_confinement_is_refused_or_unofficial(
    toy_course: Path, toy: ModuleType
) -> None:
    hand_in(toy_course, "alice", toy.answer("2 * x"))
    entries = discover(toy_course / "class").entries
    bare = Launcher("process")
    try:
        with pytest.raises(BrokenEnvironment, match="cannot be confined") as caught:
            grade_all(toy_course, entries, bare, unsafe=False)
        (graded,) = grade_all(toy_course, entries, bare, unsafe=True)
    finally:
        bare.close()

    assert caught.value.exit_code == 5
    assert "--unsafe-no-sandbox" in caught.value.remedy
    assert graded.report.points == 10
    assert graded.report.grader.isolation == "process"
    assert graded.report.grader.official is False


def test_report_is_official_where_submissions_are_confined(
    grade_class: Callable[..., dict[str, Graded]], toy: ModuleType, launcher: Launcher
) -> None:
    launcher.wait_until_ready()
    if launcher.isolation == "process":
        pytest.skip("nothing confines submissions here")
    texts = {"alice": toy.answer("2 * x"), "bob": "("}

    safe = grade_class(texts, unsafe=False)
    unsafe = grade_class(texts, unsafe=True)

    assert [one.report.grader.official for one in safe.values()] == [True, True]
    assert [one.report.grader.official for one in unsafe.values()] == [False, False]


def test_confinement_that_is_lost_on_the_way_ends_the_run(
    toy_course: Path, toy: ModuleType, launcher: Launcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    launcher.wait_until_ready()
    if launcher.isolation == "process":
        pytest.skip("nothing confines submissions here")
    from grader.grading import grade as run

    def weaker(*arguments: Any, **options: Any) -> Report:
        report = honest(*arguments, **options)
        monkeypatch.setattr(launcher, "isolation", "process")
        return report

    honest = run.grade
    monkeypatch.setattr(run, "grade", weaker)
    hand_in(toy_course, "alice", toy.answer("2 * x"))
    with pytest.raises(BrokenEnvironment, match="cannot be confined"):
        grade_all(toy_course, discover(toy_course / "class").entries, launcher, unsafe=False)


def test_grading_ends_where_the_course_is_not_what_it_was(
    toy_course: Path, toy: ModuleType, launcher: Launcher
) -> None:
    hand_in(toy_course, "alice", toy.answer("2 * x"))
    (entry,) = discover(toy_course / "class").entries
    exercise = load_exercise(find_course(toy_course), "exercise01")
    job = prepared(entry, exercise, unsafe=True)
    older = replace(job, provenance=replace(job.provenance, grader_version="0.0.1"))

    with pytest.raises(BrokenEnvironment, match="version"):
        grade_job(older, launcher)
    _append(toy_course / "solutions" / "exercise01" / "mistakes" / "squares.py", "\n")
    with pytest.raises(BrokenEnvironment, match="has changed since the batch began"):
        grade_job(job, launcher)


@pytest.mark.parametrize("name", ["exercise01.py", "gates.py", "exercise02.py"])
def test_origin_changes_with_every_file_that_may_be_imported(toy_course: Path, name: str) -> None:
    folder = toy_course / "class" / "alice"
    hand_in(toy_course, "alice", "import gates")
    exercise = load_exercise(find_course(toy_course), "exercise01")
    (entry,) = discover(toy_course / "class").entries
    before = prepared(entry, exercise).provenance

    (folder / name).write_text("import other")
    after = prepared(entry, exercise).provenance

    assert before == replace(after, files_sha256=before.files_sha256)
    assert before != after
    assert prepared(entry, exercise).provenance == after


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def _comparable(graded: Sequence[Graded]) -> dict[tuple[str, str], Any]:
    """The reports without what is a matter of time."""
    found = {}
    for one in graded:
        facts = msgspec.to_builtins(one.report)
        for part in (facts, *facts["checks"]):
            del part["seconds"]
        found[one.entry.student, one.entry.exercise] = facts
    return found


def test_job_that_was_begun_before_has_what_is_left_of_its_deadline(
    toy_course: Path, toy: ModuleType, launcher: Launcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = list[float]()

    @contextmanager
    def noting(limits: Limits, _shown: str) -> Iterator[None]:
        given.append(job_seconds(limits))
        yield

    monkeypatch.setattr(grading_jobs, "job_deadline", noting)
    hand_in(toy_course, "alice", toy.answer("2 * x"))
    exercise = load_exercise(find_course(toy_course), "exercise01")
    (entry,) = discover(toy_course / "class").entries
    job = prepared(entry, exercise, unsafe=launcher.isolation == "process")
    for spent in (0.0, 150.0):
        graded = grade_job(replace(job, spent_seconds=spent), launcher)
        assert graded.report.points == 10
    whole = job_seconds(exercise.limits)  # the first of each pair is for what comes before
    assert given == [whole, whole, whole, whole - 150.0]
