"""The square of h is compared with the threshold. That does away with the sign, and moves the
line: 0.98 squared is 0.96. What else does away with a sign?
"""

_right = activation_stats


def activation_stats(h, threshold=0.97):
    return {**_right(h, threshold), "saturated": (h**2 > threshold).double().mean().item()}
