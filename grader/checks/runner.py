"""Runs the checks of an exercise against a student: one `pytest.main`, one plug-in object.

Once pytest has found out what the files of an exercise hold, later submissions do without it.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, settings

from grader.checks import kept
from grader.checks.check_calls import call_checks
from grader.checks.check_file import check_text, module_of
from grader.checks.check_plugin import CheckPlugin, Found, Options
from grader.checks.check_run import CheckRun, waiting
from grader.checks.closed_checks import is_closed, reads_exceptions
from grader.checks.example_copies import as_bytes
from grader.checks.finding_copies import digest
from grader.checks.known_findings import KnownFindings
from grader.checks.runner_environment import own_surroundings
from grader.course.course import TEST_FILES
from grader.model import Exercise
from grader.sandbox.call import Call
from grader.sandbox.exercise_functions import ExerciseFunctions, texts_of
from grader.sandbox.student import Student

__all__ = ["EXAMPLES", "CheckRun", "collect_probes", "run_checks", "waiting"]

EXAMPLES = 30  # drawn per check, after the explicit ones
# Nothing of pytest that the checks do not need: each plug-in costs start-up time.
WITHOUT = (
    "cacheprovider", "terminal", "doctest", "unittest", "junitxml", "pastebin", "faulthandler",
    "recwarn", "warnings", "stepwise", "logging", "debugging", "setuponly", "setupplan",
    "threadexception", "unraisableexception", "tmpdir", "monkeypatch", "subtests", "legacypath",
    "capture", "reports", "skipping", "freeze_support",
)  # fmt: skip


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
    options = Options(seed=seed, device=device, examples=examples, shrink=shrink)
    texts = {
        name: text for name, _ in TEST_FILES if (text := check_text(exercise, name)) is not None
    }
    facts = _facts(exercise, reference, options, texts)
    known = None
    if facts is not None and isinstance(student, Student):  # recording has no worker
        with_texts = any(map(reads_exceptions, texts.values()))
        known = KnownFindings(student, facts, with_texts=with_texts)
    plugin = CheckPlugin(exercise, student, reference, options, texts=texts, known=known)
    plan: Plan | None = kept.KEPT.get(facts)
    try:
        if plan is not None and plugin.are_decided(check.name for check in plan.found):
            return plugin.complete_runs(), plan.probes
        with _grading(options):
            if plan is not None and all(check.is_plain for check in plan.found):
                call_checks(exercise, plugin, plan.found, texts)
            else:
                _run_pytest(exercise, plugin)
    finally:
        if known is not None:
            known.close()
    if plugin.is_interrupted:
        raise KeyboardInterrupt
    probes = tuple(plugin.probes)
    if facts is not None and plan is None and plugin.is_sound:
        _keep_plan(facts, Plan(tuple(plugin.found), probes))
    return plugin.complete_runs(), probes


class Plan(NamedTuple):
    """The checks that the files of an exercise hold, and its probes."""

    found: tuple[Found, ...]
    probes: tuple[Call, ...]


def _keep_plan(facts: bytes, plan: Plan) -> None:
    probes = as_bytes({"probes": plan.probes})
    if probes is not None:
        kept.KEPT.put(facts, plan, len(probes))


def _facts(
    exercise: Exercise, reference: ExerciseFunctions, options: Options, texts: Mapping[str, str]
) -> bytes | None:
    """A short name of all that findings follow from beside the submission.

    None where checks may find something else on the same replies.
    """
    sources = texts_of(reference)
    if sources is None or not all(map(is_closed, texts.values())):
        return None
    if options.device != "cpu":
        return None  # others do not compute the same numbers each time
    checks = [check.id for check in exercise.checks]
    whole = (exercise.name, exercise.authored, exercise.released, exercise.functions, checks)
    return digest(repr((whole, options, texts, sources)).encode())


@contextmanager
def _grading(options: Options) -> Iterator[None]:
    """Hypothesis set up for grading, apart from whatever else happens in the process."""
    phases = (Phase.explicit, Phase.generate, *((Phase.shrink,) if options.shrink else ()))
    settings.register_profile("grade", **_profile(options.examples, phases))
    with own_surroundings(), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        settings.load_profile("grade")
        yield


def _run_pytest(exercise: Exercise, plugin: CheckPlugin) -> None:
    folder = exercise.authored or exercise.released
    arguments = [
        "--noconftest", "-c", os.devnull,
        # Without the latter every folder above is listed, and one may be closed or very full.
        "--rootdir", str(folder), "--confcutdir", str(folder), "--assert=plain",
        *(part for name in WITHOUT for part in ("-p", f"no:{name}")),
    ]  # fmt: skip
    pytest.main(arguments, plugins=[plugin])


def collect_probes(exercise: Exercise) -> tuple[Call, ...]:
    """The probes of an exercise, without running a check."""
    found: list[Call] = []
    with own_surroundings():
        for name, _ in TEST_FILES:
            text = check_text(exercise, name)
            if text is not None:
                found.extend(getattr(module_of(text, name, name), "PROBES", ()))
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
