"""The absolute value makes the two sides alike, but gives the slope a sharp tip at 0, where it
should be round. At x = 1 it is 0.238 instead of 0.420. Which other operation drops a sign?
"""

import torch


def tanh_derivative(x):
    return 1 - torch.tanh(x).abs()
