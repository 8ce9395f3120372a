"""The gain of tanh is inverted. A gain makes up for a loss. If tanh shrinks the signal, should the
weights be wider or narrower than for a linear layer?
"""


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return (GAINS | {"tanh": 3 / 5})[nonlinearity] / math.sqrt(fan_in)
