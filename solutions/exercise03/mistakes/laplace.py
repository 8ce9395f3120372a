"""The weights are centered and have the right spread, but far too many of them are very large: this
is no normal distribution. Which torch function draws normal numbers?
"""


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return (
        (
            torch.rand(fan_in, fan_out, generator=generator).log()
            + torch.rand(fan_in, fan_out, generator=generator).log().neg()
        )
        / 2**0.5
        * kaiming_std(fan_in, nonlinearity)
    )
