# WRONG: zero_init_floor: base-2 logarithm; counts divided by the number of classes instead of targets
# LINES: zero_init_floor 23 25
import torch


def nonzero_grads(zeroed):
    c, w1, b1, w2 = ("C" in zeroed, "W1" in zeroed, "b1" in zeroed, "W2" in zeroed)
    h_is_zero = b1 and (c or w1)
    no_gradient = set()
    if h_is_zero:
        no_gradient.add("W2")
    if w2:
        no_gradient |= {"b1", "W1", "C"}
    if c:
        no_gradient.add("W1")
    if w1:
        no_gradient.add("C")
    return {"C", "W1", "b1", "W2", "b2"} - no_gradient


def zero_init_floor(targets, vocab_size):
    counts = torch.bincount(targets, minlength=vocab_size).to(torch.float64)
    p = counts / vocab_size
    p = p[p > 0]
    return float(-(p * torch.log2(p)).sum())
