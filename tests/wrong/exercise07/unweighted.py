# WRONG: zero_init_floor: averages -log p over the classes instead of over the examples, frequent classes do not weigh more
# LINES: zero_init_floor 25

import numpy as np

NAMES = ("C", "W1", "b1", "W2", "b2")


def nonzero_grads(zeroed):
    c, w1, b1, w2 = [p not in zeroed for p in ("C", "W1", "b1", "W2")]
    h = (c and w1) or b1
    alive = {"b2"}
    if h:
        alive.add("W2")
    if w2:
        alive.add("b1")
        if c:
            alive.add("W1")
        if w1:
            alive.add("C")
    return alive
def zero_init_floor(targets, vocab_size):
    _, counts = np.unique(targets.numpy(), return_counts=True)
    p = counts / counts.sum()
    return float(np.mean(-np.log(p)))
