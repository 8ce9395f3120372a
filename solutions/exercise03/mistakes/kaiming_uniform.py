"""The spread is right, but the weights are spread evenly between two ends: that is the uniform
sister of this recipe. Which torch function draws a bell curve?
"""

import torch


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    end = 3**0.5 * kaiming_std(fan_in, nonlinearity)
    return (2 * torch.rand(fan_in, fan_out, generator=generator) - 1) * end
