"""This finds the neurons that are stuck at 1 and those that are stuck at -1. A neuron that jumps
from one end to the other has no slope at either. Does it matter which end an example lands on?
"""


def dead_neurons(h, threshold=0.99):
    return int(((h > threshold).all(dim=0) | (h < -threshold).all(dim=0)).sum())
