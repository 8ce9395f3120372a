"""The slope seems to be computed from x itself, as if x were already the output of tanh. At x = 3
it is negative. What has to happen to a pre-activation first?
"""


def tanh_derivative(x):
    t = x
    return 1 - t**2
