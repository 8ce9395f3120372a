"""Every weight is the spread itself, with a coin flip for its sign. The spread is right, but
there are only two values: how would a normal draw look in a histogram?
"""

import torch


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    W = 2.0 * torch.randint(0, 2, (fan_in, fan_out), generator=generator) - 1
    return W * kaiming_std(fan_in, nonlinearity)
