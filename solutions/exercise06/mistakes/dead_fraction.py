"""This is the part of the neurons that are dead. Asked is how many there are, a whole number.
Which division is one too many?
"""


def dead_neurons(h, threshold=0.99):
    return (h.abs() > threshold).all(dim=0).double().mean().item()
