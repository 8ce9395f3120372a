"""An unknown name ends in an error other than ValueError, perhaps one from a dictionary. Can you
check the name before you use it?
"""


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise KeyError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return GAINS[nonlinearity] / math.sqrt(fan_in)
