"""The slope is 0 in the middle and 1 at the ends. Where is the curve steepest, and what remains to
be done with the square that you have?
"""


def tanh_derivative(x):
    t = torch.tanh(x)
    return 1 - (1 - t**2)
