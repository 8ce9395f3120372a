"""This counts all saturated activations. A neuron has one activation for each example. How do the
True and False of a column become one answer?
"""


def dead_neurons(h, threshold=0.99):
    is_saturated = h.abs() > threshold
    return int(is_saturated.sum())
