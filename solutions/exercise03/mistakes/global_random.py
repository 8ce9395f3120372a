"""The same seed gives other weights each time: the numbers seem to come from torch's global
generator, which anybody may have moved. How do you hand torch.randn the one you were given?
"""

import torch


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.randn(fan_in, fan_out) * kaiming_std(fan_in, nonlinearity)
