"""This counts the neurons that are saturated for most examples. They learn from the rest. How many
living examples does it take to keep a neuron alive?
"""


def dead_neurons(h, threshold=0.99):
    return int(((h.abs() > threshold).double().mean(dim=0) > 0.5).sum())
