"""This asks whether a neuron is far out on average. One example that is not keeps a neuron alive,
however far out all the others are. Should you compare first, or put the examples together first?
"""


def dead_neurons(h, threshold=0.99):
    return int((h.abs().mean(dim=0) > threshold).sum())
