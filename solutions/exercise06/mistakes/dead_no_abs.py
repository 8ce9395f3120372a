"""This finds the neurons that are stuck at 1 and misses those at −1. tanh is flat at both ends.
What measures how far an activation is from 0 on either side?
"""


def dead_neurons(h, threshold=0.99):
    is_saturated = h > threshold
    return int(is_saturated.all(dim=0).sum())
