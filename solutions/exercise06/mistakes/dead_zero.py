"""This counts the neurons whose activations are all 0, as for ReLU. tanh has its steepest slope
there. Where is tanh flat?
"""


def dead_neurons(h, threshold=0.99):
    is_saturated = h.abs() == 0
    return int(is_saturated.all(dim=0).sum())
