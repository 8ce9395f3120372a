# WRONG: nonzero_grads: the slope of tanh is taken for 0 at h = 0, and b2 is said to move only where it is not 0 itself.
# WRONG: zero_init_floor: it returns one minus the sum of the squared frequencies (Gini) instead of the entropy.
# LINES: nonzero_grads 13 15
# LINES: zero_init_floor 30
import torch

NAMES = ("C", "W1", "b1", "W2", "b2")


def nonzero_grads(zeroed):
    C, W1, b1, W2, b2 = (n not in zeroed for n in NAMES)
    h = b1 or (C and W1)
    down = W2 and h  # tanh must not be at 0
    answer = set()
    if b2:
        answer.add("b2")
    if h:
        answer.add("W2")
    if down:
        answer.add("b1")
    if down and C:
        answer.add("W1")
    if down and W1:
        answer.add("C")
    return answer


def zero_init_floor(targets, vocab_size):
    p = torch.bincount(targets, minlength=vocab_size).double() / len(targets)
    return 1.0 - p.square().sum().item()
