"""This is the bound of a uniform distribution, larger than its standard deviation by the root of 3.
Kaiming's uniform recipe uses it. Which of the two does randn need?
"""


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return math.sqrt(3) * GAINS[nonlinearity] / math.sqrt(fan_in)
