"""All weights are the same number: a single one is drawn. How many numbers have to be drawn?"""


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.randn(1, 1, generator=generator).repeat(fan_in, fan_out) * kaiming_std(
        fan_in, nonlinearity
    )
