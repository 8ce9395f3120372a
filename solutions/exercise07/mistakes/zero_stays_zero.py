"""The chain of products is right, but a parameter that is 0 itself is left out at the end. Does a
parameter's own value stand anywhere in its own gradient? Look at what W2 is multiplied by.
"""

_right = nonzero_grads


def nonzero_grads(zeroed):
    return _right(zeroed) - zeroed
