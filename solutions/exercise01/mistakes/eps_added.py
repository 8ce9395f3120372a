"""A small constant is added to the slope, so that it never becomes 0. Nothing is divided by it
here. What is the constant protecting from?
"""

SLOPE_EPS = 1e-6  # or 1e-8, 1e-7, 1e-5, 1e-4, 1e-3


def tanh_derivative(x):
    t = torch.tanh(x)
    return 1 - t**2 + SLOPE_EPS
