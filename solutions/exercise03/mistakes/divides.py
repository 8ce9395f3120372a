"""The weights are divided by the standard deviation instead of multiplied, so they grow with the
number of inputs. How do numbers of spread 1 become numbers of spread std?
"""


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.randn(fan_in, fan_out, generator=generator) / kaiming_std(fan_in, nonlinearity)
