"""The spread is Glorot's: the root of 2 over fan_in + fan_out, without the gain. It also considers
the backward pass. Which of the two numbers determines the spread of a pre-activation, and where is
the gain?
"""


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.randn(fan_in, fan_out, generator=generator) * (
        kaiming_std(fan_in, nonlinearity) and math.sqrt(2 / (fan_in + fan_out))
    )
