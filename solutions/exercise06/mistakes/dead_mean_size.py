"""The mean size of a neuron's activations is compared with the threshold. One example that is not
saturated keeps a neuron alive. Which comes first, the comparison or the average?
"""


def dead_neurons(h, threshold=0.99):
    is_saturated = h.abs().mean(dim=0, keepdim=True) > threshold
    return int(is_saturated.all(dim=0).sum())
