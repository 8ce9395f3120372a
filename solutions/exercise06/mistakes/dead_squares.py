"""The square of h is compared with the threshold. That does away with the sign, and moves the
line: 0.98 squared is 0.96. What else does away with a sign?
"""


def dead_neurons(h, threshold=0.99):
    return int((h**2 > threshold).all(dim=0).sum())
