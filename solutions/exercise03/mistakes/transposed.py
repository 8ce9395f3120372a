"""The weights have the shape (fan_out, fan_in), as torch.nn.Linear stores them. Here the layer
computes x @ W. Which dimension of W must match the columns of x?
"""


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.randn(fan_out, fan_in, generator=generator) * kaiming_std(fan_in, nonlinearity)
