"""The weights are uniform between two limits, and beyond these there are none. Which torch function
draws normal numbers?
"""


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return (3**0.5 * (2 * torch.rand(fan_in, fan_out, generator=generator) - 1)) * kaiming_std(
        fan_in, nonlinearity
    )
