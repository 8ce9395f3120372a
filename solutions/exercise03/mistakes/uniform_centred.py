"""The weights seem to be uniform in an interval of width std around 0. Their spread is much smaller
than std. Which torch function draws normal numbers?
"""


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return (torch.rand(fan_in, fan_out, generator=generator) - 0.5) * kaiming_std(
        fan_in, nonlinearity
    )
