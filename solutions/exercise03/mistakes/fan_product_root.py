"""The spread follows the geometric mean of fan_in and fan_out. A unit adds up only its inputs.
Which of the two numbers counts them?
"""


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.randn(fan_in, fan_out, generator=generator) * kaiming_std(
        (fan_in * fan_out) ** 0.5, nonlinearity
    )
