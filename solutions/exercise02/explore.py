"""What the page of exercise02 shows: the lecture's network, with any scale of its output layer."""

import math
from pathlib import Path

import torch

from grader.training import Config, Trainer, load_splits, read_names

INTRO = (
    "Scale the output layer of the lecture's network. Watch what it predicts before its first "
    "step, what that costs, and how its first 300 losses go."
)
ALT = (
    "With logits 12 wide one letter gets all of the probability, and the letter that came costs "
    "27; with logits 0.12 wide all letters are nearly equal, and it costs 3.3."
)
SCALES = tuple(10 ** (-3 + i / 4) for i in range(13))
STEPS = 300
LETTERS = ".abcdefghijklmnopqrstuvwxyz"
QUESTIONS = [
    {
        "ask": "A network that knows nothing gives each of the 27 letters the same probability. "
        "What is its loss, in nats?",
        "guess": {"low": 0, "high": 30, "step": 0.5, "unit": "", "near": 0.5},
        "answer": 3.5,
        "why": "ln 27 = 3.30, so 3.5 is the nearest mark here. A good initialization starts there.",
        "then": {"scale": 0},
    },
    {
        "ask": "With the output layer as it is drawn, the logits are about 12 wide. How does the "
        "softmax of one context look?",
        "options": ["nearly flat", "one letter gets nearly everything", "two halves"],
        "answer": 1,
        "why": "Softmax turns differences of 12 into certainty, and which letter gets it is "
        "chance. The more certain the network, the larger the loss when another letter comes.",
        "then": {"scale": 12},
    },
    {
        "ask": "The loss falls steeply in the first steps, then slowly: a hockey stick. What is "
        "learned in the steep part, when the output layer is as drawn?",
        "options": ["which letters are frequent", "mainly to be less confident"],
        "answer": 1,
        "why": "With a scale of 0.01 the curve starts near ln 27, with nothing to unlearn. Most of "
        "the steep part is gone.",
        "then": {"scale": 4},
    },
]


def prepared(scale):
    """What replaces the parameters before the first step: the output layer, scaled."""
    return lambda p: p | {"W2": p["W2"] * scale, "b2": p["b2"] * scale}


def examples():
    """The training split of the course's names."""
    names = read_names(Path(__file__).parents[2] / "data" / "names.txt")
    return load_splits(names).train


def trainer_at(scale, steps, train):
    config = Config(recipe="original", steps=steps)
    return Trainer(config, train, prepare=prepared(scale))


def logits_at(scale, train):
    """(1, 27): what the network says about the first context of the split, at step 0."""
    return trainer_at(scale, 0, train).model.infer(train.contexts[:1])


def _calls():
    train = examples()
    target = {"integers": train.targets[:1].tolist()}
    logits = [[[round(v, 5) for v in logits_at(s, train)[0].tolist()]] for s in SCALES]
    calls = {
        str(i): ("cross_entropy", [{"tensor": values}, target], {})
        for i, values in enumerate(logits)
    }
    return calls | {"floor": ("uniform_loss", [27], {})}


YOURS = _calls()


def data():
    train = examples()
    context = "".join(LETTERS[i] for i in train.contexts[0].tolist())
    return {
        "scales": [float(f"{scale:.3g}") for scale in SCALES],
        "letters": LETTERS,
        "context": context,
        "target": int(train.targets[0]),
        "floor": round(math.log(27), 4),
        "runs": [_run(scale, train) for scale in SCALES],
    }


def _run(scale, train):
    logits = logits_at(scale, train)
    log_p = torch.log_softmax(logits, 1)[0]
    trainer = trainer_at(scale, STEPS, train)
    for _ in trainer.run():
        pass
    return {
        "p": [float(f"{v:.3g}") for v in log_p.exp().tolist()],
        "spread": float(f"{float(logits.std()):.4g}"),
        "one": round(-float(log_p[train.targets[0]]), 4),
        "first": round(float(trainer.losses[0]), 4),
        "losses": [round(v, 2) for v in trainer.losses.tolist()],
    }
