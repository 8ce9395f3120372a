"""Recorded values stand in for the reference in the visible checks, and nowhere else."""

from __future__ import annotations

import pytest
import torch

from grader.errors import GraderError
from grader.grading.recorded_reference import RECORDED_FILE, Recorder, read_recorded
from grader.model import Exercise, Limits
from grader.sandbox.exercise_functions import LocalFunctions, load_module

SOURCE = """
import torch

def number(x): return float(x) / 3
def tensor(x): return x / 3
def pair(x, *, scale): return x * scale, x.sum()
def stats(x): return {"mean": x.mean(), "std": 0.5}
def names(given): return {"W1"} | set(given)
"""


@pytest.fixture
def exercise(tmp_path):
    return Exercise(
        name="exercise01",
        title="All kinds",
        functions={
            "number": "number",
            "tensor": "tensor",
            "pair": ("out", "total"),
            "stats": {"mean": "number", "std": "number"},
            "names": "names",
        },
        checks=(),
        hints=(),
        limits=Limits(),
        by_hand=None,
        authored=None,
        released=tmp_path,
    )


@pytest.fixture
def reference(exercise):
    return LocalFunctions(exercise, load_module("exercise01", {"reference.py": SOURCE}))


X = torch.tensor([[1.0, -2.0], [0.5, 4.0]], dtype=torch.float64)


def call_all(functions):
    pair = functions.pair(X, scale=2.0)
    stats = functions.stats(X)
    return [
        functions.number(2.0),
        functions.tensor(X).tolist(),
        pair.out.tolist(),
        pair.total.tolist(),
        stats["mean"],
        stats["std"],
        functions.names(frozenset({"b1"})),
    ]


def test_recorded_gives_what_the_reference_gave(exercise, reference):
    recorder = Recorder(reference)
    wanted = call_all(recorder)
    (exercise.released / RECORDED_FILE).write_text(recorder.as_text(), "utf-8")
    got = call_all(read_recorded(exercise))
    assert got[-1] == wanted[-1] == frozenset({"W1", "b1"})
    for one, other in zip(got[:-1], wanted[:-1], strict=True):
        torch.testing.assert_close(torch.tensor(one), torch.tensor(other), rtol=1e-11, atol=0.0)


def test_recorded_knows_no_other_call(exercise, reference):
    recorder = Recorder(reference)
    recorder.number(2.0)
    (exercise.released / RECORDED_FILE).write_text(recorder.as_text(), "utf-8")
    with pytest.raises(RuntimeError, match=r"no value is recorded for number\(3\.0\)"):
        read_recorded(exercise).number(3.0)


def test_recorder_writes_the_same_text_whatever_the_order(reference):
    texts = set()
    for numbers in ((1.0, 2.0), (2.0, 1.0), (2.0, 1.0, 2.0)):
        recorder = Recorder(reference)
        for number in numbers:
            recorder.number(number)
        texts.add(recorder.as_text())
    assert len(texts) == 1


@pytest.mark.parametrize("content", [None, "", "[]", '{"values": [1]}'])
def test_read_recorded_says_so_when_there_is_nothing_to_read(exercise, content):
    if content is not None:
        (exercise.released / RECORDED_FILE).write_text(content)
    with pytest.raises(GraderError, match="exercise01") as caught:
        read_recorded(exercise)
    assert "Take the folder from the course anew" in caught.value.remedy
