"""The gain of tanh is not the one in the docstring. Several values are in use elsewhere. Which
fraction does the docstring list?
"""

TANH_GAIN = 1.5  # or 1.6, 1.67, 1.667, 4.0, 2.0, 1.1, 1.25, 1.3333333333333333, 2.7777777777777777


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return (GAINS | {"tanh": TANH_GAIN})[nonlinearity] / math.sqrt(fan_in)
