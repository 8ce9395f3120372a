"""An unknown name ends in a TypeError. Perhaps a lookup returned None and the function went on with
it. Where could the name be checked first?
"""


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise TypeError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return GAINS[nonlinearity] / math.sqrt(fan_in)
