"""The square seems to be taken of the whole difference, which makes the slope 4 far to the left.
Which part of the expression is squared, and where do the brackets belong?
"""

import torch


def tanh_derivative(x):
    return (1 - torch.tanh(x)) ** 2
