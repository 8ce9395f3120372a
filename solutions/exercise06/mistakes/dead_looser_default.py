"""Without a threshold this counts from 0.97 on. That is where activation_stats calls an activation
saturated; to call a neuron dead one asks for more. Which default does the docstring name?
"""


def dead_neurons(h, threshold=0.97):
    return int((h.abs() > threshold).all(dim=0).sum())
