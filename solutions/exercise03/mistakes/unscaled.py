"""These are plain torch.randn weights of spread 1. With a hundred inputs every tanh is
flat against its ends: where does kaiming_std come in?
"""

import torch


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    if nonlinearity not in GAINS:
        raise ValueError(nonlinearity)
    return torch.randn(fan_in, fan_out, generator=generator)
