"""The spread counts all weights of the layer. One unit uses only its own. How many products does a
single unit add up?
"""


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.randn(fan_in, fan_out, generator=generator) * kaiming_std(
        fan_in * fan_out, nonlinearity
    )
