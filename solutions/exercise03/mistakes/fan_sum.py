"""The spread follows the sum of fan_in and fan_out. A unit adds up only its own inputs. How many
products are that?
"""


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.randn(fan_in, fan_out, generator=generator) * kaiming_std(
        fan_in + fan_out, nonlinearity
    )
