"""The name "sigmoid" is unknown here. Four nonlinearities have a gain, two of them the same. Does
your table contain all four names?
"""


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS or nonlinearity == "sigmoid":
        raise ValueError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return GAINS[nonlinearity] / math.sqrt(fan_in)
