"""What the page of exercise08 shows: one neuron's Linear and BatchNorm, and the two as one."""

import torch

from grader.training.functions import Functions
from grader.training.layers import BatchNorm

INTRO = (
    "One neuron: a Linear, then BatchNorm in evaluation. Change what "
    "BatchNorm has learned or remembered; the folded Linear stays on the same line."
)
ALT = (
    "Three panels: Linear takes x to z, BatchNorm takes z to out, and the folded Linear takes the "
    "same x straight to the same out."
)
W, B, EPS = 1.2, 0.5, 1e-5
GAMMAS = (-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0)
BETAS = (-2.0, -1.0, 0.0, 1.0, 2.0)
MEANS = (-2.0, -1.0, 0.0, 1.0, 2.0)
VARS = (0.25, 0.5, 1.0, 2.0, 4.0, 9.0)
ENDS = (-3.0, 3.0)
QUESTIONS = [
    {
        "ask": "running_var grows from 1 to 4. What happens to the weight W′ of the folded layer?",
        "options": ["it becomes a quarter", "it becomes half", "nothing, only b′ changes"],
        "answer": 1,
        "why": "BatchNorm divides by the standard deviation, the root of the variance.",
        "then": {"var": VARS.index(4.0)},
    },
    {
        "ask": "running_mean moves up by 1, everything else stays. What changes?",
        "options": ["W′ alone", "b′ alone", "both"],
        "answer": 1,
        "why": "The mean is subtracted before the line is stretched. That shifts the line and "
        "leaves its slope.",
        "then": {"var": VARS.index(1.0), "mean": MEANS.index(1.0)},
    },
    {
        "ask": "gamma is 0. What does the folded layer give?",
        "options": ["nothing: it gives beta for every x", "it gives 0", "it gives the old bias"],
        "answer": 0,
        "why": "The line is flat, at the height of beta. Whatever the Linear computed is lost, its "
        "bias included.",
        "then": {"gamma": GAMMAS.index(0.0), "beta": BETAS.index(1.0)},
    },
]


def batchnorm(gamma, beta, mean, var):
    """The pipeline's BatchNorm of one neuron, with these buffers."""
    one = [torch.tensor([v], dtype=torch.float64) for v in (gamma, beta, mean, var)]
    spare = torch.zeros(2, 1, dtype=torch.float64)
    return BatchNorm(
        spare,
        (one[0], one[1]),
        (spare[0].clone(), spare[0].clone()),
        (one[2], one[3]),
        momentum=0.1,
        eps=EPS,
        functions=Functions(),
    )


def outputs(x, *buffers):
    """What Linear and BatchNorm make of x, a list."""
    z = torch.tensor(x, dtype=torch.float64)[:, None] * W + B
    return batchnorm(*buffers).infer(z)[:, 0].tolist()


def folded(*buffers):
    """(W′, b′), read off the two layers: the height at 0, and the rise from 0 to 1."""
    at_zero, at_one = outputs([0.0, 1.0], *buffers)
    return at_one - at_zero, at_zero


def _call(gamma, var):
    given = [{"tensor": [[W]]}, *({"tensor": [v]} for v in (B, gamma, 0.0, 0.0, var)), EPS]
    return ("fold_batchnorm", given, {})


YOURS = {f"{i} {j}": _call(g, v) for i, g in enumerate(GAMMAS) for j, v in enumerate(VARS)}


def data():
    return {
        "linear": [W, B],
        "gammas": GAMMAS,
        "betas": BETAS,
        "means": MEANS,
        "vars": VARS,
        "rows": [
            [[[_row(gamma, beta, mean, var) for var in VARS] for mean in MEANS] for beta in BETAS]
            for gamma in GAMMAS
        ],
    }


def _row(*buffers):
    """W′ and b′, and the outputs of the two layers at both ends."""
    return [round(v, 4) for v in (*folded(*buffers), *outputs(list(ENDS), *buffers))]
