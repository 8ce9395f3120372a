"""b1 is treated as if its gradient came through W1. W1 lies below the sum in which b1 stands, so
only C gets its gradient through it. What comes down to that sum, and from where?
"""

_right = nonzero_grads


def nonzero_grads(zeroed):
    return _right(zeroed) - {"b1"} if "W1" in zeroed else _right(zeroed)
