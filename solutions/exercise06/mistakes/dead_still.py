"""This counts the neurons that say nearly the same for every example. Such a neuron may sit at
0.3, where tanh is steep, and a dead one may jump between the ends. Is it the movement of h that
matters, or the place?
"""


def dead_neurons(h, threshold=0.99):
    return int(((h.amax(dim=0) - h.amin(dim=0)) < 1 - threshold).sum())
