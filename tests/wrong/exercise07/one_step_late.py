# WRONG: nonzero_grads: it looks at the gradients after one step of gradient descent instead of before it.
# LINES: nonzero_grads 26 28 29 30
import torch
import torch.nn.functional as F

NAMES = ("C", "W1", "b1", "W2", "b2")


def _gradients(p, X, Y):
    emb = p["C"][X].flatten(1)
    h = torch.tanh(emb @ p["W1"] + p["b1"])
    loss = F.cross_entropy(h @ p["W2"] + p["b2"], Y)
    return dict(zip(NAMES, torch.autograd.grad(loss, [p[n] for n in NAMES])))


def nonzero_grads(zeroed):
    gen = torch.Generator().manual_seed(1)
    sizes = [(6, 2), (6, 8), (8,), (8, 6), (6,)]
    p = {}
    for name, size in zip(NAMES, sizes):
        w = torch.randn(*size, generator=gen, dtype=torch.float64) * 0.5
        p[name] = torch.zeros_like(w) if name in zeroed else w
        p[name].requires_grad_(True)
    X = torch.randint(6, (20, 3), generator=gen)
    Y = torch.tensor([0] * 9 + [1] * 4 + [2] * 3 + [3] * 2 + [4] + [5])
    for step in range(2):
        grads = _gradients(p, X, Y)
        with torch.no_grad():
            for name in NAMES:
                p[name] -= 0.1 * grads[name]
    return {name for name in NAMES if bool(grads[name].any())}


def zero_init_floor(targets, vocab_size):
    _, counts = targets.unique(return_counts=True)
    q = counts.double() / counts.sum()
    return float(-(q * q.log()).sum())
