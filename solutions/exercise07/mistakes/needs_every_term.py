"""h is taken for 0 as soon as one of C, W1 and b1 is 0. The line reads emb @ W1 + b1: a sum stays
alive as long as one of its terms does. When is this sum 0 everywhere?
"""

_right = nonzero_grads


def nonzero_grads(zeroed):
    if zeroed & {"C", "W1", "b1"}:
        return _right(zeroed) - {"W2"}
    return _right(zeroed)
