"""sigmoid gets the gain of tanh. The two curves have the same shape but not the same gain. Which
gain does the docstring list for each?
"""


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return (GAINS | {"sigmoid": 5 / 3})[nonlinearity] / math.sqrt(fan_in)
