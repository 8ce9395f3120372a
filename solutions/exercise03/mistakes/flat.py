"""The weights are one long row of fan_in · fan_out numbers. x @ W needs two dimensions. Which shape
does the docstring promise?
"""


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return (
        torch.randn(fan_in, fan_out, generator=generator) * kaiming_std(fan_in, nonlinearity)
    ).flatten()
