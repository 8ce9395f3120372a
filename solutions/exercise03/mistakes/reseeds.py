"""Two layers drawn one after the other are equal: each draw seems to start from a fresh generator
whose seed never changes. What happens if you only use the generator you are given?
"""


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.randn(
        fan_in, fan_out, generator=torch.Generator().manual_seed(generator.initial_seed())
    ) * kaiming_std(fan_in, nonlinearity)
