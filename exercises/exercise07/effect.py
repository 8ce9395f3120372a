"""Which parameters get a gradient, for some ways of initializing with zeros."""

import itertools

import torch
from torch.nn.functional import cross_entropy

from grader.report.right_digits import digits, draw_digits, least, told

CAPTION = (
    "Rows: what is initialized to zero. Columns: the parameters; a filled square gets a gradient. "
    "The bars show how right both functions are."
)
ALT = (
    "Two grids that show which of C, W1, b1, W2 and b2 get a gradient, row by row, and bars for "
    "the right digits of both functions."
)
NAMES = "C", "W1", "b1", "W2", "b2"
SHAPES = (4, 2), (4, 3), (3,), (3, 4), (4,)
ZEROED = (), ("b1", "b2"), ("W2",), ("W2", "b2"), ("W1",), ("W1", "b1"), ("C",), NAMES


FLOORS = (  # targets, vocab_size, floor
    ([0, 0, 1, 2], 3, 1.0397207708399179),
    ([3, 3, 3, 1, 1, 0], 4, 1.0114042647073518),
    ([2, 2, 2, 2], 5, 0.0),
    ([0, 1, 1, 4, 4, 4, 2], 6, 1.277034259466139),
    ([5, 5, 0], 6, 0.6365141682948128),
)


def draw(axes, functions):
    draw_digits(axes, quantities(functions))
    grid = []
    for zeroed in ZEROED:
        trained = functions.nonzero_grads(frozenset(zeroed))
        grid.append([name in trained for name in NAMES])
    axes.imshow(grid, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    rows = ["nothing" if not zeroed else ", ".join(zeroed) for zeroed in ZEROED]
    axes.set_yticks(range(len(ZEROED)), [*rows[:-1], "all"])
    axes.set_xticks(range(len(NAMES)), NAMES)


def by_autograd(zeroed):
    """The parameters of a small network that have a gradient."""
    generator = torch.Generator().manual_seed(7)
    p = {
        name: torch.randn(shape, generator=generator)
        for name, shape in zip(NAMES, SHAPES, strict=True)
    }
    for name in zeroed:
        p[name].zero_()
    leaves = [value.requires_grad_() for value in p.values()]
    emb = p["C"][torch.tensor([[0, 1], [2, 3], [3, 0], [1, 1], [2, 0]])].view(5, -1)
    logits = torch.tanh(emb @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"]
    found = torch.autograd.grad(cross_entropy(logits, torch.tensor([0, 0, 1, 2, 0])), leaves)
    return {name for name, gradient in zip(NAMES, found, strict=True) if gradient.any()}


def quantities(functions):
    choices = [
        frozenset(names) for count in range(6) for names in itertools.combinations(NAMES, count)
    ]

    def floors():
        for targets, size, floor in FLOORS:
            yield digits(functions.zero_init_floor(torch.tensor(targets), size), floor)

    def unchanged():
        targets = torch.tensor([2, 0, 1, 0])
        return digits(functions.observe("zero_init_floor", targets, 3).arguments[0], targets)

    return {
        "all 32 choices": lambda: told(
            all(set(functions.nonzero_grads(names)) == by_autograd(names) for names in choices)
        ),
        "zero_init_floor": lambda: least(floors()),
        "argument unchanged": unchanged,
    }


def timed_calls(call):
    """A pattern, and a call of the lecture's size: 32 examples, 27 characters."""
    targets = torch.randint(0, 27, (32,), generator=torch.Generator().manual_seed(11))
    yield call("nonzero_grads", frozenset({"W1", "b1"}))
    yield call("zero_init_floor", targets, 27)
