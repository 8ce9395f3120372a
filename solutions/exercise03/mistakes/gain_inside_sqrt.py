"""The gain seems to be inside the square root. It multiplies the standard deviation itself. What
should the result for tanh be with a single input?
"""


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return math.sqrt(GAINS[nonlinearity]) / math.sqrt(fan_in)
