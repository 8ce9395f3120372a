"""The spread follows the second dimension, the number of units. In this layout, y = x @ W, over
which dimension of W does the sum run?
"""


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.randn(fan_in, fan_out, generator=generator) * kaiming_std(fan_out, nonlinearity)
