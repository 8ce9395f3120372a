"""This tells whether there is a dead neuron, as 1 or 0. Asked is how many there are. What should
become of the answers of the columns?
"""


def dead_neurons(h, threshold=0.99):
    return int((h.abs() > threshold).all(dim=0).any())
