"""What the page of exercise03 shows: one real batch through six layers, for many gains."""

import math

import torch

from grader.training import Config, Trainer, sample

INTRO = (
    "One batch of the lecture's embeddings goes through six layers of 200 neurons. Move the gain "
    "of the weights and change the nonlinearity: does the signal fade, hold or explode?"
)
ALT = (
    "Histograms of the tanh outputs of six layers for three gains. With gain 0.5 they shrink to a "
    "spike at 0, with 5/3 they stay alike, with 8 nearly everything sits at −1 and 1."
)
GAINS = (
    0.5, 0.75, 1.0, 1.25, math.sqrt(2), 1.5, 5 / 3, 1.75, 2.0, 2.25, 2.5, 2.75, 3.0,
)  # fmt: skip
NAMES = [{math.sqrt(2): "√2", 5 / 3: "5/3"}.get(gain, f"{gain:g}") for gain in GAINS]
KINDS = ("tanh", "relu", "linear")
REACH = {"tanh": 1.0, "relu": 3.0, "linear": 3.0}  # of the histograms; the ends hold the rest
LAYERS, WIDTH, EXAMPLES, BINS, SATURATED = 6, 200, 500, 40, 0.97
QUESTIONS = [
    {
        "ask": "tanh layers, gain 1: each layer gets weights of standard deviation 1/√fan_in. "
        "Where is the standard deviation of layer 6?",
        "options": ["about 1, as at the input", "about a third", "below 0.01"],
        "answer": 1,
        "why": "tanh takes a little from every layer, so the signal fades slowly. A gain above 1 "
        "has to make up for it.",
        "then": {"gain": GAINS.index(1.0), "kind": 0},
    },
    {
        "ask": "Now relu, still with gain 1. Does the signal hold better than with tanh?",
        "options": ["yes, relu passes positive numbers unchanged", "no, it fades faster"],
        "answer": 1,
        "why": "relu sets the negative half to 0, and with it half of the mean square, in every "
        "layer. A gain of √2 makes up for exactly that.",
        "then": {"gain": GAINS.index(1.0), "kind": 1},
    },
    {
        "ask": "Gain 3 is far too large for linear layers, whose signal grows three times a layer. "
        "What does it do to tanh?",
        "options": ["the signal explodes too", "the std settles, and many units saturate"],
        "answer": 1,
        "why": "tanh cannot leave −1 to 1. The std settles, but the histogram moves to the flat "
        "ends, where little gradient gets through.",
        "then": {"gain": GAINS.index(3.0), "kind": 0},
    },
]
YOURS = {kind: ("kaiming_std", [WIDTH, kind], {}) for kind in KINDS}


def outputs(kind, gain):
    """The outputs of every layer, (EXAMPLES, WIDTH) each, the batch itself first."""
    trainer = Trainer(Config(network="deep", steps=0), sample(), dtype=torch.float64)
    h = trainer.model.parameters["C"][sample().spread(EXAMPLES).contexts].flatten(1)
    generator = torch.Generator().manual_seed(3)
    function = {"tanh": torch.tanh, "relu": torch.relu, "linear": lambda x: x}[kind]
    yield h
    for _ in range(LAYERS):
        weights = torch.randn(h.shape[1], WIDTH, generator=generator, dtype=torch.float64)
        h = function(h @ weights * (gain / math.sqrt(h.shape[1])))
        yield h


def data():
    return {
        "names": NAMES,
        "gains": [round(gain, 4) for gain in GAINS],
        "start": GAINS.index(5 / 3),
        "kinds": KINDS,
        "reach": REACH,
        "root": round(math.sqrt(WIDTH), 6),
        "runs": [[_run(kind, gain) for gain in GAINS] for kind in KINDS],
    }


def _run(kind, gain):
    layers = list(outputs(kind, gain))
    return {
        "std": [float(f"{float(h.std()):.4g}") for h in layers],
        "flat": [round(_flat_share(kind, h), 4) for h in layers[1:]],
        "bars": [_bars(h, REACH[kind]) for h in layers[1:]],
    }


def _flat_share(kind, h):
    """The share of outputs where the slope is, or is nearly, 0."""
    flat = {"tanh": h.abs() > SATURATED, "relu": h <= 0, "linear": h != h}[kind]
    return float(flat.double().mean())


def _bars(h, reach):
    """Heights from 0 to 99 of the tallest; what lies beyond the reach counts at its ends."""
    counts = torch.histc(h.clamp(-reach, reach), BINS, -reach, reach)
    return [round(99 * v) for v in (counts / counts.max()).tolist()]
