"""Every slope has the right size and a minus sign. tanh rises everywhere. In which order do the
two terms of your difference stand?
"""

import torch


def tanh_derivative(x):
    return torch.tanh(x) ** 2 - 1
