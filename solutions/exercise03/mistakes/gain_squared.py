"""The gain seems to be squared. The well-known 2 of the relu formula belongs to a variance. How
often does the gain appear in a standard deviation?
"""


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return GAINS[nonlinearity] ** 2 / math.sqrt(fan_in)
