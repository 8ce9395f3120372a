"""The formula belongs to the sigmoid, whose output lies between 0 and 1. With tanh in it the slope
at x = 0 is 0. What is the slope at 0 in the picture?
"""


def tanh_derivative(x):
    t = torch.tanh(x)
    return t * (1 - t)
