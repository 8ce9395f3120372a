"""No submission gains by an attack what its wrong answer does not earn, and none does harm.

Each file in exercise01/ is a wrong answer and an attack, named by the attack. Its docstring and
`BASELINE` name the same wrong answer without the attack, a file in baselines/. Every submission is
followed by an honest one on the same launcher, which keeps its full points. Each prints `PROOF`
where it has found what it attacks and begins, for one that dies before that gains nothing, either.
Where nothing confines the worker, only submissions that do no harm are run, and only the score is
looked at.

The tests run as the user who runs them; `test_again_as` repeats them as root and as a user without
rights, in a namespace where the interpreter can be read by both. There a quick run takes every
third attack; with HONEST_TIERS in the environment, as in CI, all.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from grader.model import Report
from grader.report.feedback import redact
from grader.report.formats import render

FOLDER = Path(__file__).parent
CHECKOUT = FOLDER.parents[1]
SUBMISSIONS = sorted((FOLDER / "exercise01").glob("*.py"))
EVERY = int(os.environ.get("HOSTILE_EVERY", "1"))  # what `test_again_as` asks of its runs
UNCONFINED = [path for path in SUBMISSIONS if "\nUNCONFINED = True" in path.read_text()]
BASELINES = {"nothing": 0, "zeros": 0, "total_only": 2, "delegates": 9, "honest": 10}
FEWEST = 45
PROOF = "attacks"
ANY_MODULE = re.compile(r"""["'](grader(?:\.\w+)+)["']""")
TIERS = ("full", "landlock")
MAX_SECONDS = 60.0  # the limits add up to 8 s; the rest is a machine with other work
MAX_REPORT_BYTES = 1 << 20
UNPRIVILEGED = 54_321  # a user whom nobody is
AGAIN_SECONDS = 1200.0
# Control characters and marks that turn the direction of writing.
UNSHOWABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


IS_ROOT = sys.platform == "linux" and os.geteuid() == 0
AGAIN = ((UNPRIVILEGED, "full landlock"), (0, "landlock"))


def baseline_of(path):
    return re.search(r'^BASELINE = "(\w+)"$', path.read_text(), re.MULTILINE)[1]


def name_of(path):
    return path.stem


def grade_bounded(judge, submission):
    start = time.monotonic()
    report = judge.grade_hostile(submission)
    assert time.monotonic() - start < MAX_SECONDS
    return report


def assert_gains_nothing(report: Report, baseline: int):
    assert report.points <= baseline
    assert report.status != "error"
    assert {check.outcome for check in report.checks} <= {"passed", "failed", "skipped"}
    assert len(report.checks) == 6


def assert_attacked(judge):
    assert PROOF in judge.printed().splitlines(), "it ended before its attack began"


def assert_harmless_to_read(report: Report, secret: str):
    data = msgspec.json.encode(report)
    assert secret.encode() not in data
    assert len(data) < MAX_REPORT_BYTES
    assert not UNSHOWABLE.search(render(redact(report, "full"), "human", verbose=True))


@pytest.mark.parametrize("path", SUBMISSIONS[::EVERY], ids=name_of)
@pytest.mark.parametrize("judge", TIERS, indirect=True)
def test_attack_gains_nothing(path, judge, grounds):
    submission, boxes = judge.hand_in(path), judge.boxes()
    with grounds.watched():
        report = grade_bounded(judge, submission)
    assert judge.boxes() == boxes
    assert_attacked(judge)
    assert_gains_nothing(report, BASELINES[baseline_of(path)])
    assert_harmless_to_read(report, grounds.secret)
    assert judge.grade_honest().points == 10


@pytest.mark.parametrize("path", UNCONFINED, ids=name_of)
@pytest.mark.parametrize("judge", ["process"], indirect=True)
def test_attack_gains_nothing_without_confinement(path, judge):
    report = grade_bounded(judge, judge.hand_in(path))
    assert_attacked(judge)
    assert_gains_nothing(report, BASELINES[baseline_of(path)])


@pytest.mark.parametrize("name", BASELINES)
@pytest.mark.parametrize("judge", ["process"], indirect=True)
def test_baseline_earns_what_the_attacks_are_measured_by(name, judge):
    submission = judge.hand_in(FOLDER / "baselines" / f"{name}.py")
    assert judge.grade_plain(submission).points == BASELINES[name]


def test_corpus_is_large_enough_to_mean_something():
    assert len(SUBMISSIONS) >= FEWEST
    assert {baseline_of(path) for path in SUBMISSIONS} <= BASELINES.keys()


@pytest.mark.parametrize("path", SUBMISSIONS, ids=name_of)
def test_docstring_says_what_the_answer_earns_without_the_attack(path):
    points = BASELINES[baseline_of(path)]
    assert f"Without the attack: {points} of 10 points." in path.read_text()


@pytest.mark.parametrize("path", SUBMISSIONS, ids=name_of)
def test_modules_that_an_attack_names_are_there(path):
    for name in ANY_MODULE.findall(path.read_text()):
        assert importlib.util.find_spec(name), name


def test_document_counts_every_attack_by_its_kind_and_tier():
    text = (CHECKOUT / "docs" / "threat-model.md").read_text("utf-8")
    table = re.findall(
        r"^\| [^|]+ \| (\d+) \| (\d+) \| (`\w+`(?:, `\w+`)*) \|$", text, re.MULTILINE
    )
    listed = []
    for confined, unconfined, names in table:
        stems = re.findall(r"`(\w+)`", names)
        assert len(stems) == int(confined)
        assert sum(path.stem in stems for path in UNCONFINED) == int(unconfined)
        listed += stems
    assert sorted(listed) == sorted(path.stem for path in SUBMISSIONS)


NAME_WHAT_THEY_NEED = [path for path in SUBMISSIONS if 'sys.modules["grader' in path.read_text()]


@pytest.mark.parametrize("path", NAME_WHAT_THEY_NEED, ids=name_of)
@pytest.mark.parametrize("judge", ["process"], indirect=True)
def test_attack_that_dies_before_it_begins_shows_no_proof(path, judge, tmp_path):
    stale = tmp_path / path.name
    stale.write_text(path.read_text().replace("grader.sandbox.", "grader."))
    judge.grade_hostile(judge.hand_in(stale))
    with pytest.raises(AssertionError, match="before its attack began"):
        assert_attacked(judge)


class Rerun:
    """The tests of some tiers as another user, in a process of their own."""

    def __init__(self, user: int, tiers: str) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="again-"))
        os.chown(self._folder, user, user)
        self._output = tempfile.TemporaryFile("w+")  # noqa: SIM115 (read when the process ends)
        readable = [sys.base_prefix, sys.prefix, str(CHECKOUT), str(self._folder)]
        files = [FOLDER / "test_hostile.py", FOLDER / "test_boundary.py"]
        honest = set(tiers.split()) & set(os.environ.get("HONEST_TIERS", "").split())
        if user and honest:
            files.append(FOLDER.parent / "honest" / "test_honest.py")
        # Rewriting its assertions would make grading, which runs pytest too, half as fast.
        chosen = " or ".join(f"{tier}-" for tier in tiers.split())
        options = ["-k", chosen, "-q", "-rs", "-n", "0", "--assert=plain"]
        options += ["-p", "no:cacheprovider"]
        pytest_again = [sys.executable, "-m", "pytest", *files, *options]
        own = {"HOME": str(self._folder), "TMPDIR": str(self._folder)}
        own |= {"HOSTILE_EVERY": "1" if "HONEST_TIERS" in os.environ else "3"}
        own |= {"HONEST_TIERS": " ".join(sorted(honest)), "HONEST_SEEDS": "1"}
        self._process = subprocess.Popen(
            [sys.executable, FOLDER / "as_user.py", str(user), *readable, "--", *pytest_again],
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=subprocess.STDOUT,
            cwd=CHECKOUT,
            env=os.environ | own | {"PYTHONDONTWRITEBYTECODE": "1"},
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def result(self) -> tuple[int, str]:
        """The exit status and what was printed, when the tests have ended."""
        status = self._process.wait(AGAIN_SECONDS)
        self._output.seek(0)
        return status, self._output.read()

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._output.close()
        shutil.rmtree(self._folder, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def again(request, grounds) -> Iterator[dict[tuple[int, str], Rerun]]:
    """The runs as other users. They go on beside the tests of this one."""
    wanted = any(item.name.startswith("test_again_as") for item in request.session.items)
    runs = {run: Rerun(*run) for run in AGAIN} if IS_ROOT and wanted else {}
    grounds.apart |= {run.pid for run in runs.values()}
    yield runs
    for run in runs.values():
        run.close()


@pytest.mark.skipif(not IS_ROOT, reason="becoming another user takes root")
@pytest.mark.parametrize("run", AGAIN, ids=lambda run: f"{run[0] or 'root'}, {run[1]}")
def test_again_as(run, again):
    status, output = again[run].result()
    last = output.strip().splitlines()[-1]
    if status and "unshare: " in output and "HOSTILE_REQUIRED" not in os.environ:
        pytest.skip(f"no mount namespace of our own: {last}")
    assert status == 0, output
    if " passed" not in last or " skipped" in last:
        pytest.skip(output)
