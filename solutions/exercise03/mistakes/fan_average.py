"""The spread follows the mean of fan_in and fan_out: this is Glorot's recipe, which also considers
the backward pass. Which of the two numbers determines the spread of a pre-activation?
"""


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.randn(fan_in, fan_out, generator=generator) * kaiming_std(
        (fan_in + fan_out) / 2, nonlinearity
    )
