"""This tells whether the whole layer is saturated. all() without a dimension puts the neurons
together as well as the examples. Which of the two should stay apart?
"""


def dead_neurons(h, threshold=0.99):
    return int((h.abs() > threshold).all())
