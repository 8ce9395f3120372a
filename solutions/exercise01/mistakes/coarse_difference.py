"""The slope seems to be measured with two nearby points, which leaves it right to four digits
only. That is a good way to check a formula. Which formula would you check with it?
"""

import torch


def tanh_derivative(x):
    step = 1e-4
    return (torch.tanh(x + step) - torch.tanh(x)) / step
