"""This is the fraction of neurons that are dead, and the exercise asks for their number. Which
division is one too many?
"""


def dead_neurons(h, threshold=0.99):
    is_saturated = h.abs() > threshold
    return int(is_saturated.all(dim=0).sum()) / h.shape[1]
