"""This counts the neurons that are saturated for at least one example. A single example with some
slope left keeps a neuron learning. What is the opposite of `any`?
"""


def dead_neurons(h, threshold=0.99):
    is_saturated = h.abs() > threshold
    return int(is_saturated.any(dim=0).sum())
