"""The name "linear" is unknown here. A layer without a nonlinearity also has a gain. Does your
table contain all four names?
"""


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS or nonlinearity == "linear":
        raise ValueError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return GAINS[nonlinearity] / math.sqrt(fan_in)
