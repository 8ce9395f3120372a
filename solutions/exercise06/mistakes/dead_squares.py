"""The square of h is compared with the threshold. That removes the sign but also moves the line:
0.98 squared is 0.96. What else removes a sign?
"""


def dead_neurons(h, threshold=0.99):
    is_saturated = h**2 > threshold
    return int(is_saturated.all(dim=0).sum())
