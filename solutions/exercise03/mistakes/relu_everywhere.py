"""This is the paper's formula for relu, used for every nonlinearity. The other three do not remove
half of the signal. Where does your function use the name?
"""


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return GAINS["relu"] / math.sqrt(fan_in)
