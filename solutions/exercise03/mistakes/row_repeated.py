"""Every input has the same weights: one row is drawn and repeated. The units then see only the sum
of the inputs. How many numbers have to be drawn?
"""


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.randn(1, fan_out, generator=generator).repeat(fan_in, 1) * kaiming_std(
        fan_in, nonlinearity
    )
