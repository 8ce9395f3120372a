"""This tells whether there is a dead neuron, as 1 or 0. The exercise asks how many there are. What
turns one answer for each column into a number?
"""


def dead_neurons(h, threshold=0.99):
    is_saturated = h.abs() > threshold
    return int(is_saturated.all(dim=0).any())
