"""The last neuron is left out. Where does the loop or the slice end?"""


def dead_neurons(h, threshold=0.99):
    is_saturated = h.abs() > threshold
    return int(is_saturated[:, :-1].all(dim=0).sum())
