"""tanh is treated as if it did not change the signal. It pulls every value toward 0, and after six
layers little of the signal is left. Should its gain be below, at, or above 1?
"""


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return (GAINS | {"tanh": 1.0})[nonlinearity] / math.sqrt(fan_in)
