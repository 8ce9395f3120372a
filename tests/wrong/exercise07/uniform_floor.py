# WRONG: zero_init_floor: returns log(vocab_size), as if the network could not even learn the frequencies
# LINES: zero_init_floor 25

import math


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
    # all zero -> all logits equal -> uniform
    return math.log(vocab_size)
