"""The slope is rounded to a few digits, and for large |x| it becomes 0. Small slopes matter in this
exercise. Why is the slope rounded before it is used?
"""

SLOPE_DIGITS = 4  # or 2, 3, 5, 6


def tanh_derivative(x):
    t = torch.tanh(x)
    return torch.round(1 - t**2, decimals=SLOPE_DIGITS)
