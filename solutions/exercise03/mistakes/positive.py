"""No weight is below 0, so that a unit can only add its inputs up. Around which value should the
weights lie?
"""


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.randn(fan_in, fan_out, generator=generator).abs() * kaiming_std(
        fan_in, nonlinearity
    )
