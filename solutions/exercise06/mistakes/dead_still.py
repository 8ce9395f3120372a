"""This counts the neurons with nearly the same activation for every example. Such a neuron may sit
at 0.3, where tanh is steep. Does saturation depend on how much h varies or on where it lies?
"""


def dead_neurons(h, threshold=0.99):
    is_saturated = (h.amax(dim=0, keepdim=True) - h.amin(dim=0, keepdim=True)) < 1 - threshold
    return int(is_saturated.all(dim=0).sum())
