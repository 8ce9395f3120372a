"""This asks whether a neuron's mean is far out. One that jumps between 1 and -1 has the mean 0 and
is as dead as any: it is flat wherever it lands. What has to be done to each activation before the
examples are put together?
"""


def dead_neurons(h, threshold=0.99):
    return int((h.mean(dim=0).abs() > threshold).sum())
