"""This finds the neurons that are stuck at 1 and those that are stuck at −1. A neuron that jumps
from one end to the other has no slope at either. Does it matter on which side an example lies?
"""


def dead_neurons(h, threshold=0.99):
    is_saturated = (h.abs() > threshold) & ((h > 0).all(dim=0) | (h < 0).all(dim=0))
    return int(is_saturated.all(dim=0).sum())
