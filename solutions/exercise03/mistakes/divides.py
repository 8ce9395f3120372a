"""The weights are divided by their spread rather than multiplied, so they grow with the number of
inputs. How do you turn numbers of spread 1 into numbers of spread std?
"""

import torch


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.randn(fan_in, fan_out, generator=generator) / kaiming_std(fan_in, nonlinearity)
