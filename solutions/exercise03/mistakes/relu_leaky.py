"""The gain of relu is that of a leaky relu, which lets a part of the negative side through. torch's
default slope for it is 0.01 or the root of 5. Which gain does the docstring list for relu?
"""

SLOPE = 0.01  # or 0.1, 0.2, 2.23606797749979


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return (GAINS | {"relu": math.sqrt(2 / (1 + SLOPE**2))})[nonlinearity] / math.sqrt(fan_in)
