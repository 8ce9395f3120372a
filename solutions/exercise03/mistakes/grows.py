"""The standard deviation grows with the number of inputs. More inputs already make the sum wider.
Should each weight become larger or smaller?
"""


def kaiming_std(fan_in, nonlinearity):
    if nonlinearity not in GAINS:
        raise ValueError(f"no gain is known for {nonlinearity!r}, only for {', '.join(GAINS)}")
    return GAINS[nonlinearity] * math.sqrt(fan_in)
