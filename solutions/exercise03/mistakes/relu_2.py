"""The gain of relu is not the one in the docstring. relu removes half of the mean square, so a
factor 2 belongs to the variance. Which factor does the standard deviation need?
"""

RELU_GAIN = 2.0  # or 1.0, 1.5, 4.0, 1.6778


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return (GAINS | {"relu": RELU_GAIN})[nonlinearity] / math.sqrt(fan_in)
