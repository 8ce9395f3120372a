"""The weights seem to be clamped at two standard deviations. Every cut pulls the spread in a
little. What does the deepest of fifty layers see of that, and is the cut needed at all?
"""

import torch


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    std = kaiming_std(fan_in, nonlinearity)
    W = torch.randn(fan_in, fan_out, generator=generator) * std
    return W.clamp(-2 * std, 2 * std)
