"""This counts the neurons that are saturated for most examples. They still learn from the remaining
ones. How many examples with some slope keep a neuron alive?
"""

SHARE = 0.5  # or 0.9, 0.95, 0.8, 0.99


def dead_neurons(h, threshold=0.99):
    is_saturated = h.abs() > threshold
    return int((is_saturated.double().mean(dim=0) > SHARE).sum())
