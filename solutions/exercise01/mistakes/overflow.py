"""The slope is right near 0 and nan for large |x|, where exp(x) is too large for a floating-point
number. How can tanh be computed without dividing infinity by infinity?
"""


def tanh_derivative(x):
    t = (torch.exp(x) - torch.exp(-x)) / (torch.exp(x) + torch.exp(-x))
    return 1 - t**2
