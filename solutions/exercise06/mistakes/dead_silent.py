"""This counts the neurons that are never far out. For a ReLU, dead means stuck at 0; a tanh has
its steepest slope there. Where is tanh flat?
"""


def dead_neurons(h, threshold=0.99):
    return int((h.abs() < threshold).all(dim=0).sum())
