"""The weights are spread as the root of what kaiming_std gives. That function returns a standard
deviation already: is there a root left to take?
"""

import torch


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    std = kaiming_std(fan_in, nonlinearity)
    return torch.randn(fan_in, fan_out, generator=generator) * std**0.5
