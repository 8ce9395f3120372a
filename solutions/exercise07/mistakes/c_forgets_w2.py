"""Whether C moves is made to depend on W1 alone, as if the loss sat right above the hidden layer.
Which other matrix lies between C and the loss?
"""

_right = nonzero_grads


def nonzero_grads(zeroed):
    return _right(zeroed) | ({"C"} if "W1" not in zeroed else set())
