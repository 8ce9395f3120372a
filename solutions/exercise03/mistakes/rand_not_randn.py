"""The weights lie evenly between 0 and the standard deviation: torch.rand draws uniform numbers
from 0 to 1. Which function of torch draws normal numbers around 0?
"""


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.rand(fan_in, fan_out, generator=generator) * kaiming_std(fan_in, nonlinearity)
