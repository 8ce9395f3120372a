"""Bytes of strangers that were kept, and those that a fuzzer makes of them where one is installed.

The targets lie in benchmarks/fuzz; docs/threat-model.md tells what longer campaigns have found.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).parents[2] / "benchmarks" / "fuzz"
TARGETS = ("wire", "archive", "notebook", "submission")
KEPT = sorted((FUZZ / "corpus").glob("*/*"))
SECONDS = os.environ.get("FUZZ_SECONDS")


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_kept_breaks_no_promise(path):
    spec = importlib.util.spec_from_file_location(path.parent.name, FUZZ / f"{path.parent.name}.py")
    assert spec is not None
    assert spec.loader is not None
    target = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(target)
    target.attempt(path.read_bytes())


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
        timeout=float(SECONDS or 0) + 120,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    assert "stat::number_of_executed_units" in done.stderr
