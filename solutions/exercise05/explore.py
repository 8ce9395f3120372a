"""What the page of exercise05 shows: one row's x moved, and the three paths back to x."""

import torch

INTRO = (
    "Move the x of row 3 and watch every output of the column move. Then switch the three paths "
    "of the gradient on and off, and watch what becomes of dx."
)
ALT = (
    "Gradients of one column against x̂: with a level and a tilt as they arrive, without the "
    "level, and without the tilt, which is what goes on to x."
)
ROWS, GAMMA, EPS, CORRECTION = 8, 1.0, 1e-5, 1
MOVED = [round(-4 + 0.5 * i, 1) for i in range(17)]
ROW = 2  # the third
COLUMN = (-1.5, 0.5, 0.0, 1.0, -0.5, 2.0, -2.5, 1.5)
GRADIENT = (0.6, -0.2, 1.0, 0.9, 0.1, 1.4, -0.8, 0.4)
PATHS = [(s, m, v) for s in (False, True) for m in (False, True) for v in (False, True)]
QUESTIONS = [
    {
        "ask": "Only x of row 3 moves up. How many of the eight outputs of the column change?",
        "options": ["one, that of row 3", "two", "all eight"],
        "answer": 2,
        "why": "Row 3 moves the mean and the standard deviation, and every row is measured by "
        "both. So all eight outputs change.",
        "then": {"x": MOVED.index(3.0)},
    },
    {
        "ask": "All three paths are on. What is the sum of dx over the column?",
        "options": ["0, whatever x is", "the sum of the arriving gradients", "it depends on x"],
        "answer": 0,
        "why": "Adding a constant to a whole column changes no output, so dx has no such "
        "part. The path through the mean takes the level away.",
        "then": {"paths": [True, True, True], "x": MOVED.index(-2.0)},
    },
    {
        "ask": "Without the path through the variance, which of the two sums is no longer 0?",
        "options": ["Σ dx", "Σ dx·x̂", "both"],
        "answer": 1,
        "why": "Σ dx stays 0, since the mean path still takes away the level. The tilt along x̂ is "
        "what the variance path takes away.",
        "then": {"paths": [True, True, False]},
    },
]


def column(moved):
    """(ROWS, 1): the column with row 3 moved."""
    x = torch.tensor(COLUMN, dtype=torch.float64)[:, None]
    x[ROW] = moved
    return x


def normalized(x, paths=(True, True, True)):
    """(x_hat, inv_std, mean, var); no gradient goes through a path that is off."""
    straight, through_mean, through_var = (x if on else x.detach() for on in paths)
    mean, var = through_mean.mean(0), through_var.var(0, correction=CORRECTION)
    inv_std = 1 / torch.sqrt(var + EPS)
    return (straight - mean) * inv_std, inv_std, mean, var


def gradient(moved, paths):
    """dx by autograd, with the paths that are on."""
    if not any(paths):
        return torch.zeros(ROWS, dtype=torch.float64)
    x = column(moved).requires_grad_()
    x_hat, *_ = normalized(x, paths)
    arriving = torch.tensor(GRADIENT, dtype=torch.float64)[:, None]
    return torch.autograd.grad(GAMMA * x_hat, x, arriving)[0][:, 0]


def _call(moved):
    x = column(moved)
    x_hat, inv_std, mean, var = normalized(x)
    cache = {
        "x": x, "mean": mean, "var": var, "x_hat": x_hat, "inv_std": inv_std,
        "gamma": torch.tensor([GAMMA]),
    }  # fmt: skip
    described = {name: {"tensor": _digits(value.tolist())} for name, value in cache.items()}
    arriving = {"tensor": [[g] for g in GRADIENT]}
    given = [arriving, {**described, "eps": EPS, "correction": CORRECTION}]
    return ("batchnorm_backward", given, {})


def _digits(values):
    return [_digits(v) if isinstance(v, list) else float(f"{v:.7g}") for v in values]


YOURS = {str(i): _call(moved) for i, moved in enumerate(MOVED)}


def data():
    return {
        "moved": MOVED,
        "row": ROW,
        "x": COLUMN,
        "arriving": GRADIENT,
        "out": [_rounded(GAMMA * normalized(column(moved))[0][:, 0]) for moved in MOVED],
        "runs": [[_sums(moved, paths) for paths in PATHS] for moved in MOVED],
    }


def _sums(moved, paths):
    dx = gradient(moved, paths)
    x_hat = normalized(column(moved))[0][:, 0]
    return [_rounded(dx), round(float(dx.sum()), 4), round(float((dx * x_hat).sum()), 4)]


def _rounded(values):
    return [round(v, 4) for v in values.tolist()]
