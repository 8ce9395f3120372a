# WRONG: nonzero_grads: the small network uses relu instead of tanh, whose slope at 0 is 0, so nothing flows down where the pre-activation is 0.
# LINES: nonzero_grads 19
import torch
import torch.nn.functional as F

NAMES = ("C", "W1", "b1", "W2", "b2")


def nonzero_grads(zeroed):
    g = torch.Generator().manual_seed(7)
    shapes = {"C": (5, 4), "W1": (12, 40), "b1": (40,), "W2": (40, 5), "b2": (5,)}
    params = {}
    for name in NAMES:
        value = torch.randn(shapes[name], generator=g, dtype=torch.float64)
        params[name] = (value * (name not in zeroed)).requires_grad_()
    X = torch.randint(0, 5, (30, 3), generator=g)
    Y = torch.tensor([0] * 12 + [1] * 8 + [2] * 5 + [3] * 3 + [4] * 2)
    emb = params["C"][X].view(30, -1)
    h = torch.relu(emb @ params["W1"] + params["b1"])
    F.cross_entropy(h @ params["W2"] + params["b2"], Y).backward()
    return {k for k, p in params.items() if p.grad.abs().max() > 0}


def zero_init_floor(targets, vocab_size):
    freq = F.one_hot(targets, vocab_size).double().mean(dim=0)
    return -torch.xlogy(freq, freq).sum().item()
