"""Every weight is plus or minus the standard deviation. The spread is right, but there are only two
values. What would the histogram of a normal draw look like?
"""


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.randn(fan_in, fan_out, generator=generator).sign() * kaiming_std(
        fan_in, nonlinearity
    )
