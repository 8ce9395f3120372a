"""The number of inputs seems to be off by one, perhaps because the bias was counted. The bias
starts at 0 and adds nothing to the spread. Which terms are summed?
"""

EXTRA_INPUTS = 1  # or 2


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return GAINS[nonlinearity] / math.sqrt(fan_in + EXTRA_INPUTS)
