"""The result is right to seven digits only, although x came with sixteen. Somewhere on the way it
is turned into single precision. Can the type of x be kept?
"""

import torch


def tanh_derivative(x):
    t = torch.tanh(x.float())
    return 1 - t**2
