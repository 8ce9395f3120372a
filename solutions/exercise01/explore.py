"""What the page of exercise01 shows: tanh, its slope, and the lecture's first batch."""

import torch

from grader.training import Config, Trainer, sample

INTRO = (
    "Move x along tanh and watch the slope. Then scale the pre-activations of a real first batch "
    "and watch the activations pile up at −1 and 1."
)
ALT = (
    "Above: tanh, and its slope, a bell that is 1 at x = 0 and below 0.06 where |x| is above 2.09. "
    "Below: with the weights as drawn most activations are saturated; with weights × 0.2, few are."
)
X = [round(-4 + 0.1 * i, 1) for i in range(81)]
SCALES = (0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0)
AS_DRAWN = SCALES.index(1.0)
BATCH, BINS, SATURATED = 32, 64, 0.97
QUESTIONS = [
    {
        "ask": "At x = 0 tanh lets the whole gradient through. How much of it passes at x = 3?",
        "options": ["about 50%", "about 10%", "about 1%"],
        "answer": 2,
        "why": "The slope at x = 3 is 0.0099. The curve is so flat there that a change of x hardly "
        "changes h.",
        "then": {"x": X.index(3.0)},
    },
    {
        "ask": "A first batch of the lecture's network, with the weights as drawn: which share of "
        "its activations is saturated, |h| above 0.97?",
        "guess": {"low": 0, "high": 100, "step": 5, "unit": "%", "near": 10},
        "answer": 70,
        "why": "Seven of ten. The pre-activations have a standard deviation of 5.7, and tanh "
        "is flat from 2.09 on.",
        "then": {"scale": AS_DRAWN},
    },
    {
        "ask": "Every pre-activation is now 0.2 times as large. Which share of the gradient gets "
        "through the batch, on average?",
        "options": ["20% of what it was", "about as much as before", "several times as much"],
        "answer": 2,
        "why": "The mean slope rises from 0.14 to 0.56, because most activations have left the "
        "flat ends.",
        "then": {"scale": SCALES.index(0.2)},
    },
]
YOURS = {"slope": ("tanh_derivative", [{"tensor": X}], {})}


def pre_activations():
    """(32, 200): what tanh gets in a first batch of the lecture's network, recipe `original`."""
    trainer = Trainer(Config(recipe="original", steps=0), sample(), dtype=torch.float64)
    p = trainer.model.parameters
    return p["C"][sample().spread(BATCH).contexts].flatten(1) @ p["W1"] + p["b1"]


def data():
    z = pre_activations()
    x = torch.tensor(X, dtype=torch.float64)
    return {
        "x": X,
        "height": [round(v, 5) for v in torch.tanh(x).tolist()],
        "slope": [round(v, 5) for v in _slope(x).tolist()],
        "scales": SCALES,
        "start": AS_DRAWN,
        "batches": [_batch_at(scale * z) for scale in SCALES],
    }


def _slope(x):
    """By autograd, as a check of nobody's formula."""
    x = x.clone().requires_grad_()
    return torch.autograd.grad(torch.tanh(x).sum(), x)[0]


def _batch_at(z):
    h = torch.tanh(z)
    counts = torch.histc(h, BINS, -1, 1)
    return {
        "bars": [round(v, 4) for v in (counts / counts.sum()).tolist()],
        "saturated": round(float((h.abs() > SATURATED).double().mean()), 4),
        "through": round(float(_slope(z).mean()), 4),
        "spread": round(float(z.std()), 3),
    }
