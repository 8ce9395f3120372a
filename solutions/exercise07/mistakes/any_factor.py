"""h is taken for alive when one of C, W1 and b1 is not 0. But emb @ W1 is a product, and it takes
both of its factors. What is h when W1 and b1 are 0 and C is not?
"""

_right = nonzero_grads


def nonzero_grads(zeroed):
    return _right(zeroed) | ({"W2"} if not zeroed >= {"C", "W1", "b1"} else set())
