"""This counts the neurons that are never saturated. A dead ReLU is stuck at 0, but tanh has its
steepest slope there. Where is tanh flat?
"""


def dead_neurons(h, threshold=0.99):
    is_saturated = h.abs() < threshold
    return int(is_saturated.all(dim=0).sum())
