"""Bytes of strangers that were kept, and those that a fuzzer makes of them where one is installed.

The targets lie in benchmarks/fuzz; docs/threat-model.md tells what longer campaigns have found.
"""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).parents[2] / "benchmarks" / "fuzz"
TARGETS = ("wire", "archive", "notebook", "submission")
KEPT = sorted((FUZZ / "corpus").glob("*/*"))
SECONDS = os.environ.get("FUZZ_SECONDS")
LATE_SECONDS = (
    180  # one input may take so long before the fuzzer gives up on it, and it has to start
)


def loaded(name):
    spec = importlib.util.spec_from_file_location(name, FUZZ / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def timely():
    """A limit of processor time on an attempt; nothing of it stays behind."""
    before = signal.getsignal(signal.SIGVTALRM)
    yield loaded("campaign").timely
    signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_kept_breaks_no_promise(path, timely):
    timely(loaded(path.parent.name).attempt)(path.read_bytes())


def test_every_target_has_a_corpus():
    assert {path.parent.name for path in KEPT} == set(TARGETS)
    assert {path.stem for path in FUZZ.glob("*.py")} == {*TARGETS, "campaign"}


@pytest.mark.skipif(SECONDS is None, reason="FUZZ_SECONDS is not set")
@pytest.mark.parametrize("target", TARGETS)
def test_what_a_fuzzer_makes_of_it_breaks_no_promise(target, environment, tmp_path):
    pytest.importorskip("atheris", reason="atheris is not installed")
    words = [target, "--seconds", str(SECONDS), "--found", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, str(FUZZ / "campaign.py"), *words],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=float(SECONDS or 0) + LATE_SECONDS,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    assert "stat::number_of_executed_units" in done.stderr
