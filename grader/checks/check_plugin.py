"""The plug-in of pytest that gives checks their fixtures, and takes down what they find."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import hypothesis
import pytest
from msgspec import Struct

from grader.checks.check_file import CheckFile, check_file
from grader.checks.check_run import CheckRun, waiting
from grader.checks.closed_checks import WatchedStudent, data_of
from grader.checks.known_findings import KnownFindings
from grader.checks.law_confirmation import with_confirmed_law
from grader.checks.rehearsal import rehearsed
from grader.course.course import BY_HAND
from grader.course.hidden_files import HIDDEN_CHECKS, hidden_text
from grader.model import Check, Exercise, Outcome
from grader.report import wording
from grader.sandbox.call import Call
from grader.sandbox.failures import CheckFailed, NotWritten, StudentStopped
from grader.sandbox.student import ExerciseFunctions, Student


class Options(Struct, frozen=True):
    """The choices on which the examples of checks depend, and the device they train on."""

    seed: int
    device: str
    examples: int  # drawn per check, after the explicit ones
    shrink: bool


class CheckPlugin:
    """Gives the checks their fixtures, keeps their order, and takes down what they find."""

    def __init__(
        self,
        exercise: Exercise,
        student: Student,
        reference: ExerciseFunctions,
        options: Options,
        *,
        texts: Mapping[str, str],
        known: KnownFindings | None,
    ) -> None:
        """`texts` are those of the files of checks by name; `known` findings are not looked for."""
        self.runs: dict[str, CheckRun] = {}
        self.probes: list[Call] = []
        self.names: list[str] = []  # of the checks that were found in the files
        self.is_interrupted = False
        self._checks = {check.id: check for check in exercise.checks}
        self._exercise = exercise
        self._student = student
        self._watched = WatchedStudent(student) if known is not None else None
        self._reference = reference
        self._options = options
        self._texts = texts
        self._known = known
        self._fault = "the check is not in a test file"
        self._last: tuple[CheckFailed, tuple[Call, ...]] | None = None
        self._modules: dict[Path, ModuleType] = {}
        self._data: bytes | None = None  # of these modules, before the checks run

    @pytest.fixture
    def student(self) -> ExerciseFunctions:
        return self._watched or self._student

    @pytest.fixture
    def reference(self) -> ExerciseFunctions:
        return self._reference

    def pytest_collection(self, session: pytest.Session) -> bool:
        """Collect the checks from their texts, in place of what pytest finds on the disk."""
        files = [
            check_file(session, self._exercise, name, text) for name, text in self._texts.items()
        ]
        session.items = [item for file in files for item in session.genitems(file)]
        self._choose(session.items)
        session.testscollected = len(session.items)
        return True

    @pytest.fixture
    def device(self) -> str:
        """The device on which a check trains the network; the student gets tensors of the CPU."""
        return self._options.device

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        # pytest interrupts itself, too, where a test file cannot be read.
        self.is_interrupted = type(excinfo.value) is KeyboardInterrupt

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._fault = f"the test file cannot be read: {report.longrepr}"

    def _choose(self, items: list[pytest.Item]) -> None:
        """Keep the checks of the list that are open, in its order, each with its own seed."""
        found = {_id(item): item for item in items}
        self.names = [name for name in self._checks if name in found]
        items[:] = [found[name] for name in self.names if name not in self.runs]
        for item in found.values():
            assert isinstance(item, pytest.Function)
            self._modules[item.path] = item.module
        for item in items:
            assert isinstance(item, pytest.Function)
            self._prepare(item)
        for module in self._modules.values():
            self.probes.extend(getattr(module, "PROBES", ()))
        if self._known is not None:
            self._data = data_of(self._modules.values())

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Skip a check that is decided without it."""
        if self._is_decided(_id(item)):
            pytest.skip()

    def are_decided(self, names: Iterable[str]) -> bool:
        """True if no check has to run; those before the first that has are not run, either."""
        return all(map(self._is_decided, names))

    def _is_decided(self, name: str) -> bool:
        """Take down what is found without running a check: one that it needs did not pass, or it
        was found before."""
        check = self._checks[name]
        unmet = [other for other in check.needs if other in self.runs and not self._passed(other)]
        if unmet:
            self.runs[name] = waiting(
                [self.runs[other] for other in unmet],
                [self._checks[other].title for other in unmet],
            )
            return True
        run = self._known.recall(name) if self._known is not None else None
        if run is not None:
            self.runs[name] = run
        return run is not None

    def pytest_sessionfinish(self) -> None:
        """Keep what was found, unless the checks have changed their modules."""
        if self._known is None or self._data is None:
            return
        if self._data == data_of(self._modules.values()):
            self._known.keep()

    def _passed(self, name: str) -> bool:
        return self.runs[name].outcome == "passed"

    def pytest_runtest_call(self) -> None:
        self._last = None
        if self._watched is not None:
            self._watched.reads_more = False

    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> pytest.TestReport:
        """Take down the run; the report that pytest wants says only whether it went well."""
        error = call.excinfo.value if call.excinfo else None
        if call.when == "call" or (error is not None and _id(item) not in self.runs):
            self.runs[_id(item)] = self._learned(error, self._run(error, call.duration))
        outcome: Any = "failed" if error else "passed"
        when: Any = call.when
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, when)

    def _learned(self, error: BaseException | None, run: CheckRun) -> CheckRun:
        if self._known is None or self._watched is None:
            return run
        decides = error is None or isinstance(error, CheckFailed)  # no change of mind, no stop
        return self._known.learn(run, is_certain=decides and not self._watched.reads_more)

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
        digest = hashlib.sha256(f"{self._options.seed}:{self._exercise.name}:{item.name}".encode())
        hypothesis.seed(int.from_bytes(digest.digest()[:8], "big"))(item.obj)
        item.obj = with_confirmed_law(item.obj, self._fresh(body), self._reported)
        if isinstance(self._student, Student):  # recording has no worker, and is done once
            item.obj = rehearsed(item.obj, self._student, self._key(item))

    def _key(self, item: pytest.Function) -> tuple[Any, ...]:
        """All that the examples of a check follow from; they are drawn for no certain device."""
        text = item.getparent(CheckFile).text  # type: ignore[union-attr]
        digest = hashlib.sha256(text.encode()).digest()  # the text itself would count as kept
        return self._exercise.name, item.name, digest, self._options.seed, self._options.examples

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
