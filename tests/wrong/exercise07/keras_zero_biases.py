# WRONG: nonzero_grads: the biases always start at 0, as Keras' bias_initializer="zeros" has it, so b1 never makes h differ from 0.
# LINES: nonzero_grads 15
import torch
import torch.nn.functional as F

NAMES = ("C", "W1", "b1", "W2", "b2")


def nonzero_grads(zeroed):
    gen = torch.Generator().manual_seed(0)
    glorot = lambda i, o: torch.randn(i, o, generator=gen, dtype=torch.float64) / (i + o) ** 0.5
    weights = {
        "C": glorot(7, 3),
        "W1": glorot(9, 11),
        "b1": torch.zeros(11, dtype=torch.float64),
        "W2": glorot(11, 7),
        "b2": torch.zeros(7, dtype=torch.float64),
    }
    for name, w in weights.items():
        if name in zeroed:
            w.zero_()
        w.requires_grad_()
    X = torch.randint(7, (25, 3), generator=gen)
    Y = torch.tensor([6] * 10 + [0] * 6 + [1] * 4 + [2] * 2 + [3, 4, 5])
    h = torch.tanh(weights["C"][X].reshape(25, 9) @ weights["W1"] + weights["b1"])
    F.cross_entropy(h @ weights["W2"] + weights["b2"], Y).backward()
    return {name for name, w in weights.items() if torch.count_nonzero(w.grad) > 0}


def zero_init_floor(targets, vocab_size):
    hist = torch.zeros(vocab_size, dtype=torch.float64)
    hist.scatter_add_(0, targets, torch.ones(len(targets), dtype=torch.float64))
    best_logits = torch.log(hist[hist > 0])
    logp = torch.log_softmax(best_logits, dim=0)
    return -(logp.exp() * logp).sum().item()
