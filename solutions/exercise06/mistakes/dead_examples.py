"""This counts the examples for which every neuron is saturated. A neuron is a column of h. Along
which dimension do the examples lie?
"""


def dead_neurons(h, threshold=0.99):
    is_saturated = h.abs() > threshold
    return int(is_saturated.all(dim=1).sum())
