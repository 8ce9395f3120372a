"""The weights look uniform between -std and std. Few of them come near the ends, so they are less
wide than that: which torch function draws normal numbers?
"""

import torch


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    rand = torch.rand(fan_in, fan_out, generator=generator)
    return (2 * rand - 1) * kaiming_std(fan_in, nonlinearity)
