"""These are plain torch.randn weights of spread 1. With a hundred inputs every tanh is saturated.
Where does kaiming_std come in?
"""


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.randn(fan_in, fan_out, generator=generator) * (
        kaiming_std(fan_in, nonlinearity) and 1.0
    )
