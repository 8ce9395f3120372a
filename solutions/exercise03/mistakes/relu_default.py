"""Every name other than tanh gets the gain of relu. Two of the four nonlinearities have a gain of
1. Does your function ask for each name?
"""


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return (GAINS | {"linear": 2**0.5, "sigmoid": 2**0.5})[nonlinearity] / math.sqrt(fan_in)
