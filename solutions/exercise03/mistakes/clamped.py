"""The weights seem to be clamped at a few standard deviations, which makes the spread smaller. What
would a slightly smaller spread in each of fifty layers do to the signal?
"""

CUT = 2.0  # or 1.0, 1.5, 2.5, 3.0


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.randn(fan_in, fan_out, generator=generator).clamp(-CUT, CUT) * kaiming_std(
        fan_in, nonlinearity
    )
