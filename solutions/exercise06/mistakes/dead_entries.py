"""This counts all saturated activations of the layer. Asked is about neurons, and one neuron has
an activation for every example. How do the answers of a column become one?
"""


def dead_neurons(h, threshold=0.99):
    return int((h.abs() > threshold).sum())
