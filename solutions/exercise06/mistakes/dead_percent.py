"""This is the percentage of neurons that are dead, and the exercise asks for their number. What
should the count be divided by?
"""


def dead_neurons(h, threshold=0.99):
    is_saturated = h.abs() > threshold
    return 100 * int(is_saturated.all(dim=0).sum()) / h.shape[1]
