"""The script for the day a GPU is there: it says when there is none, and its way is rehearsed."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from grader.training import sample
from grader.training.recipes import RECIPES

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "gpu.py"
COUNT = sum(map(len, RECIPES.values()))


@pytest.fixture
def gpu(monkeypatch):
    monkeypatch.syspath_prepend(SCRIPT.parent)
    yield importlib.import_module("gpu")
    sys.modules.pop("gpu"), sys.modules.pop("lecture")


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a CUDA device")
def test_without_a_gpu_it_says_so_and_exits_zero(environment):
    done = subprocess.run([sys.executable, SCRIPT], env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "There is no GPU here that torch can use, so nothing was measured.\n"


def test_a_rehearsal_compares_and_measures_everything(environment, tmp_path):
    words = [sys.executable, SCRIPT, "--rehearse", "--steps", "5", "--seeds", "2"]
    file = tmp_path / "table.md"
    done = subprocess.run(
        [*words, "--output", file], env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == file.read_text("utf-8")
    first, _, *rows = done.stdout.splitlines()
    assert "a rehearsal on the CPU alone, nothing of a GPU" in first
    assert sum(row.startswith("| losses, ") for row in rows) == 2 * COUNT
    assert sum(row.count(" steps/s | ") == 2 for row in rows) == 6


def test_losses_that_differ_are_wrong(gpu, monkeypatch):
    plan = gpu.Plan("other", 3, 2, sample())
    losses = {"cpu": torch.zeros(3), "other": torch.tensor([0.0, 2e-4, 0.0])}
    monkeypatch.setattr(gpu, "losses_on", lambda device, *_: losses[device])
    rows = list(gpu.comparisons(plan))
    assert len(rows) == 2 * COUNT
    assert not any(is_close for *_, is_close in rows)
    losses["other"] = torch.tensor([0.0, torch.nan, 0.0])
    assert not any(is_close for *_, is_close in gpu.comparisons(plan))
    losses["other"] = torch.tensor([0.0, 1e-11, 0.0])
    assert all(is_close for *_, is_close in gpu.comparisons(plan))
