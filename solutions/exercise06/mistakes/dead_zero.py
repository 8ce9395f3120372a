"""This counts the neurons whose activations are all 0, as one does for ReLU. A tanh has its
steepest slope there and learns best. Where is tanh flat?
"""


def dead_neurons(h, threshold=0.99):
    return int((h == 0).all(dim=0).sum())
