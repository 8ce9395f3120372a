"""The mean activation of a neuron is compared with the threshold. A neuron that jumps between 1 and
−1 has the mean 0 and is dead all the same. What has to be done to each activation before the
examples are combined?
"""


def dead_neurons(h, threshold=0.99):
    is_saturated = h.mean(dim=0, keepdim=True).abs() > threshold
    return int(is_saturated.all(dim=0).sum())
