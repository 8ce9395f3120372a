"""This finds the neurons that are stuck at 1 and overlooks those at -1. tanh is flat at both ends.
What tells how far an activation is from 0, whichever side it is on?
"""


def dead_neurons(h, threshold=0.99):
    return int((h > threshold).all(dim=0).sum())
