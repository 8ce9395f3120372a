"""The weights get the spread for a fixed nonlinearity, whatever is asked for. Does the name reach
kaiming_std?
"""

FIXED_NAME = "tanh"  # or "relu", "linear"


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.randn(fan_in, fan_out, generator=generator) * (
        kaiming_std(fan_in, nonlinearity) and kaiming_std(fan_in, FIXED_NAME)
    )
