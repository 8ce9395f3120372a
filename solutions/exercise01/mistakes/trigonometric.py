"""The slope goes up and down with x without end, as trigonometric functions do. tanh belongs to
their hyperbolic cousins. Is there an h missing in a name?
"""

import torch


def tanh_derivative(x):
    return 1 / torch.cos(x) ** 2
