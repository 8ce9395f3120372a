"""All units start with the same weights: one column is drawn and repeated. They would get the same
gradient and stay equal. How many numbers have to be drawn?
"""


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.randn(fan_in, 1, generator=generator).repeat(1, fan_out) * kaiming_std(
        fan_in, nonlinearity
    )
