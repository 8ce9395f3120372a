"""What the page of exercise04 shows: one neuron, six batches of eight rows, and its buffers."""

import torch

from grader.training.functions import Functions
from grader.training.layers import BatchNorm

INTRO = (
    "One neuron, batches of eight rows. Move the last row and watch all outputs change; go from "
    "batch to batch and watch the buffers follow."
)
ALT = (
    "Ten neurons before and after BatchNorm, and the mean of one neuron over 100 batches with "
    "running_mean, which climbs from 0 to the cloud of means and follows its middle."
)
ROWS, BATCHES, EPS = 8, 6, 1e-5
GAMMA, BETA = 1.5, 0.5
MOVED = [round(-6 + 1.0 * i, 1) for i in range(17)]  # where the last row may lie
MOMENTA = (0.0, 0.1, 0.5, 1.0)
QUESTIONS = [
    {
        "ask": "The last row of a batch moves up. What happens to the outputs of the other rows?",
        "options": ["nothing, only their own x counts", "they all sink a little", "they all rise"],
        "answer": 1,
        "why": "The mean rises with the last row, so every other row lies farther below it. The "
        "std changes too: the outputs of one batch depend on one another.",
        "then": {"x": MOVED.index(8.0)},
    },
    {
        "ask": "momentum is 0. What do the buffers do while the batches pass?",
        "options": [
            "they take over each batch",
            "they stay at 0 and 1",
            "they average them all",
        ],
        "answer": 1,
        "why": "Here momentum is the weight of the new batch. With 0 nothing new gets in; with 1 "
        "nothing old stays.",
        "then": {"momentum": 0, "batch": 5},
    },
    {
        "ask": "After five batches with momentum 0.1, is evaluation close to training?",
        "options": ["yes, five batches are enough", "no, the buffers are still far behind"],
        "answer": 1,
        "why": "The buffers began at mean 0 and variance 1, and each batch closes only a tenth of "
        "the distance. Five batches leave more than half of it.",
        "then": {"momentum": 1, "batch": 5, "mode": 1},
    },
]


def batches(moved):
    """(BATCHES, ROWS, 1): what the neuron gets, with the last row of every batch moved."""
    generator = torch.Generator().manual_seed(4)
    x = 3 + 2 * torch.randn(BATCHES, ROWS, 1, generator=generator, dtype=torch.float64)
    x = (x * 10).round() / 10
    x[:, -1] = moved
    return x


def layer(momentum):
    """The pipeline's BatchNorm for one neuron, its buffers at 0 and 1."""
    like = torch.zeros(1, dtype=torch.float64)
    return BatchNorm(
        torch.zeros(ROWS, 1, dtype=torch.float64),
        (like + GAMMA, like + BETA),
        (like.clone(), like.clone()),
        (like.clone(), like + 1),
        momentum=momentum,
        eps=EPS,
        functions=Functions(),
    )


def _call(moved):
    x = {"tensor": batches(moved)[0].tolist()}
    given = [x, *({"tensor": [value]} for value in (GAMMA, BETA, 0.0, 1.0))]
    named = {"training": True, "momentum": 0.1, "eps": EPS, "correction": 1}
    return ("batchnorm_forward", given, named)


YOURS = {str(i): _call(moved) for i, moved in enumerate(MOVED)}


def data():
    return {
        "moved": MOVED,
        "momenta": MOMENTA,
        "x": _rounded(batches(0.0)[:, :, 0]),
        "columns": [[_column(x) for x in batches(moved)] for moved in MOVED],
        "buffers": [[_buffers(moved, momentum) for moved in MOVED] for momentum in MOMENTA],
    }


def _column(x):
    """Mean, both variances and the training outputs of one batch."""
    own = layer(0.1)
    own.x.copy_(x)
    own.forward()
    return {
        "mean": round(float(x.mean()), 4),
        "var": [round(float(x.var(correction=c)), 4) for c in (0, 1)],
        "x_hat": _rounded(own.x_hat[:, 0]),
        "out": _rounded(own.out[:, 0]),
    }


def _buffers(moved, momentum):
    """Before every batch and after the last: the buffers, and what evaluation makes of it."""
    own, steps = layer(momentum), []
    for x in batches(moved):
        before = [round(float(b), 4) for b in (own.running_mean, own.running_var)]
        steps.append([*before, _rounded(own.infer(x)[:, 0])])
        own.x.copy_(x)
        own.forward()
    return [*steps, [round(float(b), 4) for b in (own.running_mean, own.running_var)]]


def _rounded(values):
    return [
        [round(v, 3) for v in row] if isinstance(row, list) else round(row, 3)
        for row in values.tolist()
    ]
