"""The weights lie around the standard deviation instead of around 0, as if it had been added. Which
operation shifts a normal draw, and which scales it?
"""

SHIFT = 1.0  # or -1.0, 0.5


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return (torch.randn(fan_in, fan_out, generator=generator) + SHIFT) * kaiming_std(
        fan_in, nonlinearity
    )
