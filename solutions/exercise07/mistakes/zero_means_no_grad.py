"""You name exactly the parameters that are not 0. But whether W2 itself is 0 says nothing about
its own gradient; it decides what becomes of the gradient on its way down. What multiplies W2 in
the forward pass?
"""


def nonzero_grads(zeroed):
    return set(NAMES) - zeroed
