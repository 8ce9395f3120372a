"""The same seed gives other weights each time: the numbers seem to come from torch's global
generator. How does torch.randn get the generator that you were given?
"""


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.randn(fan_in, fan_out) * kaiming_std(fan_in, nonlinearity)
