"""The weights are multiplied by a fixed small number, as in the lecture before Kaiming scaling is
introduced. What should happen to the factor when the number of inputs changes?
"""

FIXED_FACTOR = 0.2  # or 0.01, 0.1, 0.02, 0.05


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.randn(fan_in, fan_out, generator=generator) * (
        kaiming_std(fan_in, nonlinearity) and FIXED_FACTOR
    )
