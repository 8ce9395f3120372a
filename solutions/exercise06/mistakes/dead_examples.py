"""This counts rows: the examples for which every neuron is saturated. A neuron is a column of h.
Along which dimension do the examples lie?
"""


def dead_neurons(h, threshold=0.99):
    return int((h.abs() > threshold).all(dim=1).sum())
