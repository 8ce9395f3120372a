"""The weights seem to be clamped at a few standard deviations, which makes the spread smaller. What
would fifty layers make of that, and is the limit needed at all?
"""

CUT = 2.0  # or 1.0, 1.5, 2.5, 3.0


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.randn(fan_in, fan_out, generator=generator).clamp(-CUT, CUT) * kaiming_std(
        fan_in, nonlinearity
    )
