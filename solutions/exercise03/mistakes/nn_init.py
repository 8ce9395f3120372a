"""torch.nn.init draws and scales the weights here, and the exercise is to do just that. What
would the same weights be, written as torch.randn and one factor?
"""

import torch


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    W = torch.empty(fan_in, fan_out)
    return torch.nn.init.normal_(W, std=kaiming_std(fan_in, nonlinearity), generator=generator)
