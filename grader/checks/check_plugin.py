"""The plug-in of pytest that gives checks their fixtures, and takes down what they find."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterable, Mapping
from types import ModuleType
from typing import Any

import hypothesis
import pytest
from msgspec import Struct

from grader.checks.check_file import check_file
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
from grader.sandbox.exercise_functions import ExerciseFunctions
from grader.sandbox.failures import CheckFailed, NotWritten, StudentStopped
from grader.sandbox.student import Student


class Options(Struct, frozen=True):
    """The choices on which the examples of checks depend, and the device they train on."""

    seed: int
    device: str
    examples: int  # drawn per check, after the explicit ones
    shrink: bool


class Found(Struct, frozen=True):
    """A check as its file has it: in which one, and which fixtures it asks for.

    Attributes:
        is_plain: whether it is a function and asks for our fixtures alone, so that it can be
            called without pytest.
    """

    name: str
    file: str
    fixtures: tuple[str, ...]
    is_plain: bool


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
        self.found: list[Found] = []  # the checks of the list that the files hold
        self.is_sound = True  # whether all files could be read
        self.is_interrupted = False
        self._checks = {check.id: check for check in exercise.checks}
        self._exercise = exercise
        self._student = student
        self._watched = WatchedStudent(student) if known is not None else None
        self.fixtures: dict[str, Any] = {
            "student": self._watched or student,
            "reference": reference,
            "device": options.device,
        }
        self._reference = reference
        self._options = options
        self._texts = texts
        self._known = known
        self._fault = "the check is not in a test file"
        self._last: tuple[CheckFailed, tuple[Call, ...]] | None = None
        self._modules: list[ModuleType] = []
        self._data: bytes | None = None  # of these modules, before the checks run

    @pytest.fixture
    def student(self) -> ExerciseFunctions:
        return self.fixtures["student"]  # type: ignore[no-any-return]

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
            self.is_sound = False
            self._fault = f"the test file cannot be read: {report.longrepr}"

    def _choose(self, items: list[pytest.Item]) -> None:
        """Keep the checks of the list that are open, in its order, each with its own seed."""
        found = {_id(item): item for item in items if isinstance(item, pytest.Function)}
        listed = [name for name in self._checks if name in found]
        self.found = [_found(found[name]) for name in listed]
        items[:] = [found[name] for name in listed if name not in self.runs]
        for item in items:
            assert isinstance(item, pytest.Function)
            item.obj = self.prepared(item.obj, item.name, item.path.name)
        self.begin({item.path: item.module for item in found.values()}.values())

    def begin(self, modules: Iterable[ModuleType]) -> None:
        """Note the modules of the checks before these run."""
        self._modules = list(modules)
        for module in self._modules:
            self.probes.extend(getattr(module, "PROBES", ()))
        if self._known is not None:
            self._data = data_of(self._modules)

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Skip a check that is decided without it."""
        if self.is_decided(_id(item)):
            pytest.skip()

    def are_decided(self, names: Iterable[str]) -> bool:
        """True if no check has to run; those before the first that has are not run, either."""
        return all(map(self.is_decided, names))

    def is_decided(self, name: str) -> bool:
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
        if self._data == data_of(self._modules):
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
            self.note(_id(item), error, call.duration)
        outcome: Any = "failed" if error else "passed"
        when: Any = call.when
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, when)

    def note(self, name: str, error: BaseException | None, seconds: float) -> None:
        """Take down that a check has run, and what it raised."""
        self.runs[name] = self._learned(error, self._run(error, seconds))

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

    def prepared(self, check: Callable[..., None], function: str, file: str) -> Callable[..., None]:
        """The check, every example of which starts with a clean slate, its draws repeatable."""
        handle = getattr(check, "hypothesis", None)
        if handle is None:
            return self._example(check)
        body = handle.inner_test
        handle.inner_test = self._example(body)
        exercise, seed = self._exercise.name, self._options.seed
        digest = hashlib.sha256(f"{seed}:{exercise}:{function}".encode()).digest()
        hypothesis.seed(int.from_bytes(digest[:8], "big"))(check)
        check = with_confirmed_law(check, self._fresh(body), self._reported)
        if not isinstance(self._student, Student):
            return check  # recording has no worker, and is done once
        # All that the examples follow from; the text itself would count as kept.
        text = hashlib.sha256(self._texts[file].encode()).digest()
        key = exercise, function, text, seed, self._options.examples
        return rehearsed(check, self._student, key)

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


def _found(item: pytest.Function) -> Found:
    fixtures = tuple(item.fixturenames)
    is_plain = (
        type(item) is pytest.Function
        and item.cls is None
        and not hasattr(item, "callspec")
        and set(fixtures) <= {"student", "reference", "device"}
    )
    return Found(_id(item), item.path.name, fixtures, is_plain)


def _id(item: pytest.Item) -> str:
    return item.name.removeprefix("test_")
