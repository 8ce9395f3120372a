# WRONG: nonzero_grads: trains a few steps and reports the parameters that moved, not those with a gradient at step 0
# WRONG: zero_init_floor: trains the logits for too few steps and returns the loss reached, which is still above the floor

import torch
import torch.nn.functional as F

NAMES = ("C", "W1", "b1", "W2", "b2")


def nonzero_grads(zeroed):
    gen = torch.Generator().manual_seed(1)
    shapes = [(6, 2), (6, 5), (5,), (5, 6), (6,)]
    params = [torch.randn(s, generator=gen, dtype=torch.float64) for s in shapes]
    params = [torch.zeros_like(p) if n in zeroed else p for n, p in zip(NAMES, params)]
    start = [p.clone() for p in params]
    for p in params:
        p.requires_grad_()
    X = torch.randint(0, 6, (15, 3), generator=gen)
    Y = torch.tensor([0] * 6 + [1] * 4 + [2, 2, 3, 4, 5])
    C, W1, b1, W2, b2 = params
    for step in range(10):
        hidden = torch.tanh(C[X].flatten(1) @ W1 + b1)
        loss = F.cross_entropy(hidden @ W2 + b2, Y)
        grads = torch.autograd.grad(loss, params)
        with torch.no_grad():
            for p, g in zip(params, grads):
                p -= 0.1 * g
    return {n for n, p, s in zip(NAMES, params, start) if not torch.equal(p, s)}


def zero_init_floor(targets, vocab_size):
    logits = torch.zeros(vocab_size, dtype=torch.float64)
    onehot = F.one_hot(targets, vocab_size).double().mean(0)
    for _ in range(20):
        logits -= 0.1 * (torch.softmax(logits, 0) - onehot)
    return -(onehot * torch.log_softmax(logits, 0)).sum().item()
