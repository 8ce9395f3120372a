"""The gain of relu is below 1, which makes the weights narrower. relu already removes half of the
mean square. Do the weights have to follow it, or to make up for it?
"""


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return (GAINS | {"relu": math.sqrt(0.5)})[nonlinearity] / math.sqrt(fan_in)
