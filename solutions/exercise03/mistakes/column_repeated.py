"""All units start with the same weights: one column is drawn and repeated. They would get the
same gradient and stay the same for ever. How many numbers have to be drawn?
"""

import torch


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    column = torch.randn(fan_in, 1, generator=generator)
    return column.repeat(1, fan_out) * kaiming_std(fan_in, nonlinearity)
