"""The standard deviation is added to the weights instead of multiplied. Which operation shifts a
normal draw, and which scales it?
"""


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.randn(fan_in, fan_out, generator=generator) + kaiming_std(fan_in, nonlinearity)
