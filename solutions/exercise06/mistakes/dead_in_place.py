"""The count is right, but the caller's h has lost its signs after the call. In torch a name that
ends in an underscore writes into its tensor. Which one is it here?
"""


def dead_neurons(h, threshold=0.99):
    return int((h.abs_() > threshold).all(dim=0).sum())
