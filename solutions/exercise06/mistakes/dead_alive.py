"""This is the number of neurons that are not dead. Which ones are asked for?"""


def dead_neurons(h, threshold=0.99):
    return h.shape[1] - int((h.abs() > threshold).all(dim=0).sum())
