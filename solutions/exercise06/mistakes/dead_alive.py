"""This is the number of neurons that are not dead. Which ones does the exercise ask for?"""


def dead_neurons(h, threshold=0.99):
    is_saturated = h.abs() > threshold
    return h.shape[1] - int(is_saturated.all(dim=0).sum())
