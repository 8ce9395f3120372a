"""The standard deviation falls with fan_in itself: a hundred inputs make it a hundred times
smaller. The terms of a sum partly cancel. How fast does the spread of the sum grow?
"""


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return GAINS[nonlinearity] / fan_in
