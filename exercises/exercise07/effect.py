"""Which parameters get a gradient, for some ways of initializing with zeros."""

import torch

CAPTION = (
    "Rows: what is initialized to zero. Columns: the parameters; a filled square gets a gradient."
)
ALT = "Two grids that show which of C, W1, b1, W2 and b2 get a gradient, row by row."
NAMES = "C", "W1", "b1", "W2", "b2"
ZEROED = (), ("b1", "b2"), ("W2",), ("W2", "b2"), ("W1",), ("W1", "b1"), ("C",), NAMES


def draw(axes, functions):
    grid = []
    for zeroed in ZEROED:
        trained = functions.nonzero_grads(frozenset(zeroed))
        grid.append([name in trained for name in NAMES])
    axes.imshow(grid, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    rows = ["nothing" if not zeroed else ", ".join(zeroed) for zeroed in ZEROED]
    axes.set_yticks(range(len(ZEROED)), [*rows[:-1], "everything"])
    axes.set_xticks(range(len(NAMES)), NAMES)


def timed_calls(call):
    """A pattern, and a call of the lecture's size: 32 examples, 27 characters."""
    targets = torch.randint(0, 27, (32,), generator=torch.Generator().manual_seed(1))
    yield call("nonzero_grads", frozenset({"W1", "b1"}))
    yield call("zero_init_floor", targets, 27)
