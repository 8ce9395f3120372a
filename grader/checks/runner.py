"""Runs the checks of an exercise against a student: one `pytest.main`, one plug-in object."""

from __future__ import annotations

import functools
import hashlib
import io
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from types import ModuleType
from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase, Verbosity, settings
from msgspec import Struct

from grader.checks.check_file import CheckFile, check_file, check_text, compiled
from grader.checks.law_confirmation import with_confirmed_law
from grader.checks.rehearsal import rehearsed
from grader.checks.runner_environment import own_surroundings
from grader.course.course import BY_HAND, TEST_FILES
from grader.course.hidden_files import HIDDEN_CHECKS, hidden_text
from grader.model import Check, Exercise, Outcome, Reason
from grader.report import wording
from grader.sandbox.call import Call
from grader.sandbox.failures import CheckFailed, NotWritten, StudentStopped
from grader.sandbox.student import ExerciseFunctions, Student

EXAMPLES = 30  # drawn per check, after the explicit ones
# Nothing of pytest that the checks do not need: each plug-in costs start-up time.
WITHOUT = (
    "cacheprovider", "terminal", "doctest", "unittest", "junitxml", "pastebin", "faulthandler",
    "recwarn", "warnings", "stepwise", "logging", "debugging", "setuponly", "setupplan",
    "threadexception", "unraisableexception", "tmpdir", "monkeypatch", "subtests", "legacypath",
    "capture", "reports", "skipping", "freeze_support",
)  # fmt: skip


class CheckRun(Struct, frozen=True):
    """The outcome of running one check."""

    outcome: Outcome
    reason: Reason | None = None
    message: str | None = None
    failure: CheckFailed | None = None
    calls: tuple[Call, ...] = ()  # of the example that failed
    seconds: float = 0.0


def run_checks(
    exercise: Exercise,
    student: Student,
    reference: ExerciseFunctions,
    *,
    seed: int,
    device: str = "cpu",
    examples: int = EXAMPLES,
    shrink: bool = True,
) -> tuple[dict[str, CheckRun], tuple[Call, ...]]:
    """Run every check of the exercise; give what each found, by id, and the probes.

    The same seed gives the same runs. Every check of the exercise's list has a run,
    whatever happens to the submission or to pytest.
    """
    folder = exercise.authored or exercise.released
    phases = (Phase.explicit, Phase.generate, *((Phase.shrink,) if shrink else ()))
    settings.register_profile("grade", **_profile(examples, phases))
    plugin = _Plugin(exercise, student, reference, seed, device, examples)
    arguments = [
        "--noconftest", "-c", os.devnull,
        # Without the latter every folder above is listed, and one may be closed or very full.
        "--rootdir", str(folder), "--confcutdir", str(folder), "--assert=plain",
        *(part for name in WITHOUT for part in ("-p", f"no:{name}")),
    ]  # fmt: skip
    with own_surroundings(), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        settings.load_profile("grade")
        pytest.main(arguments, plugins=[plugin])
    if plugin.is_interrupted:
        raise KeyboardInterrupt
    return plugin.complete_runs(), tuple(plugin.probes)


def collect_probes(exercise: Exercise) -> tuple[Call, ...]:
    """The probes of an exercise, without running a check."""
    found: list[Call] = []
    with own_surroundings():
        for name, _ in TEST_FILES:
            text = check_text(exercise, name)
            if text is not None:
                module = ModuleType(Path(name).stem)
                sys.modules[module.__name__] = module  # until `own_surroundings` ends
                exec(compiled(text, name), module.__dict__)
                found.extend(getattr(module, "PROBES", ()))
    return tuple(found)


def _profile(examples: int, phases: Sequence[Phase]) -> dict[str, Any]:
    return {
        "max_examples": examples,
        "phases": phases,
        "database": None,
        "deadline": None,
        "verbosity": Verbosity.quiet,
        "report_multiple_bugs": False,
        "suppress_health_check": list(HealthCheck),
        "print_blob": False,
    }


class _Plugin:
    """Gives the checks their fixtures, keeps their order, and takes down what they find."""

    def __init__(
        self,
        exercise: Exercise,
        student: Student,
        reference: ExerciseFunctions,
        seed: int,
        device: str,
        examples: int,
    ) -> None:
        self.runs: dict[str, CheckRun] = {}
        self.probes: list[Call] = []
        self.is_interrupted = False
        self._checks = {check.id: check for check in exercise.checks}
        self._exercise = exercise
        self._student = student
        self._reference = reference
        self._seed = seed
        self._device = device
        self._examples = examples
        self._fault = "the check is not in a test file"
        self._last: tuple[CheckFailed, tuple[Call, ...]] | None = None

    @pytest.fixture
    def student(self) -> Student:
        return self._student

    @pytest.fixture
    def reference(self) -> ExerciseFunctions:
        return self._reference

    def pytest_collection(self, session: pytest.Session) -> bool:
        """Collect the checks from their texts, in place of what pytest finds on the disk."""
        files = [
            check_file(session, self._exercise, name, text)
            for name, _ in TEST_FILES
            if (text := check_text(self._exercise, name)) is not None
        ]
        session.items = [item for file in files for item in session.genitems(file)]
        self._choose(session.items)
        session.testscollected = len(session.items)
        return True

    @pytest.fixture
    def device(self) -> str:
        """The device on which a check trains the network; the student gets tensors of the CPU."""
        return self._device

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        # pytest interrupts itself, too, where a test file cannot be read.
        self.is_interrupted = type(excinfo.value) is KeyboardInterrupt

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._fault = f"the test file cannot be read: {report.longrepr}"

    def _choose(self, items: list[pytest.Item]) -> None:
        """Keep the checks of the list, in its order, each with its own seed."""
        found = {_id(item): item for item in items}
        items[:] = [found[name] for name in self._checks if name in found]
        modules: dict[Path, ModuleType] = {}
        for item in items:
            assert isinstance(item, pytest.Function)
            modules[item.path] = item.module
            self._prepare(item)
        for module in modules.values():
            self.probes.extend(getattr(module, "PROBES", ()))

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Skip a check when one that it needs did not pass."""
        check = self._checks[_id(item)]
        unmet = [name for name in check.needs if name in self.runs and not self._passed(name)]
        if unmet:
            self.runs[check.id] = waiting(
                [self.runs[name] for name in unmet], [self._checks[name].title for name in unmet]
            )
            pytest.skip()

    def _passed(self, name: str) -> bool:
        return self.runs[name].outcome == "passed"

    def pytest_runtest_call(self) -> None:
        self._last = None

    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> pytest.TestReport:
        """Take down the run; the report that pytest wants says only whether it went well."""
        error = call.excinfo.value if call.excinfo else None
        if call.when == "call" or (error is not None and _id(item) not in self.runs):
            self.runs[_id(item)] = self._run(error, call.duration)
        outcome: Any = "failed" if error else "passed"
        when: Any = call.when
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, when)

    def complete_runs(self) -> dict[str, CheckRun]:
        """The runs with an entry for every check of the list but the one by hand."""
        return {
            name: self.runs.get(name) or self._absent(check)
            for name, check in self._checks.items()
            if name != BY_HAND
        }

    def _absent(self, check: Check) -> CheckRun:
        has_hidden = hidden_text(self._exercise, HIDDEN_CHECKS) is not None
        if self._exercise.authored is None and check.visibility == "hidden" and not has_hidden:
            return CheckRun("skipped", "runs_on_submission", wording.RUNS_ON_SUBMISSION)
        return CheckRun("broken", None, self._fault)

    def _prepare(self, item: pytest.Function) -> None:
        """Make every example of the check start with a clean slate, and its draws repeatable."""
        handle = getattr(item.obj, "hypothesis", None)
        if handle is None:
            item.obj = self._example(item.obj)
            return
        body = handle.inner_test
        handle.inner_test = self._example(body)
        digest = hashlib.sha256(f"{self._seed}:{self._exercise.name}:{item.name}".encode())
        hypothesis.seed(int.from_bytes(digest.digest()[:8], "big"))(item.obj)
        item.obj = with_confirmed_law(item.obj, self._fresh(body), self._reported)
        if isinstance(self._student, Student):  # recording has no worker, and is done once
            item.obj = rehearsed(item.obj, self._student, self._key(item))

    def _key(self, item: pytest.Function) -> tuple[Any, ...]:
        """All that the examples of a check follow from; they are drawn for no certain device."""
        text = item.getparent(CheckFile).text  # type: ignore[union-attr]
        digest = hashlib.sha256(text.encode()).digest()  # the text itself would count as kept
        return self._exercise.name, item.name, digest, self._seed, self._examples

    def _example(self, check: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(check)
        def example(*arguments: Any, **keywords: Any) -> None:
            self._student.begin_example()
            try:
                check(*arguments, **keywords)
            except CheckFailed as failure:
                # Hypothesis replays the smallest failing example last: what stays is that one.
                self._last = (failure, tuple(self._student.calls))
                raise

        return example

    def _fresh(self, check: Callable[..., None]) -> Callable[..., None]:
        """The check with a clean slate, of which nothing is taken down."""

        def fresh(**inputs: Any) -> None:
            self._student.begin_example()
            check(**inputs)

        return fresh

    def _reported(self) -> CheckFailed | None:
        return None if self._last is None else self._last[0]

    def _run(self, error: BaseException | None, seconds: float) -> CheckRun:
        if error is None:
            return CheckRun("passed", seconds=seconds)
        if isinstance(error, StudentStopped):
            calls = tuple(self._student.calls)
            return CheckRun("failed", error.reason, error.message, None, calls, seconds)
        if self._last is not None and isinstance(error, _STUDENTS_FAULT):
            failure, calls = self._last
            outcome: Outcome = "skipped" if isinstance(failure, NotWritten) else "failed"
            return CheckRun(outcome, failure.reason, failure.message, failure, calls, seconds)
        return CheckRun("broken", None, f"{type(error).__name__}: {error}", seconds=seconds)


# A submission that changes its mind makes Hypothesis complain of a flaky check.
_STUDENTS_FAULT = (CheckFailed, hypothesis.errors.Flaky, hypothesis.errors.FlakyFailure)


def _id(item: pytest.Item) -> str:
    return item.name.removeprefix("test_")


def waiting(unmet: Sequence[CheckRun], titles: Sequence[str]) -> CheckRun:
    """The run of a check that waits for what is not written, or is wrong; `titles` name it."""
    unwritten = next((run for run in unmet if run.reason == "not_written"), None)
    if unwritten is not None:
        failure = unwritten.failure
        return CheckRun("skipped", "not_written", unwritten.message, failure, unwritten.calls)
    return CheckRun("skipped", "needs", wording.needs(titles))
