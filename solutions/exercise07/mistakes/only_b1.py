"""Whether W2 moves is made to depend on b1 alone. h is the tanh of emb @ W1 + b1. What if b1 is 0
and the other two are not?
"""

_right = nonzero_grads


def nonzero_grads(zeroed):
    return _right(zeroed) - {"W2"} if "b1" in zeroed else _right(zeroed)
