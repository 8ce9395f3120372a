"""The paper's 2 is used as well as the gain, so that every standard deviation is too large by the
root of 2. For relu the gain contains that 2 already. How often does it enter?
"""


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return math.sqrt(2) * GAINS[nonlinearity] / math.sqrt(fan_in)
