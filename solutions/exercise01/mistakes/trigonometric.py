"""The slope rises and falls with x without end, as trigonometric functions do. tanh is a hyperbolic
function. Which function name lacks an h?
"""


def tanh_derivative(x):
    t = torch.tanh(x)
    return 1 / torch.cos(x) ** 2
