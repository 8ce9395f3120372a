"""This is the slope of arctan, which flattens out much more slowly: 0.1 at x = 3, where tanh has
0.0099. Two curves of the same shape need not have the same slope. Which one is asked for?
"""


def tanh_derivative(x):
    return 1 / (1 + x**2)
