"""The gains of tanh and relu are exchanged. relu removes exactly half of the mean square. Which of
the two gains follows from that?
"""


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return (GAINS | {"tanh": math.sqrt(2), "relu": 5 / 3})[nonlinearity] / math.sqrt(fan_in)
