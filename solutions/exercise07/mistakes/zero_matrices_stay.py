"""The two biases are right, but C, W1 and W2 are said to stay when they are 0 themselves. The
gradient of a product has the other factor in it, not the one you differentiate for. Which one is
that for W2?
"""

_right = nonzero_grads


def nonzero_grads(zeroed):
    return _right(zeroed) - (zeroed & {"C", "W1", "W2"})
