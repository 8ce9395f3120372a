"""The weights lie around their spread instead of around 0, as if it had been added. What shifts
a normal draw, and what stretches it?
"""

import torch


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    std = kaiming_std(fan_in, nonlinearity)
    return torch.randn(fan_in, fan_out, generator=generator) * std + std
