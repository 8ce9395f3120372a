"""Whether W1 moves is made to depend on W2 alone. The gradient that arrives is multiplied by what
W1 was multiplied by on the way forward. What is that when C is 0?
"""

_right = nonzero_grads


def nonzero_grads(zeroed):
    return _right(zeroed) | ({"W1"} if "W2" not in zeroed else set())
