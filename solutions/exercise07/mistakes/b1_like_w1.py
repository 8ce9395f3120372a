"""b1 is treated like W1, as if it needed an input. A bias is added, so the gradient that arrives
at the sum is its own. Which of C and W1 does it meet on the way?
"""

_right = nonzero_grads


def nonzero_grads(zeroed):
    return _right(zeroed) - {"b1"} if "C" in zeroed else _right(zeroed)
