"""The thinking is right and the answer is turned around: these are the parameters without a
gradient. Which ones are asked for?
"""

_right = nonzero_grads


def nonzero_grads(zeroed):
    return set(NAMES) - _right(zeroed)
