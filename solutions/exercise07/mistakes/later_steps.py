"""Counted here are the parameters that move sooner or later. After one step W2 is no longer 0, and
others wake up. Which gradients are not 0 at step 0, before anything has moved?
"""

_right = nonzero_grads


def nonzero_grads(zeroed):
    moved = _right(zeroed)
    while not moved >= _right(zeroed - moved):
        moved = moved | _right(zeroed - moved)
    return moved
