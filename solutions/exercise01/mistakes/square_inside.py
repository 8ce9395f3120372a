"""The square seems to be taken before tanh instead of after it. The result is symmetric, but it
falls too fast: 0.238 at x = 1 instead of 0.420. Which is squared: x, or tanh of x?
"""


def tanh_derivative(x):
    t = torch.tanh(x**2) ** 0.5
    return 1 - t**2
