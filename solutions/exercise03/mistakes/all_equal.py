"""Every weight equals the standard deviation, and nothing is drawn. Units with equal weights stay
equal. Where does the randomness come in?
"""


def kaiming_normal(fan_in, fan_out, nonlinearity, generator):
    return torch.ones(fan_in, fan_out) * kaiming_std(fan_in, nonlinearity)
