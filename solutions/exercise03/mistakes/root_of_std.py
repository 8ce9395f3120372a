"""The weights are multiplied by the root of what kaiming_std returns. That function already returns
a standard deviation. Is there a root left to take?
"""


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return (
        torch.randn(fan_in, fan_out, generator=generator) * kaiming_std(fan_in, nonlinearity) ** 0.5
    )
