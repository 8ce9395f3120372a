# WRONG: zero_init_floor: the logarithm is to base 2, the floor is in bits and not in nats
# LINES: zero_init_floor 24

import torch

NAMES = ("C", "W1", "b1", "W2", "b2")


def nonzero_grads(zeroed):
    result = ["b2"]
    hidden = "b1" not in zeroed or not (zeroed & {"C", "W1"})
    if hidden:
        result += ["W2"]
    if "W2" not in zeroed:
        result += ["b1"]
        result += ["W1"] * ("C" not in zeroed) + ["C"] * ("W1" not in zeroed)
    return set(result)
def zero_init_floor(targets, vocab_size):
    counts = torch.bincount(targets, minlength=vocab_size)
    probs = counts.double() / counts.sum()
    entropy = 0.0
    for p in probs.tolist():
        if p > 0:
            entropy -= p * torch.log2(torch.tensor(p, dtype=torch.float64)).item()
    return entropy
