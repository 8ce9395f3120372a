"""The square root seems to be cut down to a whole number: fan_in = 2 and 3 give the same result as
1. Is there a `//`, an `int(...)` or an `isqrt` in your formula?
"""


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return GAINS[nonlinearity] / math.isqrt(fan_in)
