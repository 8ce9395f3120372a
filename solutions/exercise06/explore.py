"""What the page of exercise06 shows: a real run of the deep network, looked at eleven times."""

import math
from pathlib import Path

import torch

from grader.training import Config, Trainer, load_splits, read_names
from grader.training.network import is_matrix

INTRO = (
    "The lecture's deep network learns names for 1,000 steps. Choose how it begins, play the run, "
    "and read the measurements of its five tanh layers."
)
ALT = (
    "Left, weights times 5/3 over the root of fan_in: activations spread over the whole range and "
    "update lines side by side. Right, weights as drawn: two spikes at −1 and 1, and update lines "
    "fanned out."
)
STEPS, EVERY, HIDDEN, ROWS, BINS, SATURATED, RATE = 1000, 100, 100, 400, 24, 0.97, 0.1
RECIPES = ("as drawn", "kaiming", "batchnorm")
QUESTIONS = [
    {
        "ask": "Weights as drawn, before the first step. Where is most of a layer's histogram?",
        "options": ["around 0", "spread evenly", "at −1 and 1"],
        "answer": 2,
        "why": "Sums of 100 normal numbers have a standard deviation near 8, and tanh is flat from "
        "2.09 on.",
        "then": {"recipe": 0, "step": 0},
    },
    {
        "ask": "In which network are the update ratios of the layers closest together?",
        "options": ["as drawn", "kaiming or batchnorm: both keep them together", "in none"],
        "answer": 1,
        "why": "With the spread kept from layer to layer, forward and backward, one learning rate "
        "fits all layers. As drawn, it fits none.",
        "then": {"recipe": 1, "step": 5},
    },
    {
        "ask": "Can the loss alone tell you that a network is badly initialized?",
        "options": ["yes, it does not fall at all", "no, it falls there as well"],
        "answer": 1,
        "why": "It falls in all three. You see only beside the others that it could be lower; "
        "the plots show it at once.",
        "then": {"recipe": 0, "step": 10},
    },
]


def _watched():
    """A small batch of activations, the same for every student."""
    return [
        [round(v, 4) for v in row]
        for row in torch.tanh(
            2 * torch.randn(6, 4, generator=torch.Generator().manual_seed(6))
        ).tolist()
    ]


YOURS = {
    "stats": ("activation_stats", [{"tensor": _watched()}], {}),
    "dead": ("dead_neurons", [{"tensor": _watched()}], {}),
}


def trainer_of(recipe, train, dtype=torch.float32):
    """The run of a recipe; `as drawn` is kaiming with its weights scaled back to plain normals."""
    config = Config(
        network="deep", recipe="batchnorm" if recipe == "batchnorm" else "kaiming",
        steps=STEPS, hidden=HIDDEN, learning_rate=RATE,
    )  # fmt: skip
    return Trainer(config, train, prepare=plain if recipe == "as drawn" else None, dtype=dtype)


def plain(parameters):
    """The weights as torch.randn drew them, those of the output layer times 0.1."""
    gain = {name: 1.0 if name == "W6" else 5 / 3 for name in parameters if name[0] == "W"}
    return parameters | {
        name: parameters[name] * (math.sqrt(len(parameters[name])) / factor)
        for name, factor in gain.items()
    }


def examples():
    names = read_names(Path(__file__).parents[2] / "data" / "names.txt")
    return load_splits(names).train


def data():
    train = examples()
    watched = _watched()
    h = torch.tensor(watched, dtype=torch.float64)
    return {
        "recipes": RECIPES,
        "steps": list(range(0, STEPS + 1, EVERY)),
        "runs": [_run(trainer_of(recipe, train), train) for recipe in RECIPES],
        "sample": [round(float(h.mean()), 4), round(float(h.std()), 4)],
    }


def _run(trainer, train):
    rows = train.spread(ROWS)
    looks = [_look(trainer, rows)]
    looks += [_look(trainer, rows) for _ in trainer.run(EVERY)]
    names = [name for name in trainer.model.parameters if is_matrix(name)]
    block = EVERY // trainer.record_every
    ratios = trainer.ratios.view(-1, block, len(names)).mean(1)
    losses = trainer.losses.view(-1, 20).mean(1)
    return {
        "looks": looks,
        "names": names[1:],
        "ratios": [[round(v, 2) for v in row[1:]] for row in ratios.tolist()],
        "losses": [round(v, 3) for v in losses.tolist()],
    }


def _look(trainer, rows):
    """Histograms of every tanh layer, and three numbers of each."""
    seen = trainer.model.snapshot(rows)
    weights = [seen.weight_gradients[f"W{i}"] for i in range(1, 6)]
    return {
        "std": [round(float(h.std()), 3) for h in seen.activations],
        "saturated": [
            round(float((h.abs() > SATURATED).double().mean()), 4) for h in seen.activations
        ],
        "activations": [_bars(h, 1.0) for h in seen.activations],
        "gradients": [_bars(g, 3 * float(g.std())) for g in seen.activation_gradients],
        "gradient_std": [float(f"{float(g.std()):.2g}") for g in seen.activation_gradients],
        "weights": [_bars(g, 3 * float(g.std())) for g in weights],
        "weight_std": [float(f"{float(g.std()):.2g}") for g in weights],
    }


def _bars(values, reach):
    counts = torch.histc(values.clamp(-reach, reach).float(), BINS, -reach, reach)
    return [round(50 * v) for v in (counts / counts.max()).tolist()]
