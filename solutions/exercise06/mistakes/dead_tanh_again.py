"""This takes tanh of h first. But h is what came out of tanh already, and tanh of 1 is 0.76. Is h
a pre-activation here?
"""


def dead_neurons(h, threshold=0.99):
    return int((torch.tanh(h).abs() > threshold).all(dim=0).sum())
