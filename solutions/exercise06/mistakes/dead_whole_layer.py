"""This tells whether the whole layer is saturated. all() without a dimension combines the neurons
as well as the examples. Which dimension should stay?
"""


def dead_neurons(h, threshold=0.99):
    is_saturated = h.abs() > threshold
    return int(is_saturated.all())
