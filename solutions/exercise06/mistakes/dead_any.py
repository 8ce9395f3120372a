"""This counts the neurons that are saturated for at least one example, and in a large batch that
is nearly all of them. A single example with some slope left keeps a neuron learning. Which word
stands opposite to any?
"""


def dead_neurons(h, threshold=0.99):
    return int((h.abs() > threshold).any(dim=0).sum())
