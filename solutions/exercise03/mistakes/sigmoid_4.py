"""The gain of sigmoid is not the one in the docstring. Some recipes use 4, which undoes its slope
of 1/4 at 0. Which gain does the docstring list?
"""

SIGMOID_GAIN = 4.0  # or 2.0, 3.6, 0.25, 1.1320754716981132, 0.5


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return (GAINS | {"sigmoid": SIGMOID_GAIN})[nonlinearity] / math.sqrt(fan_in)
