"""The weights seem to be rounded, and most of them become 0. Which digits does a weight of 0.05
need?
"""

WEIGHT_DECIMALS = 1  # or 2, 0


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.round(
        torch.randn(fan_in, fan_out, generator=generator) * kaiming_std(fan_in, nonlinearity),
        decimals=WEIGHT_DECIMALS,
    )
