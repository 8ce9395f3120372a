"""The caller's h has lost its signs after the call. In torch a name that ends in an underscore
writes into its tensor. Which one is it here?
"""


def dead_neurons(h, threshold=0.99):
    is_saturated = h.abs_() > threshold
    return int(is_saturated.all(dim=0).sum())
