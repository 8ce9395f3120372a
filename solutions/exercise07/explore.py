"""What the page of exercise07 shows: 32 ways to begin with zeros, what moves and what it learns."""

from pathlib import Path

import torch

from grader.training import Config, Trainer, load_splits, read_names

INTRO = (
    "Click parameters to let them begin at 0. The graph lights up where a gradient arrives at "
    "step 0, and the curve shows what that network learns."
)
ALT = (
    "Loss curves of three networks: with nothing or W2 alone at 0 they fall alike, with all five "
    "at 0 the loss stops at 2.82. Rows of circles show which parameters have a gradient at step 0."
)
NAMES = ("C", "W1", "b1", "W2", "b2")
STEPS, HIDDEN, BATCH, AVERAGED = 1200, 64, 32, 40
QUESTIONS = [
    {
        "ask": "Only W2 begins at 0. Which parameters have a gradient at step 0?",
        "options": ["all but W2", "W2 and b2", "b2 alone"],
        "answer": 1,
        "why": "The gradient comes down through W2, and times 0 it is 0: C, W1 and b1 get nothing. "
        "W2 itself gets one, so the pause lasts a single step.",
        "then": {"zeroed": [False, False, False, True, False]},
    },
    {
        "ask": "All five begin at 0. Does the loss fall?",
        "options": ["no, nothing moves", "yes, but only a little", "yes, as usual"],
        "answer": 1,
        "why": "b2 moves, and learns how frequent each letter is. No other parameter ever gets a "
        "gradient, so the loss stops at the entropy of the letters.",
        "then": {"zeroed": [True, True, True, True, True]},
    },
    {
        "ask": "C alone begins at 0. Is it stuck there?",
        "options": ["yes, a zero stays a zero", "no, C moves, and W1 waits one step"],
        "answer": 1,
        "why": "A parameter's own value is not in its own gradient. W1 is multiplied by "
        "inputs of 0 and gets nothing; C gets its gradient through W1.",
        "then": {"zeroed": [True, False, False, False, False]},
    },
]


def subsets():
    """All 32 choices, in the order of binary numbers: C is the highest digit."""
    return [[bool(i >> (4 - k) & 1) for k in range(5)] for i in range(32)]


def names_of(zeroed):
    return [name for name, is_zero in zip(NAMES, zeroed, strict=True) if is_zero]


YOURS = {
    str(i): ("nonzero_grads", [{"names": names_of(zeroed)}], {})
    for i, zeroed in enumerate(subsets())
}


def examples():
    names = read_names(Path(__file__).parents[2] / "data" / "names.txt")
    return load_splits(names).train


def begun(zeroed, train, steps):
    """The lecture's network with some parameters at 0, and none of the others."""
    zeros = names_of(zeroed)

    def prepare(parameters):
        generic = parameters | {
            name: parameters[name]
            + 0.1 * torch.randn(parameters[name].shape, generator=torch.Generator().manual_seed(7))
            for name in ("b1", "b2")
        }
        return {name: p * (name not in zeros) for name, p in generic.items()}

    config = Config(recipe="kaiming", steps=steps, hidden=HIDDEN, batch_size=BATCH)
    return Trainer(config, train, prepare=prepare)


def living(zeroed, train):
    """Which parameters have a gradient at step 0 that is not 0 everywhere."""
    model = begun(zeroed, train, 0).model
    model.compute(train.contexts[:BATCH].reshape(-1), train.targets[:BATCH], torch.zeros(()))
    return [bool(model.gradients[name].any()) for name in NAMES]


def data():
    train = examples()
    frequency = torch.bincount(train.targets).double() / len(train)
    return {
        "names": NAMES,
        "floor": round(float(torch.special.entr(frequency).sum()), 4),
        "every": AVERAGED,
        "living": [living(zeroed, train) for zeroed in subsets()],
        "losses": [_losses(zeroed, train) for zeroed in subsets()],
    }


def _losses(zeroed, train):
    trainer = begun(zeroed, train, STEPS)
    for _ in trainer.run():
        pass
    return [round(v, 3) for v in trainer.losses.view(-1, AVERAGED).mean(1).tolist()]
