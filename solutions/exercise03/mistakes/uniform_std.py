"""The weights seem to be uniform between -std and std. Few of them come near the ends, so their
spread is smaller than std. Which torch function draws normal numbers?
"""


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return (2 * torch.rand(fan_in, fan_out, generator=generator) - 1) * kaiming_std(
        fan_in, nonlinearity
    )
